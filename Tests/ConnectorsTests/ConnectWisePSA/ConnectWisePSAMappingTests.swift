import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ConnectWisePSAMappingTests {
    private func day(_ text: String) throws -> Value { .date(try #require(CalendarDate(iso8601: text))) }
    private func moment(_ text: String) throws -> Value { .timestamp(try #require(Timestamp(iso8601: text))) }

    private let company = """
        {"id":250,"identifier":"Acme","name":"Acme Dental Group","status":{"id":1,"name":"Active","_info":{}},
         "addressLine1":"1 Main St","city":"Tampa","state":"FL","zip":"33602","phoneNumber":"8135550100",
         "types":[{"id":1,"name":"Client"}],"defaultContact":{"id":77,"name":"Ann Lee"},"deletedFlag":false,
         "site":{"id":28,"name":"Main","_info":{"site_href":"https://host/v2025_1/apis/3.0/x"}},"customFields":[],
         "territoryManager":{"id":9,"name":"Max May"},"parentCompany":{"id":2,"name":"Holding"},"market":null,
         "_info":{"lastUpdated":"2025-05-01T13:20:11Z","updatedBy":"jdoe","dateEntered":"2019-02-03T09:00:00Z"}}
        """

    @Test func mapsACompany() async throws {
        let read = try await ConnectWisePSARead(
            "companies", ConnectWisePSAScript("/company/companies", "[\(company)]"))
        let entity = Company.entity.description
        #expect(read.records.first?.externalID == "250")
        #expect(read.records.first?.sourceUpdatedAt == Timestamp(iso8601: "2025-05-01T13:20:11Z"))
        #expect(read.records.first?.sourceCreatedAt == Timestamp(iso8601: "2019-02-03T09:00:00Z"))
        #expect(read.cell("kind", in: entity) == .text("customer"))
        #expect(read.cell("kind_label", in: entity) == .text("Client"))
        #expect(read.cell("is_active", in: entity) == .boolean(true))
        #expect(read.cell("region", in: entity) == .text("FL"))
        #expect(read.cell("parent_external_id", in: entity) == .text("2"))
        #expect(read.cell("account_manager_name", in: entity) == .text("Max May"))
        #expect(read.cell("country", in: entity) == .null)
    }

    /// An upgrade changes the version in every link, and a version change makes nulls of missing members: neither may
    /// make a record look changed.
    @Test func vendorFieldsHaveNoLinksAndNoNulls() async throws {
        let read = try await ConnectWisePSARead(
            "companies", ConnectWisePSAScript("/company/companies", "[\(company)]"))
        let fields = try #require(read.records.first?.vendorFields)
        #expect(fields.contains(#""site":{"id":28,"name":"Main"}"#))
        #expect(fields.contains(#""_info":{"updatedBy":"jdoe"}"#))
        #expect(!fields.contains("href") && !fields.contains("market") && !fields.contains("lastUpdated"))
    }

    /// Trap 3.
    @Test func deletedCompaniesAreListedAndComeOutAsDeleted() async throws {
        let read = try await ConnectWisePSARead(
            "companies",
            ConnectWisePSAScript("/company/companies", #"[{"id":1,"name":"A","deletedFlag":true},{"id":2,"name":"B"}]"#)
        )
        #expect(read.records.map(\.isDeleted) == [true, false])
        #expect(read.cell("is_active", in: Company.entity.description) == .boolean(false))
        #expect(read.calls.first?.query["conditions"] == nil)
    }

    @Test(arguments: [
        (#"[{"name":"Former Client"}]"#, "former"), (#"[{"name":"Prospect"}]"#, "prospect"),
        (#"[{"name":"Vendor"},{"name":"Customer"}]"#, "customer"), (#"[{"name":"Tax Authority"}]"#, "other"),
    ])
    func readsTheKindOutOfTheTypesNames(_ types: String, _ kind: String) async throws {
        let read = try await ConnectWisePSARead(
            "companies", ConnectWisePSAScript("/company/companies", #"[{"id":1,"types":\#(types)}]"#))
        #expect(read.cell("kind", in: Company.entity.description) == .text(kind))
    }

    @Test(arguments: [("Inactive", false), ("Not Approved", false), ("Active", true), ("Noteworthy", true)])
    func readsActivityOutOfTheStatusName(_ status: String, _ isActive: Bool) async throws {
        let read = try await ConnectWisePSARead(
            "companies", ConnectWisePSAScript("/company/companies", #"[{"id":1,"status":{"name":"\#(status)"}}]"#))
        #expect(read.cell("is_active", in: Company.entity.description) == .boolean(isActive))
    }

    @Test func mapsASite() async throws {
        let read = try await ConnectWisePSARead(
            "company_sites",
            ConnectWisePSAScript(
                "/company/companies/250/sites",
                """
                [{"id":28,"name":"Main","addressLine1":"1 Main St","city":"Tampa","zip":"33602",
                  "stateReference":{"id":1,"identifier":"FL","name":"Florida"},"country":{"id":1,
                   "name":"United States"},
                  "primaryAddressFlag":true,"inactiveFlag":false}]
                """), parents: ["250"])
        let entity = CompanySite.entity.description
        #expect(read.cell("company_external_id", in: entity) == .text("250"))
        #expect(read.cell("region", in: entity) == .text("Florida"))
        #expect(read.cell("is_primary", in: entity) == .boolean(true))
        #expect(read.pages.last?.provesWhole == true)
    }

    @Test func takesTheDefaultItemOfEachKindOfCommunication() async throws {
        let read = try await ConnectWisePSARead(
            "contacts",
            ConnectWisePSAScript(
                "/company/contacts",
                """
                [{"id":77,"firstName":"Ann","lastName":"Lee","company":{"id":250},"inactiveFlag":false,
                 "title":"Manager",
                  "communicationItems":[
                   {"id":1,"value":"5550999","defaultFlag":true,"communicationType":"Fax"},
                   {"id":3,"value":"old@acme.example","defaultFlag":false,"communicationType":"Email"},
                   {"id":4,"value":"ann@acme.example","defaultFlag":true,"communicationType":"Email"},
                   {"id":2,"value":"8135550101","extension":"401","defaultFlag":true,"communicationType":"Phone"}]}]
                """))
        let entity = Contact.entity.description
        #expect(read.cell("email", in: entity) == .text("ann@acme.example"))
        #expect(read.cell("phone", in: entity) == .text("8135550101"))
        #expect(read.cell("is_active", in: entity) == .boolean(true))
    }

    /// Trap 15.
    @Test func aContactMayLackACompanyAndItsList() async throws {
        let read = try await ConnectWisePSARead(
            "contacts",
            ConnectWisePSAScript(
                "/company/contacts", #"[{"id":1,"firstName":"A","defaultPhoneType":"Direct","defaultPhoneNbr":"123"}]"#)
        )
        let entity = Contact.entity.description
        #expect(read.cell("company_external_id", in: entity) == .null)
        #expect(read.cell("phone", in: entity) == .text("123"))
        #expect(read.cell("email", in: entity) == .null)
    }

    @Test func mapsAConfiguration() async throws {
        let read = try await ConnectWisePSARead(
            "configurations",
            ConnectWisePSAScript(
                "/company/configurations",
                """
                [{"id":9001,"name":"ACME-WS-014","type":{"id":23,"name":"Managed Workstation"},"status":{"id":1,
                 "name":"Active"},
                  "company":{"id":250},"contact":{"id":77},"site":{"id":28},"deviceIdentifier":"3f2a-77",
                  "serialNumber":"5CG1234XYZ","modelNumber":"EliteDesk 800","manufacturer":{"id":12,"name":"HP"},
                  "ram":"16384","warrantyExpirationDate":"2027-03-31T00:00:00Z","purchaseDate":"0001-01-01T00:00:00Z",
                  "activeFlag":true,"questions":[],"customFields":[]},
                 {"id":9002,"name":"X","serialNumber":"To be filled by O.E.M.","deviceIdentifier":""}]
                """), settings: ["rmm_vendor": "ninjaone"])
        let entity = Configuration.entity.description
        #expect(read.cell("rmm_device_external_id", in: entity) == .text("3f2a-77"))
        #expect(read.cell("rmm_vendor", in: entity) == .text("ninjaone"))
        #expect(read.cell("warranty_ends_on", in: entity) == (try day("2027-03-31")))
        #expect(read.cell("purchased_on", in: entity) == .null)
        #expect(read.cell("serial_number", of: 1, in: entity) == .null)
        #expect(read.cell("rmm_vendor", of: 1, in: entity) == .null)
        // Trap 10: free text stays as it is.
        #expect(read.records.first?.vendorFields?.contains(#""ram":"16384""#) == true)
        #expect(read.records.first?.vendorFields?.contains("0001-01-01") == true)
        #expect(read.records.last?.vendorFields?.contains("To be filled") == true)
    }

    @Test func mapsATimeEntry() async throws {
        let read = try await ConnectWisePSARead(
            "time_entries",
            ConnectWisePSAScript(
                "/time/entries",
                """
                [{"id":88120,"company":{"id":250},"chargeToId":104512,"chargeToType":"ServiceTicket",
                  "member":{"id":176,"identifier":"JDoe","name":"John Doe"},"workType":{"id":3,"name":"Remote"},
                  "timeStart":"2025-05-02T13:45:00Z","timeEnd":"2025-05-02T14:45:00Z","hoursDeduct":0.25,
                   "actualHours":0.75,
                  "billableOption":"Billable","hourlyRate":120.0,"hourlyCost":"55.10",
                   "notes":"Cleared jam.\\r\\nDone."},
                 {"id":2,"chargeToId":7,"chargeToType":"Company","timeStart":"1900-01-01T00:00:00Z",
                  "billableOption":"NoDefault"}]
                """))
        let entity = TimeEntry.entity.description
        #expect(read.cell("ticket_external_id", in: entity) == .text("104512"))
        #expect(read.cell("duration_minutes", in: entity) == .integer(45))
        #expect(read.cell("is_billable", in: entity) == .boolean(true))
        #expect(read.cell("hourly_rate", in: entity) == .decimal("120.00"))
        #expect(read.cell("notes", in: entity) == .text("Cleared jam.\nDone."))
        #expect(read.records.first?.vendorFields?.contains("hourlyCost") == false)
        #expect(read.cell("ticket_external_id", of: 1, in: entity) == .null)
        #expect(read.cell("is_billable", of: 1, in: entity) == .null)
        // Trap 16.
        #expect(read.cell("started_at", of: 1, in: entity) == .null)
    }

    @Test func mapsAProduct() async throws {
        let read = try await ConnectWisePSARead(
            "products",
            ConnectWisePSAScript(
                "/procurement/catalog",
                """
                [{"id":5,"identifier":"MW-1","description":"Managed Workstation","productClass":"Service","price":45.5,
                  "cost":12,"category":{"id":1,"name":"Managed"},"inactiveFlag":true}]
                """))
        let entity = Product.entity.description
        #expect(read.cell("sku", in: entity) == .text("MW-1"))
        #expect(read.cell("name", in: entity) == .text("Managed Workstation"))
        #expect(read.cell("kind", in: entity) == .text("service"))
        #expect(read.cell("unit_price", in: entity) == .decimal("45.50"))
        #expect(read.cell("is_active", in: entity) == .boolean(false))
    }

    @Test func readsAnOpportunitysStatusByItsFlags() async throws {
        let script = ConnectWisePSAScript([
            "/sales/opportunities/statuses": { _ in
                .json(
                    #"[{"id":1,"name":"Offen"},{"id":2,"name":"Gewonnen","wonFlag":true},{"id":3,"lostFlag":true}]"#,
                    headers: ConnectWisePSAScript.end)
            },
            "/sales/opportunities": { _ in
                .json(
                    """
                    [{"id":1,"name":"A","status":{"id":1,"name":"Offen"},"stage":{"id":4,"name":"Proposal"},
                      "probability":{"id":2,"name":"75%"},"currency":{"currencyCode":"USD"},"closedDate":null,
                      "expectedCloseDate":"2025-09-30T00:00:00Z","company":{"id":250}},
                     {"id":2,"status":{"id":2}},{"id":3,"status":{"id":3}},{"id":4,"status":{"id":99,"name":"Parked"}}]
                    """, headers: ConnectWisePSAScript.end)
            },
        ])
        let read = try await ConnectWisePSARead("opportunities", script)
        let entity = Opportunity.entity.description
        let statuses = (0..<4).map { read.cell("status", of: $0, in: entity) }
        #expect(statuses == [.text("open"), .text("won"), .text("lost"), .null])
        #expect(read.cell("probability", in: entity) == .decimal("75"))
        #expect(read.cell("expected_close_on", in: entity) == (try day("2025-09-30")))
        #expect(read.cell("currency", in: entity) == .text("USD"))
        #expect(read.cell("amount", in: entity) == .null)
    }

    /// Trap 8 and fault 18: a reference that leads nowhere, a member of another type, a row without an id.
    @Test func aBadRowIsSetAsideAndItsNeighboursGoOn() async throws {
        let read = try await ConnectWisePSARead(
            "contacts",
            ConnectWisePSAScript(
                "/company/contacts",
                """
                [{"id":1,"company":{"id":0},"inactiveFlag":"no","communicationItems":{}},
                 {"firstName":"No id","portalPassword":"hunter2","birthDay":"1980-01-01T00:00:00Z"},
                 {"id":3,"company":"gone"}]
                """))
        #expect(read.records.map(\.externalID) == ["1", "3"])
        #expect(read.cell("company_external_id", in: Contact.entity.description) == .null)
        let rejected = try #require(read.pages.first?.rejected.first)
        #expect(rejected.payload.contains("No id"))
        #expect(!rejected.payload.contains("hunter2") && !rejected.payload.contains("1980"))
    }

    /// Trap 11.
    @Test func nulCharactersAreDropped() async throws {
        let read = try await ConnectWisePSARead(
            "companies",
            ConnectWisePSAScript(
                "/company/companies", #"[{"id":1,"name":"Ac\u0000me","market":{"id":1,"name":"A\u0000"}}]"#))
        #expect(read.cell("name", in: Company.entity.description) == .text("Acme"))
        #expect(read.records.first?.vendorFields?.contains("u0000") == false)
    }

    /// Trap 9: members move between versions.
    @Test func bothShapesOfAMovedMemberAreTaken() async throws {
        let read = try await ConnectWisePSARead(
            "companies",
            ConnectWisePSAScript(
                "/company/companies",
                #"[{"id":1,"type":{"id":1,"name":"Vendor"},"locationId":3,"dateEntered":"2019-02-03T09:00:00Z"}]"#))
        #expect(read.cell("kind", in: Company.entity.description) == .text("vendor"))
        #expect(read.records.first?.sourceCreatedAt == Timestamp(iso8601: "2019-02-03T09:00:00Z"))
    }
}
