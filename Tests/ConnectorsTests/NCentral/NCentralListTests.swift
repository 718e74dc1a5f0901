import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// Customers, sites and devices (sheet, Organisation tree and Devices; traps 1, 5, 6, 7, 8 and 9).
@Suite struct NCentralListTests {
    private let organization = Organization.entity.description
    private let site = Site.entity.description
    private let device = Device.entity.description

    private let customer = #"""
        {"customerId":"100","customerName":"Example Dental","orgUnitType":"CUSTOMER","parentId":"50",
         "externalId":"PSA-4711","externalId2":"","phone":"","street1":"1 Main St","street2":null,"city":"Ottawa",
         "stateProv":"ON","country":"CA","postalCode":"A1A 1A1","contactEmail":"ann@example.com","generation":2,
         "isSystem":false,"isServiceOrg":false}
        """#

    private func machine(_ more: String = "") -> String {
        #"""
        {"deviceId":1299930810,"longName":"Front desk","discoveredName":"WS-001","uri":"192.0.2.20",
         "deviceClass":"Workstations - Windows","supportedOs":"Microsoft Windows 11 Professional x64 Edition",
         "osId":"winnt","isProbe":false,"lastLoggedInUser":"EXAMPLE\\ann","stillLoggedIn":"true","orgUnitId":102,
         "soId":50,"soName":"MSP","customerId":100,"customerName":"Example Dental","siteId":102,"siteName":"HQ",
         "applianceId":1258095675,"lastApplianceCheckinTime":"2025-07-07T16:50:00.000+02:00"\#(more)}
        """#
    }

    private func devices(_ row: String, settings: [String: String] = [:]) async throws -> SourceRecord {
        let vendor = try NCentralVendor(["/api/devices": [.query([row])]], settings: settings)
        return try #require(try await vendor.records("devices").first)
    }

    private func cell(_ column: String, _ more: String) async throws -> Value {
        try await devices(machine(more)).cell(column, of: device)
    }

    @Test func aCustomerIsAnOrganisationWithItsAddressAndThePSAsKey() async throws {
        let vendor = try NCentralVendor(["/api/customers": [.list([customer])]])
        let record = try #require(try await vendor.records("organizations").first)
        #expect(record.externalID == "100")
        let expected: [String: Value] = [
            "name": .text("Example Dental"), "address_line1": .text("1 Main St"), "address_line2": .null,
            "city": .text("Ottawa"), "region": .text("ON"), "country": .text("CA"), "postal_code": .text("A1A 1A1"),
            "phone": .null, "psa_company_external_id": .text("PSA-4711"), "parent_external_id": .null,
        ]
        for (column, value) in expected { #expect(try record.cell(column, of: organization) == value, "\(column)") }
        // The service organisation is the MSP's own level.
        #expect(record.vendorFields?.contains(#""parentId":"50""#) == true)
        #expect(record.vendorFields?.contains("ann@example.com") == true)
    }

    @Test func thePSAsKeyIsTheFieldThatTheSettingNames() async throws {
        for (setting, value) in [("externalId2", Value.text("7")), ("none", .null)] {
            let row = #"{"customerId":"100","customerName":"A","externalId":"1","externalId2":"7"}"#
            let vendor = try NCentralVendor(
                ["/api/customers": [.list([row])]], settings: ["psa_company_field": setting])
            let record = try #require(try await vendor.records("organizations").first)
            #expect(try record.cell("psa_company_external_id", of: organization) == value)
        }
    }

    @Test func theMSPsOwnLevelsAreNoOrganisations() async throws {
        let above = [
            #"{"customerId":"1","customerName":"System","orgUnitType":"SYSTEM","isSystem":true}"#,
            #"{"customerId":"50","customerName":"MSP","orgUnitType":"SO","isServiceOrg":true}"#,
        ]
        let vendor = try NCentralVendor(["/api/customers": [.list(above + [customer])]])
        let pages = try await vendor.read("organizations")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["100"] && pages.last?.provesWhole == true)
    }

    @Test func trap1IDsAreOneTextWhetherTheyCameAsNumberOrAsText() async throws {
        let number = try await devices(machine())
        let text = try await devices(
            #"{"deviceId":"1299930810","longName":"x","discoveredName":"y","customerId":"100","siteId":"102"}"#)
        #expect(number.externalID == text.externalID && number.externalID == "1299930810")
        for column in ["organization_external_id", "site_external_id"] {
            #expect(try number.cell(column, of: device) == text.cell(column, of: device))
        }
    }

    @Test func trap7OrgUnitCustomerAndSiteAreThreeThings() async throws {
        #expect(try await cell("organization_external_id", "") == .text("100"))
        #expect(try await cell("site_external_id", "") == .text("102"))
        let atCustomer =
            #"{"deviceId":1,"longName":"x","discoveredName":"y","orgUnitId":100,"customerId":100,"siteId":null}"#
        let record = try await devices(atCustomer)
        #expect(try record.cell("site_external_id", of: device) == .null)
        #expect(try record.cell("organization_external_id", of: device) == .text("100"))
    }

    @Test func aSiteIsOfTheCustomerAboveIt() async throws {
        let row = #"{"siteId":"102","siteName":"HQ","orgUnitType":"SITE","parentId":"100","street1":"-"}"#
        let vendor = try NCentralVendor(["/api/sites": [.list([row])]])
        let record = try #require(try await vendor.records("sites").first)
        #expect(record.externalID == "102")
        #expect(try record.cell("organization_external_id", of: site) == .text("100"))
        #expect(try record.cell("address_line1", of: site) == .null)
    }

    @Test func aDeviceIsWhatItsListSays() async throws {
        let record = try await devices(machine())
        let expected: [String: Value] = [
            "display_name": .text("Front desk"), "hostname": .text("WS-001"), "device_class": .text("workstation"),
            "device_class_label": .text("Workstations - Windows"), "os_family": .text("windows"),
            "os_name": .text("Microsoft Windows 11 Professional x64 Edition"), "last_user": .text("EXAMPLE\\ann"),
        ]
        for (column, value) in expected { #expect(try record.cell(column, of: device) == value, "\(column)") }
        #expect(record.vendorFields?.contains(#""soName":"MSP""#) == true)
    }

    @Test func trap6ACheckInHasItsOwnOffset() async throws {
        let at = try #require(Timestamp(iso8601: "2025-07-07T14:50:00Z"))
        #expect(try await cell("last_seen_at", "") == .timestamp(at))
    }

    /// The scripted clock stands at 2025-07-07T14:53:20Z.
    @Test(arguments: [(10, true), (3, false)]) func whoCheckedInLatelyIsOnline(minutes: Int, isOnline: Bool)
        async throws
    {
        let record = try await devices(machine(), settings: ["online_minutes": String(minutes)])
        #expect(try record.cell("online", of: device) == .boolean(isOnline))
    }

    @Test(arguments: ["-", "", "None"]) func trap8APlaceholderIsNobody(user: String) async throws {
        let row = #"{"deviceId":1,"longName":"x","discoveredName":"y","lastLoggedInUser":"\#(user)","osId":""}"#
        let record = try await devices(row)
        #expect(try record.cell("last_user", of: device) == .null)
        #expect(try record.cell("last_seen_at", of: device) == .null)
        #expect(try record.cell("online", of: device) == .null)
    }

    @Test(arguments: [
        ("Servers - Windows", "server"), ("Workstations - macOS", "workstation"), ("Laptop - Windows", "laptop"),
        ("Laptops - Windows", "laptop"), ("Switch/Router", "network"), ("Router", "network"), ("Printer", "printer"),
        ("Other", "other"), ("Servers - VMware ESX", "server"), ("Scanner/Camera", "other"),
    ]) func aClassIsWhatStandsBeforeTheDash(word: String, expected: String) async throws {
        let row = #"{"deviceId":1,"longName":"x","discoveredName":"y","deviceClass":"\#(word)"}"#
        #expect(try await devices(row).cell("device_class", of: device) == .text(expected))
    }

    @Test(arguments: [
        ("winnt", "", "windows"), ("linux", "Ubuntu 22.04.4 LTS", "linux"), ("?", "macOS Sonoma", "macos"),
        ("?", "VMware ESXi", "other"), ("?", "Microsoft Windows Server 2022", "windows"),
    ]) func anUnknownWordForTheSystemIsDecidedByItsName(id: String, name: String, expected: String) async throws {
        let row = #"{"deviceId":1,"longName":"x","discoveredName":"y","osId":"\#(id)","supportedOs":"\#(name)"}"#
        #expect(try await devices(row).cell("os_family", of: device) == .text(expected))
    }

    @Test func aNameThatDiscoveryDoesNotKnowIsTheInventorysElseTheGivenOne() async throws {
        let row = { (id: Int, more: String) in
            #"{"deviceId":\#(id),"longName":"Front","discoveredName":"","deviceClass":"Servers - Windows"\#(more)}"#
        }
        let vendor = try NCentralVendor([
            "/api/devices": [.query([row(1, ""), row(2, ""), row(3, #","isProbe":true"#)])],
            "/api/devices/1/assets": [.json(#"{"data":{"computersystem":{"netbiosname":"SRV-1"}}}"#)],
        ])
        let names = try await vendor.records("devices").map { try $0.cell("hostname", of: device) }
        #expect(names == [.text("SRV-1"), .text("Front"), .text("Front")])
        // Only those without a name, and no probe: it has no inventory.
        #expect(!vendor.asked.contains("/api/devices/3/assets"))
    }

    @Test func trap5OneDeviceIsTakenFromTheListWhichKnowsWhoIsLoggedIn() async throws {
        let vendor = try NCentralVendor(["/api/devices": [.query([machine()])]])
        let record = try #require(try await vendor.connector.record(of: "devices", externalID: "1299930810"))
        #expect(try record.cell("last_user", of: device) == .text("EXAMPLE\\ann"))
        #expect(vendor.asked == ["/api/devices?select=deviceId%3D%3D1299930810&pageNumber=1&pageSize=2"])
    }

    @Test func oneDeviceIsAskedForByItselfWhereTheListCannotBeNarrowed() async throws {
        let alone = machine().replacing(#""EXAMPLE\\ann""#, with: "null")
        let refused = TransportResponse.json(#"{"status":400,"message":"Field not found: deviceId"}"#, status: 400)
        for list in [refused, .query([])] {
            let vendor = try NCentralVendor([
                "/api/devices": [list], "/api/devices/1299930810": [.json(#"{"data":\#(alone),"_links":{}}"#)],
            ])
            let record = try #require(try await vendor.connector.record(of: "devices", externalID: "1299930810"))
            #expect(try record.cell("hostname", of: device) == .text("WS-001"))
        }
        let gone = try NCentralVendor(["/api/devices": [.query([])]])
        #expect(try await gone.connector.record(of: "devices", externalID: "5") == nil)
    }

    @Test(arguments: [true, false]) func oneCustomerIsReadWrappedOrBare(isWrapped: Bool) async throws {
        let answer = isWrapped ? #"{"data":\#(customer)}"# : customer
        let vendor = try NCentralVendor(["/api/customers/100": [.json(answer)]])
        let record = try await vendor.connector.record(of: "organizations", externalID: "100")
        #expect(try record?.cell("name", of: organization) == .text("Example Dental"))
        #expect(try await vendor.connector.record(of: "organizations", externalID: "101") == nil)
    }

    @Test func trap11TheConnectorOnlyReads() async throws {
        let vendor = try NCentralVendor(["/api/customers": [.list([customer])]])
        for stream in NCentral.streams { _ = await vendor.error(of: stream.name, parents: ["1"]) }
        let writes = vendor.transport.requests.filter { $0.method != .get && !$0.url.contains("/api/auth/") }
        #expect(writes.isEmpty && vendor.transport.requests.count > 10)
    }
}
