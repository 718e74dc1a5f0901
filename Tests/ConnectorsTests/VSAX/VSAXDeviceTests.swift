import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

@Suite struct VSAXDeviceTests {
    private let entity = Device.entity.description
    /// The sheet's sample.
    static let sample = #"""
        {"Identifier":"5b0c0a52","Name":"NWD-FD-01","GroupName":"Workstations","Description":"Windows 11 Pro",
        "Tags":["reception"],"Type":"windows","ClientVersion":"9.12.1","LastUpdated":"",
        "LastSeenOnline":"2025-07-07T14:50:30.1234567Z","LastReboot":"","CpuUsage":7,"MemoryUsage":41,
        "MemoryTotal":17179869184,"FirewallEnabled":true,"AntivirusEnabled":"enabled","AntivirusUpToDate":"yes",
        "UacEnabled":true,"EventLogs":{"Error":3,"Warning":10,"Information":900},
        "Updates":{"Critical":1,"Important":2,"Moderate":0,"Low":0,"Unspecified":4},
        "AssetInfo":[{"CategoryName":"System","CategoryData":{"Manufacturer":"Dell Inc.","Model":"OptiPlex 7010",
        "CPU":"Intel(R) Core(TM) i5-13500","Number of Logical Processors":"20","Domain":"NWD",
        "Roles":"LM_Workstation, LM_Server"}},
        {"CategoryName":"BIOS","CategoryData":{"Serial Number":"7XK2P04  ","Name":"1.18.0   ",
        "Release Date":"Thursday, August 3, 2017 12:00 AM"}},
        {"CategoryName":"Operating System","CategoryData":{"Name":"Windows 11 Pro","Version":"10.0.22631.0",
        "Serial Number":"00330-80000","Last Boot Up Time":"Monday, July 7, 2025 7:05 AM",
        "Local Date and Time":"Monday, July 7, 2025 4:50 PM","Last Logged On User":"NWD\\kim"}}],
        "PublicIpAddress":"203.0.113.9",
        "IpAddresses":[{"Name":"Ethernet","MAC":"0A1B2C3D4E5F","IPs":[{"IP":"10.0.4.21","V6":false}]}],
        "Disks":[{"Name":"C:","System":true,"FreePercentage":61,"TotalValue":498676732}],
        "InstalledSoftware":[{"Name":"7-Zip 24.09 (x64)","Publisher":"Igor Pavlov","Version":"24.09"}]}
        """#

    private func asset(_ row: String) async throws -> SourceRecord {
        try await VSAXVendor.record("device_assets", "/assets", row)
    }

    @Test(
        arguments: [
            ("hostname", .text("NWD-FD-01")), ("os_family", .text("windows")), ("os_name", .text("Windows 11 Pro")),
            ("os_version", .text("10.0.22631.0")), ("os_build", .text("22631")), ("manufacturer", .text("Dell Inc.")),
            ("model", .text("OptiPlex 7010")), ("cpu_model", .text("Intel(R) Core(TM) i5-13500")),
            ("domain", .text("NWD")), ("last_user", .text(#"NWD\kim"#)), ("is_virtual", .boolean(false)),
            ("device_class", .text("workstation")), ("agent_version", .text("9.12.1")),
            ("tags", .textArray(["reception"])), ("public_ip", .text("203.0.113.9")),
            ("ip_addresses", .textArray(["10.0.4.21"])), ("mac_addresses", .textArray(["0a:1b:2c:3d:4e:5f"])),
            ("antivirus_status", .text("protected")), ("antivirus_status_label", .text("enabled / yes")),
            ("bios_released_on", .date(CalendarDate(days: 17381))), ("last_audited_at", .null),
            ("last_seen_at", .timestamp(Timestamp(microseconds: 1_751_899_830_123_456))),
            // The connector's clock in these tests stands 170 s later.
            ("online", .boolean(true)),
        ] as [(String, Value)])
    func readsTheSample(column: String, value: Value) async throws {
        let device = try await asset(Self.sample)
        #expect(device.externalID == "5b0c0a52")
        #expect(try device.cell(column, of: entity) == value)
    }

    @Test func trap1UnitsDifferInsideOneRecord() async throws {
        let device = try await asset(Self.sample)
        #expect(try device.cell("memory_bytes", of: entity) == .integer(17_179_869_184))
        #expect(try device.cell("storage_bytes", of: entity) == .integer(498_676_732 * 1024))
        let free = (498_676_732 * 1024 * 61) / 100
        #expect(try device.cell("storage_free_bytes", of: entity) == .integer(Int64(free)))
        let volume = try await VSAXVendor.record("device_volumes", "/assets", Self.sample)
        #expect(volume.externalID == "5b0c0a52:C:")
        let volumes = DeviceVolume.entity.description
        #expect(try volume.cell("capacity_bytes", of: volumes) == .integer(498_676_732 * 1024))
        #expect(try volume.cell("free_bytes", of: volumes) == .integer(Int64(free)))
        #expect(volume.vendorFields == #"{"System":true}"#)
    }

    @Test(arguments: [
        ("2025-07-07T14:46:00Z", true), ("2025-07-07T14:38:21Z", true), ("2025-07-07T14:38:20Z", false),
        ("2025-07-01T00:00:00Z", false),
    ]) func trap2OnlineInBulkFollowsWhenItWasLastSeen(seen: String, isOnline: Bool) async throws {
        // The vendor's clock goes before ours, which stands at 14:53:20.
        let device = try await asset(#"{"Identifier":"a","LastSeenOnline":"\#(seen)"}"#)
        #expect(try device.cell("online", of: entity) == .boolean(isOnline))
    }

    @Test func trap2TheVendorsClockDecidesWhereItIsTold() async throws {
        var answer = TransportResponse.vsaxList(
            [#"{"Identifier":"a","LastSeenOnline":"2025-07-01T00:00:00Z"}"#], total: 1)
        answer.headers[.date] = "Tue, 01 Jul 2025 00:05:00 GMT"
        let device = try #require(try await VSAXVendor(["/assets": [answer]]).records("device_assets").first)
        #expect(try device.cell("online", of: entity) == .boolean(true))
    }

    @Test func trap2TheThinListTellsWhoAndWhereAndTheDetailReadsLikeIt() async throws {
        let thin = #"""
            "Identifier":"a","Name":"NWD-FD-01","GroupId":4021,"GroupName":"Workstations","IsAgentInstalled":true,
            "IsMdmEnrolled":false,"SiteId":310,"SiteName":"Main office","OrganizationId":101,
            "OrganizationName":"Northwind Dental","HasCustomFields":false
            """#
        let detail = #"""
            {\#(thin),"Description":"Windows 11 Pro","Uptime":"Offline since 63 days ago","IsOnline":false,
            "ComputerType":"windows","InMaintenance":false,"ExternalIpAddress":"203.0.113.9","CriticalNotifications":1,
            "ElevatedNotifications":0,"NormalNotifications":0,"LowNotifications":0,"LocalIpAddresses":[],
            "ClientVersion":"9.12.1"}
            """#
        let vendor = try VSAXVendor([
            "/devices": [.vsaxList(["{\(thin)}"], total: 1)], "/devices/a": [.vsaxOne(detail)],
        ])
        let listed = try #require(try await vendor.records("devices").first)
        #expect(try listed.cell("organization_external_id", of: entity) == .text("101"))
        #expect(try listed.cell("site_external_id", of: entity) == .text("310"))
        #expect(try listed.cell("display_name", of: entity) == .text("NWD-FD-01"))
        #expect(listed.vendorFields?.contains(#""GroupId":4021"#) == true)
        #expect(try await vendor.connector.record(of: "devices", externalID: "a") == listed)
        #expect(try await vendor.connector.record(of: "devices", externalID: "b") == nil)
        #expect(try await vendor.connector.record(of: "device_assets", externalID: "a") == nil)
    }

    @Test func trap6IDsAreTakenAsTheyPrintWhateverTheirType() async throws {
        let site = try await VSAXVendor.record("sites", "/sites", #"{"Id":310,"Name":"Main office","ParentId":"101"}"#)
        #expect(site.externalID == "310")
        #expect(try site.cell("organization_external_id", of: Site.entity.description) == .text("101"))
        let organization = try await VSAXVendor.record(
            "organizations", "/organizations",
            #"{"Id":"101","Name":"N","PsaMappingId":4711,"PsaMappingType":"AutoTask"}"#)
        #expect(organization.externalID == "101")
        let psa = try organization.cell("psa_company_external_id", of: Organization.entity.description)
        #expect(psa == .text("4711"))
        #expect(organization.vendorFields == #"{"PsaMappingType":"AutoTask"}"#)
    }

    @Test(
        arguments: [
            (#""2025-03-04T08:15:30Z""#, 1_741_076_130_000_000), (#""2025-03-04T08:15:30.5Z""#, 1_741_076_130_500_000),
            (#""2025-03-04T08:15:30.1234567Z""#, 1_741_076_130_123_456),
            (#""2025-03-04T08:15:30""#, 1_741_076_130_000_000), ("1741076130", 1_741_076_130_000_000),
            (#""1741076130""#, 1_741_076_130_000_000), (#""""#, nil), ("null", nil), ("0", nil),
            (#""0001-01-01T00:00:00Z""#, nil), (#""Tuesday, March 4, 2025 8:15 AM""#, nil),
        ] as [(String, Int64?)])
    func trap7DatesHaveManyForms(text: String, microseconds: Int64?) async throws {
        let device = try await asset(#"{"Identifier":"a","LastReboot":\#(text)}"#)
        let expected = microseconds.map { Value.timestamp(Timestamp(microseconds: $0)) } ?? .null
        #expect(try device.cell("last_boot_at", of: entity) == expected)
    }

    @Test func trap7TheAuditsLocalTextsAreNoMoments() async throws {
        let device = try await asset(Self.sample)
        #expect(try device.cell("last_boot_at", of: entity) == .null)
        #expect(device.vendorFields?.contains("Last Boot Up Time") == true)
    }

    @Test(arguments: [
        "{}", #"{"AssetInfo":null,"Disks":null,"IpAddresses":null,"LocalIpAddresses":null,"InstalledSoftware":null}"#,
        #"{"AssetInfo":[],"Disks":[],"IpAddresses":[{}],"LocalIpAddresses":[null],"Tags":null,"Updates":{}}"#,
        #"{"AssetInfo":{"a":1},"Disks":"x","IpAddresses":[{"IPs":null}],"Updates":7,"Description":null}"#,
    ]) func trap9ArraysMayBeNullOrMissing(row: String) async throws {
        let row = row == "{}" ? #"{"Identifier":"a"}"# : #"{"Identifier":"a","# + row.dropFirst()
        let vendor = try VSAXVendor(["/assets": [.vsaxList([row], total: 1)]])
        for stream in ["device_volumes", "device_network_interfaces", "software", "patch_status"] {
            let page = try #require(try await vendor.read(stream).first)
            #expect(page.records.isEmpty && page.rejected.isEmpty && page.provesWhole)
        }
        let device = try #require(try await vendor.records("device_assets").first)
        #expect(device.externalID == "a")
        #expect(try device.cell("storage_bytes", of: entity) == .null)
    }

    @Test func trap10AddressesThatAMachineGaveItselfComeNotFirst() async throws {
        let row = #"""
            {"Identifier":"a","IpAddresses":[{"Name":"vEthernet","MAC":"","IPs":[{"IP":"169.254.3.4","V6":false}]},
            {"Name":"Ethernet","MAC":"0A1B2C3D4E5F","IPs":[{"IP":"fe80::1%12","V6":true},{"IP":"2001:db8::5","V6":true},
            {"IP":"10.0.4.21","V6":false}]}],
            "LocalIpAddresses":[{"Name":"Ethernet","PhysicalAddress":"0A1B2C3D4E5F","DhcpEnabled":true,
            "Gateways":["10.0.4.1"],"IpV4":"10.0.4.21","IpV6":"fe80::1%12"},
            {"Name":"Wi-Fi","PhysicalAddress":"0A1B2C3D4E60","IpV4":"10.0.5.9"}]}
            """#
        let device = try await asset(row)
        #expect(
            try device.cell("ip_addresses", of: entity) == .textArray(["10.0.4.21", "10.0.5.9", "2001:db8::5"]))
        #expect(
            try device.cell("mac_addresses", of: entity) == .textArray(["0a:1b:2c:3d:4e:5f", "0a:1b:2c:3d:4e:60"]))
        let interfaces = try await VSAXVendor(["/assets": [.vsaxList([row], total: 1)]])
            .records("device_network_interfaces")
        #expect(interfaces.map(\.externalID) == ["a:vEthernet", "a:Ethernet", "a:Wi-Fi"])
        let kind = DeviceNetworkInterface.entity.description
        #expect(try interfaces[0].cell("mac_address", of: kind) == .null)
        #expect(
            try interfaces[1].cell("ip_addresses", of: kind) == .textArray(["fe80::1", "2001:db8::5", "10.0.4.21"]))
        #expect(interfaces[1].vendorFields == #"{"DhcpEnabled":true,"Gateways":["10.0.4.1"]}"#)
        #expect(try interfaces[2].cell("mac_address", of: kind) == .text("0a:1b:2c:3d:4e:60"))
    }

    @Test(
        arguments: [
            ("7XK2P04   ", .text("7XK2P04")), ("To be filled by O.E.M.", .null), ("Default string  ", .null),
            (
                "VMware-56 4d 8f 11 22 33 44 55-66 77 88 99 aa bb cc dd",
                .text("VMware-56 4d 8f 11 22 33 44 55-66 77 88 99 aa bb cc dd")
            ),
        ] as [(String, Value)])
    func trap11TheSerialNumberIsTheFirmwares(bios: String, serial: Value) async throws {
        let info = #"""
            [{"CategoryName":"Operating System","CategoryData":{"Serial Number":"00330-80000-00000-AA123"}},
            {"CategoryName":"BIOS","CategoryData":{"serial number":"\#(bios)"}}]
            """#
        let device = try await asset(#"{"Identifier":"a","AssetInfo":\#(info)}"#)
        #expect(try device.cell("serial_number", of: entity) == serial)
        #expect(device.vendorFields?.contains("00330-80000") == true)
    }

    @Test func trap13AGroupsPathIsKeptAndNeverSplit() async throws {
        let device = try await asset(
            #"{"Identifier":"a","GroupName":"A - B - Main - Office - Servers - DMZ","SiteId":3}"#)
        #expect(try device.cell("organization_external_id", of: entity) == .null)
        #expect(device.vendorFields?.contains(#""GroupName":"A - B - Main - Office - Servers - DMZ""#) == true)
        let owned = try #require(KaseyaVSAX.streams.first { $0.name == "device_assets" }?.owns)
        #expect(owned.isDisjoint(with: ["organization_external_id", "site_external_id", "display_name"]))
    }

    @Test func trap14ARenameAndAMoveKeepTheIdentifier() async throws {
        let before = try await VSAXVendor.record(
            "devices", "/devices", #"{"Identifier":"a","Name":"OLD","SiteId":1,"OrganizationId":1}"#)
        let after = try await VSAXVendor.record(
            "devices", "/devices", #"{"Identifier":"a","Name":"NEW","SiteId":2,"OrganizationId":2}"#)
        #expect(before.externalID == after.externalID && before.values != after.values)
    }

    @Test func trap15FreeTextOfAPublishedInstanceIsNoOperatingSystem() async throws {
        let device = try await asset(
            #"{"Identifier":"p","Name":"Backup job","Description":"Server is OK since Monday","Type":""}"#)
        for column in ["os_name", "os_family", "device_class", "os_version"] {
            #expect(try device.cell(column, of: entity) == .null)
        }
        #expect(device.vendorFields?.contains("Server is OK") == true)
        let published = try await VSAXVendor.record(
            "devices", "/devices", #"{"Identifier":"p","Name":"Backup job","IsAgentInstalled":false}"#)
        #expect(published.vendorFields == #"{"IsAgentInstalled":false}"#)
    }

    @Test(
        arguments: [
            ("Windows Server 2022 Standard", "PowerEdge R650", "windows", "server", false),
            ("Windows Server 2019", "VMware7,1", "windows", "server", true),
            ("Windows 11 Pro", "Latitude 7440", "windows", "laptop", false),
            ("Windows 11 Pro", "Virtual Machine", "windows", "workstation", true),
            ("macOS Sonoma", "MacBookPro18,3", "mac", "laptop", false),
            ("macOS", "Mac14,2", "mac", "workstation", false),
            ("Ubuntu 22.04 LTS", "PowerEdge R650", "linux", nil, false),
        ] as [(String, String, String, String?, Bool)])
    func toldByCaptionAndModelAlone(
        caption: String, model: String, type: String, kind: String?, isVirtual: Bool
    ) async throws {
        let device = try await asset(
            #"""
            {"Identifier":"a","Description":"\#(caption)","Type":"\#(type)","AssetInfo":[{"CategoryName":"System",
            "CategoryData":{"Model":"\#(model)","Roles":"LM_Workstation, LM_Server"}}]}
            """#)
        #expect(try device.cell("device_class", of: entity) == (kind.map { .text($0) } ?? .null))
        #expect(try device.cell("is_virtual", of: entity) == .boolean(isVirtual))
        #expect(try device.cell("os_name", of: entity) == .text(caption))
    }

    @Test func keepsWhatNoColumnCarriesInTheVendorsShape() async throws {
        let fields = try #require(try await asset(Self.sample).vendorFields)
        for kept in ["Roles", "Number of Logical Processors", "FirewallEnabled", "CpuUsage", "Local Date and Time"] {
            #expect(fields.contains(kept), "\(kept)")
        }
        for gone in ["7XK2P04", "kim", "InstalledSoftware", "Disks", "IpAddresses", "Updates", "17179869184", "Dell"] {
            #expect(!fields.contains(gone), "\(gone)")
        }
        let volatile = try #require(KaseyaVSAX.streams.first { $0.name == "device_assets" }?.volatileVendorFields)
        #expect(volatile.isSuperset(of: ["CpuUsage", "MemoryUsage", "EventLogs", "AssetInfo"]))
    }
}
