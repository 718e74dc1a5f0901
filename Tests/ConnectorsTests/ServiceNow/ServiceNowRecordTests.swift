import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ServiceNowRecordTests {
    private func read(
        _ stream: String, _ table: String, _ members: String, settings: [String: String] = [:]
    ) async throws -> ServiceNowRead {
        try await ServiceNowRead(stream, ServiceNowScript(table, "[{\(members)}]"), settings: settings)
    }

    // MARK: - Companies, places, people (trap 7)

    @Test func customersAloneAreCompanies() async throws {
        let script = ServiceNowScript(
            "core_company",
            """
            [{"sys_id":"c1","name":"Northwind Joinery","customer":"true","street":"12 Canal Wharf\\nFloor 2",
              "state":"","parent":"c0"},
             {"sys_id":"c2","name":"Dell Inc.","customer":"false","manufacturer":"true"}]
            """)
        let read = try await ServiceNowRead("companies", script)
        let entity = Company.entity.description
        #expect(read.records.map(\.externalID) == ["c1"])
        #expect(read.calls[0].conditions == ["customer=true", "ORDERBYsys_id"])
        #expect(read.cell("address_line1", in: entity) == .text("12 Canal Wharf"))
        #expect(read.cell("address_line2", in: entity) == .text("Floor 2"))
        #expect(read.cell("region", in: entity) == .null && read.cell("kind", in: entity) == .text("customer"))
        #expect(read.cell("parent_external_id", in: entity) == .text("c0"))
    }

    @Test func anAccountsNumberComesFromItsOwnTableWhereThereIsOne() async throws {
        let entity = Company.entity.description
        let read = try await read("company_accounts", "customer_account", #""sys_id":"c1","number":"ACCT0004711""#)
        #expect(read.cell("identifier", in: entity) == .text("ACCT0004711"))
        let none = try await ServiceNowRead(
            "company_accounts", ServiceNowScript(["customer_account": { _ in ServiceNowScript.noTable }]))
        #expect(none.records.isEmpty && none.isProven)
    }

    @Test func aPlaceWithoutACompanyIsKeptAndIsNobodys() async throws {
        let entity = CompanySite.entity.description
        let read = try await read("company_sites", "cmn_location", #""sys_id":"s1","name":"Leeds Office","company":"""#)
        #expect(read.cell("company_external_id", in: entity) == .null)
        #expect(read.cell("name", in: entity) == .text("Leeds Office"))
    }

    @Test func staffAreNoContacts() async throws {
        let script = ServiceNowScript(
            "sys_user",
            """
            [{"sys_id":"u1","first_name":"Dana","last_name":"Reed","company":"c1","company.customer":"true",
              "active":"true","phone":"","mobile_phone":"+44 7700 900000"},
             {"sys_id":"u2","last_name":"Agent","company":""},
             {"sys_id":"u3","last_name":"Supplier","company":"c2","company.customer":"false"}]
            """)
        let read = try await ServiceNowRead("contacts", script)
        #expect(read.records.map(\.externalID) == ["u1"])
        #expect(read.calls[0].conditions[0] == "company.customer=true")
        #expect(read.cell("phone", in: Contact.entity.description) == .text("+44 7700 900000"))
        #expect(read.cell("is_active", in: Contact.entity.description) == .boolean(true))
    }

    // MARK: - Configuration items

    private static let item = """
        "sys_id":"5e9d","name":"NWJ-LT-014","sys_class_name":{"display_value":"Computer","value":"cmdb_ci_computer"},
        "manufacturer":{"display_value":"Apple Inc.","value":"16a9"},
        "model_id":{"display_value":"MacBook Pro","value":"79db"},"serial_number":"7XK2P",
        "install_status":{"display_value":"Installed","value":"1"},"company":"c1","assigned_to":"u1",
        "warranty_expiration":"2027-10-27","install_date":{"display_value":"01/11/2026","value":"2026-11-02 01:30:00"},
        "correlation_id":"4711","object_id":"o-9","ram":{"display_value":"16,384","value":"16384"}
        """
    private let entity = Configuration.entity.description

    @Test func anItemIsAConfiguration() async throws {
        let read = try await read("configurations", "cmdb_ci_computer", Self.item)
        let expected: [(String, Value)] = [
            ("name", .text("NWJ-LT-014")), ("kind_label", .text("Computer")), ("status_label", .text("Installed")),
            ("is_active", .boolean(true)), ("serial_number", .text("7XK2P")), ("manufacturer", .text("Apple Inc.")),
            ("model", .text("MacBook Pro")), ("company_external_id", .text("c1")),
            ("contact_external_id", .text("u1")), ("rmm_device_external_id", .text("4711")), ("rmm_vendor", .null),
            ("installed_on", .date(try #require(CalendarDate(iso8601: "2026-11-02")))),
            ("warranty_ends_on", .date(try #require(CalendarDate(iso8601: "2027-10-27")))), ("purchased_on", .null),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: entity) == value, "\(column)") }
    }

    @Test func theRMMsIDStandsInTheColumnThatASettingNames() async throws {
        let read = try await read(
            "configurations", "cmdb_ci_computer", Self.item,
            settings: ["rmm_id_column": "object_id", "rmm_vendor": "ninjaone"])
        #expect(read.cell("rmm_device_external_id", in: entity) == .text("o-9"))
        #expect(read.cell("rmm_vendor", in: entity) == .text("ninjaone"))
    }

    @Test func eachSortOfItemIsReadFromItsOwnTable() async throws {
        let script = ServiceNowScript([
            "cmdb_ci_computer": { _ in ServiceNowScript.rows(#"[{"sys_id":"i1"}]"#) },
            "cmdb_ci_netgear": { _ in ServiceNowScript.rows(#"[{"sys_id":"i2"}]"#) },
            "cmdb_ci_vm_instance": { _ in ServiceNowScript.noTable },
        ])
        let read = try await ServiceNowRead("configurations", script)
        #expect(read.records.map(\.externalID) == ["i1", "i2"] && read.isProven)
        #expect(!read.calls.contains { $0.table == "cmdb_ci" })
    }

    @Test func aTableThatASettingNamesMustBeThere() async throws {
        let script = ServiceNowScript(["u_gear": { _ in ServiceNowScript.noTable }])
        await #expect(throws: ConnectorError.self) {
            try await ServiceNowRead("configurations", script, settings: ["configuration_tables": "u_gear"])
        }
    }

    @Test(arguments: [
        (#""install_status":"7""#, false), (#""install_status":"8""#, false), (#""install_status":"100""#, false),
        (#""install_status":"6""#, true), (#""install_status":"1","operational_status":"6""#, false),
        (#""install_status":"","life_cycle_stage":"End of Life""#, false),
        (#""install_status":"","life_cycle_stage":"Operational""#, true), (#""install_status":"77""#, nil),
        (#""install_status":"""#, nil),
    ])
    func whetherAnItemIsInUseFollowsItsLifeCycle(_ members: String, _ isActive: Bool?) async throws {
        let read = try await read("configurations", "cmdb_ci_computer", "\"sys_id\":\"i1\",\(members)")
        #expect(read.cell("is_active", in: entity) == isActive.map { .boolean($0) } ?? .null)
    }

    /// Trap 8, and 9 for the hidden one.
    @Test(arguments: [
        (#""company":"","assigned_to.company":"c2""#, "c2"), (#""assigned_to.company":"c2""#, nil),
    ])
    func anItemWithoutACompanyIsItsUsers(_ members: String, _ company: String?) async throws {
        let read = try await read("configurations", "cmdb_ci_computer", "\"sys_id\":\"i1\",\(members)")
        #expect(read.cell("company_external_id", in: entity) == company.map { .text($0) } ?? .null)
    }

    @Test func placeholdersAreNoSerialNumbers() async throws {
        let read = try await read(
            "configurations", "cmdb_ci_computer", #""sys_id":"i1","serial_number":"To be filled by O.E.M.""#)
        #expect(read.cell("serial_number", in: entity) == .null)
        #expect(read.records[0].vendorFields?.contains("O.E.M.") == true)
    }

    /// Discovery rewrites it on every scan.
    @Test func beingSeenIsNoChange() {
        let stream = ServiceNow.streams.first { $0.name == "configurations" }
        #expect(stream?.volatileVendorFields.contains("last_discovered") == true)
    }

    // MARK: - Contracts

    @Test func aContractIsItsAccountsAndNeverItsVendors() async throws {
        let entity = Agreement.entity.description
        let read = try await read(
            "agreements", "ast_contract",
            """
            "sys_id":"k1","number":"CNTR1","short_description":"Laptop fleet","state":"expired","starts":"2025-07-01",
            "ends":"","payment_schedule":"Monthly","vendor":"v1","account":"",
            "payment_amount":{"display_value":"$1,250.00","value":"1250","currency_display_value":"USD;1250.00"},
            "monthly_cost":{"display_value":"$0.00","value":"0","currency_display_value":"USD;0.00"}
            """)
        let expected: [(String, Value)] = [
            ("company_external_id", .null), ("name", .text("Laptop fleet")), ("status", .text("expired")),
            ("ends_on", .null), ("amount", .decimal("1250.00")), ("monthly_amount", .decimal("0.00")),
            ("currency", .text("USD")), ("billing_cycle", .text("monthly")),
            ("starts_on", .date(try #require(CalendarDate(iso8601: "2025-07-01")))),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: entity) == value, "\(column)") }
    }

    // MARK: - Lookups

    private static let choices = """
        [{"sys_id":"1","name":"task","element":"state","value":"1","label":"Open","inactive":"false"},
         {"sys_id":"2","name":"incident","element":"state","value":"1","label":"New","inactive":"false"},
         {"sys_id":"3","name":"incident","element":"state","value":"9","label":"Old","inactive":"true"},
         {"sys_id":"4","name":"task","element":"priority","value":"1","label":"1 - Critical"},
         {"sys_id":"5","name":"incident","element":"subcategory","value":"os","label":"System","dependent_value":"hw"},
         {"sys_id":"6","name":"incident","element":"subcategory","value":"os","label":"System","dependent_value":"sw"},
         {"sys_id":"7","name":"task","element":"state","value":"1","label":"Offen","language":"de"}]
        """

    @Test func aTableInheritsTheChoicesOfItsBaseUnlessItHasItsOwn() async throws {
        let read = try await ServiceNowRead(
            "lookups", ServiceNowScript("sys_choice", Self.choices),
            settings: ["ticket_tables": "incident,sn_customerservice_case"])
        let entity = Lookup.entity.description
        let places = Dictionary(read.records.enumerated().map { ($0.element.externalID, $0.offset) }) { $1 }
        func name(_ id: String) -> Value? { places[id].flatMap { read.cell("name", of: $0, in: entity) } }
        #expect(name("ticket_status:incident:1") == .text("New"))
        #expect(name("ticket_status:sn_customerservice_case:1") == .text("Open"))
        #expect(name("ticket_priority:incident:1") == .text("1 - Critical"))
        let old = try #require(places["ticket_status:incident:9"])
        #expect(read.cell("is_active", of: old, in: entity) == .boolean(false))
        #expect(read.cell("parent_external_id", of: old, in: entity) == .text("ticket_table:incident"))
        #expect(name("ticket_table:incident") == .text("Incident"))
        let sub = try #require(places["ticket_subtype:incident:hw:os"])
        #expect(places["ticket_subtype:incident:sw:os"] != nil)
        #expect(read.cell("parent_external_id", of: sub, in: entity) == .text("ticket_type:incident:hw"))
        #expect(read.isProven)
    }

    @Test func membersAreWhoeverIsInAGroupOnce() async throws {
        let script = ServiceNowScript([
            "sys_user_grmember": { _ in
                ServiceNowScript.rows(
                    """
                    [{"sys_id":"m1","user":{"display_value":"Lee Park","value":"u9"},"user.active":"true"},
                     {"sys_id":"m2","user":{"display_value":"Lee Park","value":"u9"},"user.active":"true"},
                     {"sys_id":"m3","user":""}]
                    """)
            },
            "sys_user_group": { _ in ServiceNowScript.rows(#"[{"sys_id":"g1","name":"Service Desk","active":"true"}]"#)
            },
        ])
        let read = try await ServiceNowRead("lookups", script)
        let ids = read.records.map(\.externalID).filter { !$0.hasPrefix("ticket_table") }
        #expect(ids == ["ticket_queue:g1", "member:u9"])
    }

    @Test func aListThatMayNotBeSeenIsLeftOutAndProvesNothing() async throws {
        let script = ServiceNowScript(["sys_choice": { _ in ServiceNowScript.forbidden }])
        let read = try await ServiceNowRead("lookups", script)
        #expect(!read.isProven && read.pages[0].skippedParents.map(\.externalID) == ["sys_choice"])
        #expect(read.calls(of: "sys_user_grmember").count == 1)
    }
}
