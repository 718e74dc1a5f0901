import Connectors
import HTTPTransport
import Inventory
import Testing

/// What hangs on one device (sheet, Hardware and software audit, Warranty; traps 1, 6, 8 and 9).
@Suite struct NCentralAssetTests {
    private static let assets = "/api/devices/7/assets"
    private static let device = Device.entity.description

    private static let record = #"""
        {"os":{"reportedos":"Microsoft Windows 11 Pro","osarchitecture":"64-bit","version":"10.0.22631"},
         "computersystem":{"manufacturer":"VMware, Inc.","model":"VMware7,1","serialnumber":"None",
          "netbiosname":"WS-001","totalphysicalmemory":"17179869184"},
         "processor":{"name":"Example CPU","numberofcores":"8","numberofcpus":"1"},
         "networkadapter":{"list":[
          {"_index":0,"description":"NIC","ipaddress":"192.0.2.10","macaddress":"00:00:5e:00:53:01","gateway":"192.0.2.1",
           "dnsserver":"192.0.2.2, 192.0.2.3","dhcpserver":null},
          {"_index":1,"description":"Wi-Fi","ipaddress":null,"macaddress":"00:00:5e:00:53:02"}]},
         "device":{"deviceid":"7","deleted":"false","lastlogin":"2026-01-11 12:07:47.908 -0500"},
         "application":{"list":[{"_index":0,"displayname":"7-Zip"},{"_index":1,"displayname":"Only promised"}]},
         "_extra":{
          "application":{"list":[
           {"_index":0,"displayname":"7-Zip","version":"23.01","publisher":"Igor Pavlov","licensekey":"S3CRET-1",
            "installationdate":"20260302"},
           {"_index":1,"displayname":"Odd","version":"-","publisher":"","installationdate":"03/04/2026"}]},
          "logicaldevice":{"list":[{"_index":0,"volumename":"C:","maxcapacity":"511000000000"},
           {"_index":1,"volumename":"D:","maxcapacity":"1000"}]},
          "os":{"lastbootuptime":"2026-02-16 15:00:00.0","licensekey":"S3CRET-2","licensetype":"OEM"},
          "motherboard":{"product":"Board","serialnumber":"None"}}}
        """#

    private static func wrapped(_ record: String) -> TransportResponse { .json(#"{"data":\#(record),"_links":{}}"#) }

    private func read(
        _ stream: String, _ answer: TransportResponse = wrapped(record), settings: [String: String] = [:],
        and more: [String: [TransportResponse]] = [:]
    ) async throws -> [Page] {
        let answers = more.merging([Self.assets: [answer]]) { old, _ in old }
        return try await NCentralVendor(answers, settings: settings).read(stream, parents: ["7"])
    }

    private func cell(
        _ column: String, _ answer: TransportResponse = wrapped(record), settings: [String: String] = [:],
        and more: [String: [TransportResponse]] = [:]
    ) async throws -> Value {
        let pages = try await read("device_assets", answer, settings: settings, and: more)
        return try #require(pages.flatMap(\.records).first).cell(column, of: Self.device)
    }

    @Test(arguments: [true, false]) func trap1EveryLeafIsATextAndUnitsAreBytes(isWrapped: Bool) async throws {
        let answer = isWrapped ? Self.wrapped(Self.record) : .json(Self.record)
        let record = try #require(try await read("device_assets", answer).flatMap(\.records).first)
        #expect(record.externalID == "7")
        let expected: [String: Value] = [
            "os_version": .text("10.0.22631"), "os_build": .text("22631"), "architecture": .text("64-bit"),
            "manufacturer": .text("VMware, Inc."), "model": .text("VMware7,1"), "is_virtual": .boolean(true),
            "cpu_model": .text("Example CPU"), "cpu_cores": .integer(8), "memory_bytes": .integer(17_179_869_184),
            "storage_bytes": .integer(511_000_001_000), "ip_addresses": .textArray(["192.0.2.10"]),
            "mac_addresses": .textArray(["00:00:5e:00:53:01", "00:00:5e:00:53:02"]),
        ]
        for (column, value) in expected { #expect(try record.cell(column, of: Self.device) == value, "\(column)") }
    }

    @Test func trap8ASerialNumberNoneIsNoSerialNumber() async throws {
        #expect(try await cell("serial_number") == .null)
        let pages = try await read("device_assets")
        #expect(pages.flatMap(\.records).first?.vendorFields?.contains(#""serialnumber":"None""#) == true)
    }

    @Test func aVersionOutsideOfWindowsHasNoBuild() async throws {
        let linux = #"{"os":{"reportedos":"Ubuntu 22.04.4 LTS","version":"5.15.0-105-generic"}}"#
        #expect(try await cell("os_version", Self.wrapped(linux)) == .text("5.15.0-105-generic"))
        #expect(try await cell("os_build", Self.wrapped(linux)) == .null)
    }

    @Test func aCategoryOfOneRowMayBeAPlainObject() async throws {
        let one = #"""
            {"networkadapter":{"description":"NIC","ipaddress":"192.0.2.10","macaddress":"00:00:5e:00:53:01"},
             "processor":{"list":[{"_index":0,"name":"CPU","numberofcores":"4"},{"_index":1,"numberofcores":"4"}]},
             "_extra":{"logicaldevice":{"volumename":"/","maxcapacity":"1000"},"application":{"displayname":"Git"}}}
            """#
        let answer = Self.wrapped(one)
        #expect(try await cell("ip_addresses", answer) == .textArray(["192.0.2.10"]))
        #expect(try await cell("cpu_cores", answer) == .integer(8))
        #expect(try await cell("cpu_model", answer) == .text("CPU"))
        for (stream, id) in [
            ("device_volumes", "7:/"), ("device_network_interfaces", "7:0"), ("software", "7:Git:"),
        ] { #expect(try await read(stream, answer).flatMap(\.records).map(\.externalID) == [id]) }
    }

    @Test func trap6ADateWithoutAZoneIsTheServersOwnOnThatDay() async throws {
        let winter = try #require(Timestamp(iso8601: "2026-02-16T20:00:00Z"))
        #expect(try await cell("last_boot_at") == .timestamp(winter))
        let summer = Self.record.replacing("2026-02-16 15:00:00.0", with: "2026-07-16 15:00:00")
        let before = try #require(Timestamp(iso8601: "2026-07-16T19:00:00Z"))
        // The server tells today's offset, of winter: its zone's name knows better.
        #expect(try await cell("last_boot_at", Self.wrapped(summer)) == .timestamp(before))
    }

    @Test(arguments: [
        ("2026-02-16 15:00:00.000 -0500", "2026-02-16T20:00:00Z"),
        ("2026-02-16T15:00:00.000+01:00", "2026-02-16T14:00:00Z"),
        ("2026-02-16T15:00:00-05:00[America/New_York]", "2026-02-16T20:00:00Z"),
        ("2026-02-16 15:00:00 EST", "2026-02-16T20:00:00Z"),
    ]) func trap6TheOtherWaysOfWritingATime(text: String, expected: String) async throws {
        let record = Self.record.replacing("2026-02-16 15:00:00.0", with: text)
        let moment = try #require(Timestamp(iso8601: expected))
        #expect(try await cell("last_boot_at", Self.wrapped(record)) == .timestamp(moment))
    }

    @Test func aServerThatDoesNotTellItsZoneLeavesSuchDatesUnknownUnlessASettingDoes() async throws {
        let silent = ["/api/server-info/time": [TransportResponse.noResource]]
        #expect(try await cell("last_boot_at", and: silent) == .null)
        let berlin = try #require(Timestamp(iso8601: "2026-02-16T14:00:00Z"))
        let told = try await cell("last_boot_at", settings: ["timezone": "Europe/Berlin"], and: silent)
        #expect(told == .timestamp(berlin))
    }

    @Test func trap9ADeviceWithoutARecordIsUnknownInAllThatOnlyTheRecordFills() async throws {
        for answer in [
            TransportResponse.noResource, Self.wrapped(#"{"device":{"deleted":"true"},"os":{"version":"1"}}"#),
        ] {
            let pages = try await read("device_assets", answer)
            #expect(pages.flatMap(\.completedParents) == ["7"] && pages.flatMap(\.skippedParents).isEmpty)
            let record = try #require(pages.flatMap(\.records).first)
            #expect(record.values.allSatisfy { $0 == .null })
            for stream in ["device_volumes", "device_network_interfaces", "software"] {
                let pages = try await read(stream, answer)
                #expect(pages.flatMap(\.records).isEmpty && pages.flatMap(\.completedParents) == ["7"])
                #expect(pages.last?.provesWhole == true)
            }
        }
    }

    /// Its row goes at the run's end, and only if nobody has touched it.
    @Test func aDeviceThatTheListShowsNoMoreIsLeftAlone() async throws {
        let row = { (id: Int) in #"{"deviceId":\#(id),"longName":"x","discoveredName":"y"}"# }
        for (list, isGone) in [([row(8)], true), ([row(7), row(8)], false), ([], false)] {
            let vendor = try NCentralVendor(["/api/devices": [.query(list)]])
            _ = try await vendor.read("devices")
            let pages = try await vendor.read("device_assets", parents: ["7"])
            #expect(pages.flatMap(\.records).isEmpty == isGone && pages.flatMap(\.completedParents) == ["7"])
            #expect(vendor.asked.contains(Self.assets) == !isGone)
        }
    }

    @Test func whatFailsOtherwiseIsAFault() async throws {
        await #expect(throws: ConnectorError.self) {
            try await read("device_assets", .json(#"{"status":500,"message":"x"}"#, status: 500))
        }
    }

    @Test func softwareIsTheFullListAndWhatItLacksOfThePromisedOne() async throws {
        let software = Software.entity.description
        let records = try await read("software").flatMap(\.records)
        #expect(records.map(\.externalID) == ["7:7-Zip:23.01", "7:Odd:", "7:Only promised:"])
        let first = try #require(records.first)
        #expect(try first.cell("publisher", of: software) == .text("Igor Pavlov"))
        #expect(try first.cell("installed_on", of: software) == CalendarDate(iso8601: "2026-03-02").map { .date($0) })
        // A date that may be the third of April or the fourth of March is none.
        #expect(try records[1].cell("installed_on", of: software) == .null)
        #expect(try records[1].cell("version", of: software) == .null)
    }

    @Test func volumesHaveASizeAndNoFreeSpace() async throws {
        let volume = DeviceVolume.entity.description
        let records = try await read("device_volumes").flatMap(\.records)
        #expect(records.map(\.externalID) == ["7:C:", "7:D:"])
        #expect(try records[0].cell("capacity_bytes", of: volume) == .integer(511_000_000_000))
        #expect(try records[0].cell("free_bytes", of: volume) == .null)
    }

    @Test func interfacesKeepWhatTheColumnsDoNotCarry() async throws {
        let interface = DeviceNetworkInterface.entity.description
        let records = try await read("device_network_interfaces").flatMap(\.records)
        #expect(records.map(\.externalID) == ["7:0", "7:1"])
        #expect(try records[1].cell("ip_addresses", of: interface) == .null)
        #expect(records[0].vendorFields?.contains("192.0.2.3") == true)
    }

    @Test func licenceKeysAreStoredNowhere() async throws {
        for stream in ["device_assets", "device_volumes", "device_network_interfaces", "software"] {
            let records = try await read(stream).flatMap(\.records)
            #expect(!records.isEmpty && !"\(records)".contains("S3CRET"), "\(stream)")
        }
        let kept = try await read("device_assets").flatMap(\.records).first?.vendorFields
        #expect(kept?.contains("OEM") == true && kept?.contains("Board") == true)
        #expect(kept?.contains("7-Zip") == false)
    }

    @Test func oneRecordServesTheDeviceItsVolumesAndItsInterfaces() async throws {
        let vendor = try NCentralVendor([Self.assets: [Self.wrapped(Self.record)]])
        for stream in ["device_assets", "device_volumes", "device_network_interfaces"] {
            #expect(try await !vendor.records(stream, parents: ["7"]).isEmpty)
        }
        #expect(vendor.asked.count { $0 == Self.assets } == 1)
        // What was kept is used once: the next read asks again.
        #expect(try await vendor.records("device_volumes", parents: ["7"]).count == 2)
        #expect(vendor.asked.count { $0 == Self.assets } == 2)
    }

    // MARK: - Custom properties

    private let properties = TransportResponse.list([
        #"{"propertyId":1,"propertyName":"Owner","propertyType":"TEXT","value":"Ann"}"#,
        #"{"propertyId":2,"propertyName":"Key","propertyType":"PASSWORD","value":"S3CRET-3"}"#,
        #"{"propertyId":3,"propertyName":"Reviewed","propertyType":"DATE","value":"1707886800000"}"#,
        #"{"propertyId":4,"propertyName":"Other","propertyType":"TEXT","value":"S3CRET-4"}"#,
    ])

    @Test func onlyAllowedCustomPropertiesAreStoredAndNeverAPassword() async throws {
        let allowed = ["custom_fields": "Owner, Key, Reviewed"]
        let pages = try await read(
            "device_assets", .noResource, settings: allowed, and: ["/api/devices/7/custom-properties": [properties]])
        let fields = #"{"Owner":"Ann","Reviewed":"2024-02-14T05:00:00Z"}"#
        #expect(pages.flatMap(\.records).map(\.customFields) == [fields])
        let vendor = try NCentralVendor(
            [
                "/api/customers": [.list([#"{"customerId":"100","customerName":"A"}"#])],
                "/api/org-units/100/custom-properties": [properties],
            ], settings: allowed)
        #expect(try await vendor.records("organizations").map(\.customFields) == [fields])
    }

    @Test func whereNoneIsAllowedNoneIsAskedFor() async throws {
        let vendor = try NCentralVendor(["/api/customers": [.list([#"{"customerId":"100","customerName":"A"}"#])]])
        #expect(try await vendor.records("organizations").map(\.customFields) == [nil])
        _ = try await vendor.records("device_assets", parents: ["7"])
        #expect(!vendor.asked.contains { $0.contains("custom-properties") })
    }

    // MARK: - Lifecycle

    @Test(
        arguments: [
            (#""2029-03-01""#, "2029-03-01"), (#""2029-03-01 00:00:00.000""#, "2029-03-01"), (#""""#, nil),
            ("null", nil),
        ] as [(String, String?)]) func aDayComesWithATimeOrWithoutAndMayBeEmpty(text: String, day: String?) async throws
    {
        let vendor = try NCentralVendor([
            "/api/devices/7/assets/lifecycle-info": [.json(#"{"warrantyExpiryDate":\#(text),"cost":1.5}"#)]
        ])
        let record = try #require(try await vendor.records("device_lifecycle", parents: ["7"]).first)
        let expected = day.flatMap { CalendarDate(iso8601: $0) }.map { Value.date($0) } ?? .null
        #expect(try record.cell("warranty_ends_on", of: Self.device) == expected)
        #expect(record.vendorFields?.contains("1.5") == true)
    }

    @Test func trap9AProbeHasNoLifecycle() async throws {
        let pages = try await NCentralVendor([:]).read("device_lifecycle", parents: ["7"])
        #expect(pages.flatMap(\.records).map(\.externalID) == ["7"] && pages.flatMap(\.skippedParents).isEmpty)
    }
}
