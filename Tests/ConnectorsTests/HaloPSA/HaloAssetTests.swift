import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// Assets, clients, sites, people and contracts (traps 3, 5, 8 and 9).
@Suite struct HaloAssetTests {
    private let entity = Configuration.entity.description

    private func asset(_ members: String, settings: [String: String] = [:]) async throws -> SourceRecord {
        let row = #"{"id":418,"inventory_number":"NWJ-LT-014","client_id":17,\#(members)}"#
        let server = try HaloServer(["/Asset": HaloServer.list("assets", [row])], settings: settings)
        return try #require(try await server.records("configurations").first)
    }

    private static let fields = """
        "fields":[{"id":51,"name":"Model","value":5440,"display":"Latitude 5440"},
        {"id":52,"name":"serial number","value":"7XK2P","display":""},{"id":9,"name":"Maker","value":"Dell"},
        {"id":60,"name":"BIOS Password","value":"s3cret"}]
        """

    @Test func trap8HardwareFactsAreFieldsByName() async throws {
        let record = try await asset(Self.fields)
        #expect(record.cell("model", in: entity) == .text("Latitude 5440"))
        #expect(record.cell("serial_number", in: entity) == .text("7XK2P"))
        #expect(record.cell("manufacturer", in: entity) == .null)
        let mapped = try await asset(
            Self.fields, settings: ["manufacturer_field": "Brand, Maker", "model_field": "Other"])
        #expect(mapped.cell("manufacturer", in: entity) == .text("Dell"))
        #expect(mapped.cell("model", in: entity) == .null)
    }

    private static let custom = """
        "customfields":[{"id":1,"name":"CFDoor","label":"Door code","type":0,"value":"1234","display":"1234"},
        {"id":2,"name":"CFTier","type":2,"value":3,"display":"Gold"},
        {"id":3,"name":"CFKey","type":0,"value":"k3y","isencrypted":true}]
        """

    @Test func trap9CustomFieldsAreKeptByAllowedNamesAloneAndSecretOnesNever() async throws {
        let none = try await asset("\(Self.fields),\(Self.custom)")
        #expect(none.customFields == nil)
        #expect(none.vendorFields == nil)
        let some = try await asset(
            "\(Self.fields),\(Self.custom)", settings: ["custom_fields": "CFTier,Door code,CFKey"])
        #expect(some.customFields == #"{"Door code":"1234","CFTier":"Gold"}"#)
    }

    @Test(arguments: [
        (#""ninjarmm_id":812,"datto_id":null"#, Value.text("ninjaone"), Value.text("812")),
        (#""ninjarmm_id":0,"datto_id":"4f-uid","nable_id":"""#, .text("datto-rmm"), .text("4f-uid")),
        (#""automate_id":31"#, .text("connectwise-automate"), .text("31")),
        (#""ninjarmm_id":0,"datto_id":"","nable_id":null"#, .null, .null),
    ])
    func anAssetIsTiedToTheDeviceWhoseIDItHolds(_ members: String, _ rmm: Value, _ id: Value) async throws {
        let record = try await asset(members)
        #expect(record.cell("rmm_vendor", in: entity) == rmm)
        #expect(record.cell("rmm_device_external_id", in: entity) == id)
    }

    @Test func theSettingSaysWhichOfSeveralRMMsCounts() async throws {
        let record = try await asset(#""ninjarmm_id":812,"nable_id":"77""#, settings: ["rmm_vendor": "n-central"])
        #expect(record.cell("rmm_vendor", in: entity) == .text("n-central"))
        #expect(record.cell("rmm_device_external_id", in: entity) == .text("77"))
    }

    @Test func whatIsNamedAfterASecretIsNotStored() async throws {
        let record = try await asset(#""teamviewerpassword":"tv","notes":"admin/hunter2","colour":"red""#)
        #expect(record.vendorFields == #"{"colour":"red"}"#)
    }

    @Test func whoHasAnAssetAndSinceWhenIsInTheSingleRecord() async throws {
        let server = try HaloServer([
            "/Asset/418": HaloServer.always(
                #"{"id":418,"commissiondate":"2025-01-02T00:00:00","users":[{"id":44,"name":"Dana"}]}"#)
        ])
        let record = try #require(try await server.records("configuration_details", parents: ["418"]).first)
        #expect(record.cell("contact_external_id", in: entity) == .text("44"))
        #expect(record.cell("installed_on", in: entity) == .on("2025-01-02"))
    }

    @Test func oneAssetIsFoundByASearchAndToldByItsID() async throws {
        let rows = [418, 419].map { #"{"id":\#($0),"inventory_number":"NWJ","client_id":17,"status_name":"S\#($0)"}"# }
        let server = try HaloServer([
            "/Asset/419": HaloServer.always(rows[1]), "/Asset": HaloServer.list("assets", rows),
        ])
        let one = try await server.connector.record(of: "configurations", externalID: "419")
        #expect(one?.cell("status_label", in: entity) == .text("S419"))
        let asked = try #require(server.asked("/api/Asset").first)
        #expect(asked["search"] == "NWJ" && asked["client_id"] == "17")
        #expect(try await server.connector.record(of: "configurations", externalID: "420") == nil)
    }

    // MARK: - Clients, sites, people

    @Test func trap3TheClientThatStandsForNoneIsNoCompany() async throws {
        let rows = [
            #"{"id":1,"name":"Unknown"}"#,
            #"{"id":17,"name":"Northwind ","inactive":true,"accountmanagertech":6,"logo":"AAAA"}"#,
        ]
        let server = try HaloServer([
            "/Client": HaloServer.list("clients", rows), "/Agent": HaloServer.always(#"[{"id":6,"name":"Lee"}]"#),
        ])
        let companies = try await server.records("companies")
        #expect(companies.map(\.externalID) == ["17"])
        #expect(companies.first?.cell("name", in: Company.entity.description) == .text("Northwind"))
        #expect(companies.first?.cell("is_active", in: Company.entity.description) == .boolean(false))
        #expect(companies.first?.cell("account_manager_name", in: Company.entity.description) == .text("Lee"))
        #expect(companies.first?.vendorFields?.contains("AAAA") == false)
    }

    @Test func trap5ASitesClientArrivesAsADecimalAndItsAddressInLines() async throws {
        let row = """
            {"id":21,"name":"Leeds Office","client_id":17.0,"phonenumber":"020 7946 0000",
             "delivery_address_line1":"1 High St","delivery_address_line3":"Leeds","delivery_address_line4":"Yorks",
             "delivery_address_line5":"EC1A 1AA"}
            """
        let server = try HaloServer(["/Site": HaloServer.list("sites", [row])])
        let site = try #require(try await server.records("company_sites").first)
        let entity = CompanySite.entity.description
        #expect(site.cell("company_external_id", in: entity) == .text("17"))
        #expect(site.cell("address_line1", in: entity) == .text("1 High St"))
        #expect(site.cell("address_line2", in: entity) == .text("Leeds, Yorks"))
        #expect(site.cell("postal_code", in: entity) == .text("EC1A 1AA"))
        #expect(server.asked("/api/Site").first?["includeaddress"] == "true")
    }

    @Test func trap2TheGeneralUserIsNobodyThoughTheListHasIt() async throws {
        let rows = [
            #"{"id":43,"name":"General User","client_id":17}"#,
            #"{"id":44,"name":"Dana Reed","firstname":"Dana","surname":"Reed","title":"Mrs.","client_id":17}"#,
            #"{"id":45,"name":"Sam","title":"Nurse","client_id":1}"#,
        ]
        let server = try HaloServer(["/Users": HaloServer.list("users", rows)])
        let people = try await server.records("contacts")
        let entity = Contact.entity.description
        #expect(people.map(\.externalID) == ["44", "45"])
        #expect(people.map { $0.cell("job_title", in: entity) } == [.null, .text("Nurse")])
        #expect(people.last?.cell("last_name", in: entity) == .text("Sam"))
        #expect(people.last?.cell("company_external_id", in: entity) == .null)
    }

    // MARK: - Contracts

    @Test(arguments: [
        (#""active":true,"started":true,"expired":false"#, Value.text("active")),
        (#""active":false,"started":true,"expired":true"#, .text("expired")),
        (#""active":false,"started":false,"expired":false"#, .text("draft")),
        (#""active":false,"started":true,"expired":false"#, .text("cancelled")), (#""id":61"#, .null),
    ])
    func aContractsStateIsItsThreeFlags(_ members: String, _ status: Value) async throws {
        let server = try HaloServer([
            "/ClientContract": HaloServer.list("contracts", [#"{"id":61,"ref":"NWJ-MS","refextra":"",\#(members)}"#])
        ])
        let contract = try #require(try await server.records("agreements").first)
        #expect(contract.cell("status", in: Agreement.entity.description) == status)
        #expect(contract.cell("name", in: Agreement.entity.description) == .text("NWJ-MS"))
        #expect(server.asked("/api/ClientContract").first?["includeinactive"] == "true")
    }

    @Test(arguments: [
        ("Monthly", "monthly"), ("6 Months (Six Monthly)", "semiannual"), ("Quarterly", "quarterly"),
        ("Every 2 weeks", "weekly"), ("Yearly", "yearly"), ("One Off", "one_time"), ("When it rains", "other"),
    ])
    func aBillingPeriodIsReadByItsWords(_ words: String, _ cycle: String) async throws {
        let server = try HaloServer([
            "/ClientContract/61": HaloServer.always(#"{"id":61,"billing_period_string":"\#(words)"}"#)
        ])
        let record = try #require(try await server.records("agreement_details", parents: ["61"]).first)
        #expect(record.cell("billing_cycle", in: Agreement.entity.description) == .text(cycle))
        #expect(record.cell("billing_cycle_label", in: Agreement.entity.description) == .text(words))
    }
}
