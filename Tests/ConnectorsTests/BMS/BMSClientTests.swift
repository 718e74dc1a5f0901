import Connectors
import HTTPTransport
import Inventory
import Testing

/// Companies, their sites, contacts and hardware assets.
@Suite struct BMSClientTests {
    private static let accounts = "/v2/crm/accounts/summary"
    private static let assets = "/v2/servicedesk/hardwareasset"

    private static let account = #"""
        {"id":5120,"accountCode":"NWD","accountName":"Northwind","accountType":"Former Client","parentId":0,
        "isActive":true,"createdOn":"2025-01-01T00:00:00","canRecieveInvoices":true,"locations":[
        {"id":1,"locationName":"Depot","isMain":false,"addresses":[]},
        {"id":7781,"locationName":"Main","isMain":true,"addresses":[{"address1":"PO Box","isMain":false},
        {"address1":"1 High St","city":"Leeds","zipCode":"LS1","phone":"0113","isMain":true}]}]}
        """#

    @Test func aCompanysAddressAndPhoneAreThoseOfItsMainLocationsMainAddress() async throws {
        let read = try await BMSVendor([Self.accounts: [.bms([Self.account], total: 1)]]).read("companies")
        #expect(try read.cell("address_line1") == .text("1 High St") && read.cell("phone") == .text("0113"))
        #expect(try read.cell("kind") == .text("former") && read.cell("parent_external_id") == .null)
        #expect(read.records[0].vendorFields?.contains("locations") == false)
    }

    @Test func trap9WordsAreKeptAsTheVendorSpellsThem() async throws {
        let read = try await BMSVendor([Self.accounts: [.bms([Self.account], total: 1)]]).read("companies")
        #expect(read.records[0].vendorFields?.contains(#""canRecieveInvoices":true"#) == true)
    }

    @Test func sitesRideInsideTheAccounts() async throws {
        let read = try await BMSVendor([Self.accounts: [.bms([Self.account], total: 1), .bms([], total: 0)]])
            .read("company_sites")
        #expect(read.ids == ["1", "7781"] && read.provesWhole)
        #expect(try read.cell("company_external_id", of: 1) == .text("5120"))
        #expect(try read.cell("is_primary") == .boolean(false) && read.cell("city", of: 1) == .text("Leeds"))
    }

    /// What a list gives unasked is not established.
    @Test func thingsOutOfUseAreAskedForByThemselves() async throws {
        let vendor = try BMSVendor([Self.accounts: [.bms([Self.account], total: 1)]])
        _ = try await vendor.read("companies", .changed(since: Timestamp(seconds: 1_782_900_000)))
        let from = "2026-07-01T10:00:00.000Z"
        #expect(
            vendor.asked.map { $0.drop { $0 != "?" }.prefix { $0 != "P" } } == [
                "?Filter.IsActive=true&Filter.ModifiedOnFrom=\(from)&",
                "?Filter.CreatedOnFrom=\(from)&Filter.IsActive=true&",
                "?Filter.IsActive=false&Filter.ModifiedOnFrom=\(from)&",
                "?Filter.CreatedOnFrom=\(from)&Filter.IsActive=false&",
            ])
    }

    @Test func aContactHasItsDefaultAddressAndNoFaxForAPhone() async throws {
        let row = #"""
            {"id":1,"accountId":5,"firstName":"Kim","emails":[{"emailAddress":"old@x"},
            {"emailAddress":"kim@x","isDefault":true}],
            "phones":[{"phone":"1","phoneType":"Fax","isDefault":true},{"phone":"2","phoneType":"Mobile"}]}
            """#
        let read = try await BMSVendor(["/v2/crm/contacts/summary": [.bms([row], total: 1)]]).read("contacts")
        #expect(try read.cell("email") == .text("kim@x") && read.cell("phone") == .text("2"))
    }

    private static let detail = #"""
        {"id":40021,"name":"NWD-FD-01","accountId":5120,"accountLocationId":7781,"category":"Workstation",
        "categoryId":3,"serialNumber":"7XK2P04","manufacturer":"Dell Inc.","modelNumber":"Default string",
        "productName":"OptiPlex","warrantyExpirationDate":"0001-01-01T00:00:00","agentId":"5b0c","isActive":true,
        "contactId":null,"maxMemorySize":"32","WebRemoteUrl":"https://x/?token=s3cret","description":"pw s3cret",
        "createdBy":"A. Tech","lastCheckIn":"2025-03-03T08:00:00"}
        """#

    @Test func trap15TheAgentOfAnAssetIsTheDeviceOfAnRMMThatOnlyTheTenantKnows() async throws {
        let answers = ["\(Self.assets)/40021": [TransportResponse.bms(Self.detail)]]
        let read = try await BMSVendor(answers).read("configuration_details", parents: ["40021"])
        #expect(try read.cell("rmm_device_external_id") == .text("5b0c") && read.cell("rmm_vendor") == .null)
        let told = try await BMSVendor(answers, settings: ["timezone": "UTC", "rmm_vendor": "kaseya-vsa-x"])
            .read("configuration_details", parents: ["40021"])
        #expect(try told.cell("rmm_vendor") == .text("kaseya-vsa-x"))
    }

    @Test func whatOpensAMachineIsStoredNowhereAndPlaceholdersAreNone() async throws {
        let read = try await BMSVendor(["\(Self.assets)/40021": [.bms(Self.detail)]])
            .read("configuration_details", parents: ["40021"])
        let record = read.records[0]
        #expect(record.vendorFields?.contains("s3cret") == false)
        #expect(try read.cell("model") == .text("OptiPlex") && read.cell("warranty_ends_on") == .null)
        // A capacity in an unknown unit is no memory; it stays as it is, as does the date that means none.
        #expect(record.vendorFields?.contains(#""maxMemorySize":"32""#) == true)
        #expect(record.vendorFields?.contains("0001-01-01T00:00:00") == true)
    }

    @Test func trap4DetailsAreReadForAssetsThatChangedAndForAllOnceAWeek() throws {
        let stream = try #require(KaseyaBMS.streams.first { $0.name == "configuration_details" })
        #expect(stream.reading == .perParent(entity: "configurations") && stream.sweepPeriod == .seconds(7 * 86_400))
        let notes = try #require(KaseyaBMS.streams.first { $0.name == "ticket_notes" })
        #expect(notes.reading == .perParent(entity: "tickets") && notes.deletion == .absenceWithinParent)
    }

    @Test func anAssetByItselfIsTheAssetOfTheListByOtherNames() async throws {
        let row = #"""
            {"id":40021,"assetName":"NWD-FD-01","accountId":5120,"categoryName":"Workstation","categoryId":3,
            "serialNumber":"7XK2P04","contactId":0,"isActive":true,"locationName":"Main"}
            """#
        let list = try await BMSVendor(["\(Self.assets)/searchselect": [.bms([row]), .bms([])]]).read("configurations")
        let single = try BMSVendor(["\(Self.assets)/40021": [.bms(Self.detail)]])
        #expect(try await single.connector.record(of: "configurations", externalID: "40021") == list.records[0])
        #expect(try list.cell("contact_external_id") == .null && list.cell("name") == .text("NWD-FD-01"))
    }

    @Test func anAnswerAboutAnotherThingIsRefused() async throws {
        let vendor = try BMSVendor(["\(Self.assets)/7": [.bms(Self.detail)]])
        await #expect(throws: ConnectorError.self) {
            try await vendor.connector.record(of: "configurations", externalID: "7")
        }
    }
}
