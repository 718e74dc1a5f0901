import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// What a row of the device lists becomes.
@Suite struct DattoDeviceTests {
    private static let list = "/api/v2/account/devices"
    private let entity = Device.entity.description
    private let noSites = TransportResponse.dattoSites([])

    /// The sheet's sample, whole.
    private let sample = #"""
        {"id":1,"uid":"7f2a","siteId":100,"siteUid":"0f3c","siteName":"Contoso HQ",
        "deviceType":{"category":"Server","type":"Main System Chassis"},"hostname":"SRV01","intIpAddress":"10.0.0.10",
        "extIpAddress":"203.0.113.5","operatingSystem":"Microsoft Windows Server 2022 Standard 10.0.20348",
        "lastLoggedInUser":"CONTOSO\\admin","domain":"contoso.local","cagVersion":"4.4.2200",
        "displayVersion":"4.4.2200.2200","description":"SRV01","a64Bit":true,"rebootRequired":false,"online":true,
        "suspended":false,"deleted":false,"lastSeen":1751871234000,"lastReboot":1751000000000,
        "lastAuditDate":1751850000000,"creationDate":1700000000000,"udf":{"udf1":"rack 2","udf2":null},
        "snmpEnabled":false,"deviceClass":"device","warrantyDate":"2027-01-31",
        "antivirus":{"antivirusProduct":"Windows Defender","antivirusStatus":"RunningAndUpToDate"},
        "patchManagement":{"patchStatus":"ApprovedPending","patchesApprovedPending":3,"patchesNotApproved":1,
        "patchesInstalled":120},"softwareStatus":null}
        """#

    private func devices(_ rows: [String], settings: [String: String] = [:]) async throws -> [SourceRecord] {
        try await DattoVendor(
            [Self.list: [.datto("devices", rows)], "/api/v2/account/sites": [noSites]], settings: settings
        ).read("devices").flatMap(\.records)
    }

    private func device(_ row: String) async throws -> SourceRecord { try #require(try await devices([row]).first) }

    @Test func readsTheSheetsDevice() async throws {
        let device = try await device(sample)
        #expect(device.externalID == "7f2a" && !device.isDeleted)
        let expected: [String: Value] = [
            "organization_external_id": .text("0f3c"), "site_external_id": .null, "hostname": .text("SRV01"),
            "device_class": .text("server"), "device_class_label": .text("Server"), "os_family": .text("windows"),
            "os_name": .text("Microsoft Windows Server 2022 Standard"), "os_version": .text("10.0.20348"),
            "architecture": .text("64-bit"), "ip_addresses": .textArray(["10.0.0.10"]),
            "public_ip": .text("203.0.113.5"), "last_user": .text("CONTOSO\\admin"), "domain": .text("contoso.local"),
            "agent_version": .text("4.4.2200.2200"), "needs_reboot": .boolean(false), "online": .boolean(true),
            "antivirus_product": .text("Windows Defender"), "antivirus_status": .text("protected"),
            "antivirus_status_label": .text("RunningAndUpToDate"),
            "warranty_ends_on": .date(try #require(CalendarDate(iso8601: "2027-01-31"))),
        ]
        for (column, value) in expected { #expect(try device.cell(column, of: entity) == value, "\(column)") }
    }

    @Test func trap2TheWireHasEpochMillisecondsWhereTheDocumentHasTexts() async throws {
        let seen = Value.timestamp(Timestamp(seconds: 1_751_871_234))
        #expect(try await device(sample).cell("last_seen_at", of: entity) == seen)
        #expect(try await device(sample).sourceCreatedAt == Timestamp(seconds: 1_700_000_000))
        for text in [#""2025-07-07T06:53:54Z""#, "1751871234", "1751871234.0"] {
            let row = #"{"uid":"a","lastSeen":\#(text)}"#
            #expect(try await device(row).cell("last_seen_at", of: entity) == seen, "\(text)")
        }
    }

    @Test(arguments: ["-62135596800000", "0", "null", #""""#, #""0001-01-01T00:00:00Z""#])
    func trap2ASentinelIsNoTime(text: String) async throws {
        let device = try await device(#"{"uid":"a","lastAuditDate":\#(text),"lastReboot":\#(text)}"#)
        #expect(try device.cell("last_audited_at", of: entity) == .null)
        #expect(try device.cell("last_boot_at", of: entity) == .null)
    }

    @Test func trap3TheSystemsOwnSiteIsNoCustomerAndItsDevicesAreGone() async throws {
        let own = #"{"uid":"deleted_devices","name":"Deleted Devices","devicesStatus":{"numberOfDevices":1}}"#
        let guid = #"{"uid":"0b1c2d3e-0000-4000-8000-000000000001","name":"Deleted Devices"}"#
        let odd = #"{"uid":"no guid at all","name":"Contoso"}"#
        let vendor = try DattoVendor([
            "/api/v2/account/sites": [.datto("sites", [own, guid, odd])],
            Self.list: [
                .datto(
                    "devices",
                    [
                        #"{"uid":"a","siteUid":"deleted_devices","siteName":"Deleted Devices","deleted":false}"#,
                        #"{"uid":"b","siteUid":"no guid at all","siteName":"Contoso"}"#,
                    ])
            ],
        ])
        let sites = try await vendor.read("organizations").flatMap(\.records).map(\.externalID)
        #expect(sites == ["0b1c2d3e-0000-4000-8000-000000000001", "no guid at all"])
        let devices = try await vendor.read("devices").flatMap(\.records)
        #expect(devices.map(\.isDeleted) == [true, false])
    }

    @Test func aDeviceThatIsFlaggedAsDeletedIsNoLiveOne() async throws {
        let rows = [#"{"uid":"a","deleted":true}"#, #"{"uid":"b","deleted":null}"#, #"{"uid":"c"}"#]
        #expect(try await devices(rows).map(\.isDeleted) == [true, false, false])
    }

    @Test func trap6AClassNeverSeenIsADeviceAllTheSame() async throws {
        let rows = [
            #"{"uid":"a","deviceClass":"printer","deviceType":{"category":"Laser"}}"#,
            #"{"uid":"b","deviceClass":"esxihost"}"#, #"{"uid":"c","deviceClass":"rmmnetworkdevice"}"#,
            #"{"uid":"d","deviceClass":"toaster"}"#,
            #"{"uid":"e","deviceClass":"device","deviceType":{"category":"Laptop"}}"#,
            #"{"uid":"f"}"#, #"{"uid":"g","deviceClass":"device","deviceType":null}"#,
        ]
        let classes = try await devices(rows).map { try $0.cell("device_class", of: entity) }
        #expect(
            classes == [
                .text("printer"), .text("hypervisor"), .text("network"), .text("other"), .text("laptop"), .null,
                .text("other"),
            ])
    }

    @Test func trap9NothingInARowIsGuaranteed() async throws {
        let empty = try await device(
            #"""
            {"uid":"a","antivirus":null,"patchManagement":null,"udf":null,"a64Bit":null,"operatingSystem":null,
            "deviceType":null,"intIpAddress":"","extIpAddress":null,"online":null,"rebootRequired":null,"hostname":null}
            """#)
        #expect(zip(entity.columns, empty.values).allSatisfy { $1 == .null })
    }

    @Test func anAbsentAntivirusIsMissingAndASilentOneUnknown() async throws {
        let rows = ["NotDetected", "NotRunning", "RunningAndNotUpToDate", "Learning"].map {
            #"{"uid":"\#($0)","antivirus":{"antivirusProduct":null,"antivirusStatus":"\#($0)"}}"#
        }
        #expect(
            try await devices(rows).map { try $0.cell("antivirus_status", of: entity) } == [
                .text("missing"), .text("disabled"), .text("outdated"), .text("unknown"),
            ])
    }

    @Test(arguments: [
        ("Microsoft Windows 11 Pro 10.0.22631", "Microsoft Windows 11 Pro", "10.0.22631", "windows"),
        ("Ubuntu 22.04.4 LTS", "Ubuntu 22.04.4 LTS", nil, "linux"),
        ("Ubuntu 22.04.4 LTS 5.15.0-105-generic", "Ubuntu 22.04.4 LTS", "5.15.0-105-generic", "linux"),
        ("macOS 14.5", "macOS", "14.5", "macos"), ("Windows 11", "Windows 11", nil, "windows"),
        ("SomethingElse", "SomethingElse", nil, "other"),
    ])
    func theSystemIsOneTextOfNameAndVersion(text: String, name: String, version: String?, family: String) async throws {
        let device = try await device(#"{"uid":"a","operatingSystem":"\#(text)"}"#)
        #expect(try device.cell("os_name", of: entity) == .text(name))
        #expect(try device.cell("os_version", of: entity) == version.map { .text($0) } ?? .null)
        #expect(try device.cell("os_family", of: entity) == .text(family))
    }

    @Test func trap8UserDefinedFieldsAreStoredByAllowedNamesAlone() async throws {
        let row = #"{"uid":"a","hostname":"H","udf":{"udf1":"rack 2","udf30":"BitLocker-key","udf300":"last"}}"#
        let none = try #require(try await devices([row]).first)
        #expect(none.customFields == nil)
        let all = "\(none)"
        #expect(!all.contains("BitLocker") && !all.contains("rack 2"))
        // A platform without the v3 endpoints answers 404 to them.
        let some = try #require(try await devices([row], settings: ["custom_fields": "udf1, udf300"]).first)
        #expect(some.customFields == #"{"udf1":"rack 2","udf300":"last"}"#)
        #expect(!"\(some)".contains("BitLocker"))
    }

    @Test func trap7TheTypedTwinIsAskedWhereFieldsAreWantedAndRememberedWhereItIsNot() async throws {
        let row = #"""
            {"uid":"a","udfs":[{"ordinal":1,"type":"STRING","valueString":"rack 2","label":"Rack"},
            {"ordinal":2,"type":"NUMBER","valueString":null,"valueNumber":7.5,"label":"Age"},
            {"ordinal":3,"type":"STRING","valueString":"BitLocker-key","label":"Key"}]}
            """#
        let settings = ["custom_fields": "Rack,udf2"]
        let typed = try DattoVendor(
            ["/api/v3/account/devices": [.datto("devices", [row])], "/api/v2/account/sites": [noSites]],
            settings: settings)
        let device = try #require(try await typed.read("devices").flatMap(\.records).first)
        #expect(device.customFields == #"{"Rack":"rack 2","udf2":7.5}"#)
        #expect(!"\(device)".contains("BitLocker"))
        let older = try DattoVendor(
            [Self.list: [.datto("devices", [#"{"uid":"a"}"#])], "/api/v2/account/sites": [noSites]], settings: settings)
        _ = try await older.read("devices")
        _ = try await older.read("devices")
        #expect(older.transport.asked.count { $0.hasPrefix("/api/v3") } == 1)
        #expect(older.transport.asked.count { $0.hasPrefix(Self.list) } == 2)
    }

    @Test func trap11WhatTheAccountsListLacksIsReadFromTheSites() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["a", "b"])],
            "/api/v2/account/sites": [.dattoSites([("s1", 2), ("s2", 1)])],
            "/api/v2/site/s1/devices": [.dattoDevices(["a", "b"])],
            "/api/v2/site/s2/devices": [.dattoDevices(["c"])],
        ])
        let pages = try await vendor.read("devices")
        #expect(Set(pages.flatMap(\.records).map(\.externalID)) == ["a", "b", "c"])
        #expect(pages.map(\.provesWhole) == [false, true])
        #expect(pages.allSatisfy { $0.completedParents.isEmpty })
    }

    @Test func trap11AListThatHasWhatTheSitesSayIsBelieved() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["a", "b", "c"])],
            "/api/v2/account/sites": [.dattoSites([("s1", 2), ("s2", 1)])],
        ])
        #expect(try await vendor.read("devices").map(\.provesWhole) == [true])
        #expect(vendor.transport.asked.count == 2)
    }

    @Test func trap11ASiteThatIsNotAnsweredForProvesNothing() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["a"])],
            "/api/v2/account/sites": [.dattoSites([("s1", 1), ("s2", 1)])],
            "/api/v2/site/s1/devices": [.dattoDevices(["a"])],
        ])
        #expect(try await vendor.read("devices").last?.provesWhole == false)
    }

    @Test func trap16APSAsNumberInATextStaysText() async throws {
        let site = #"{"uid":"a","name":"A","autotaskCompanyId":"0029683","proxySettings":{"password":"hunter2"}}"#
        let vendor = try DattoVendor(["/api/v2/account/sites": [.datto("sites", [site])]])
        let record = try #require(try await vendor.read("organizations").flatMap(\.records).first)
        #expect(try record.cell("psa_company_external_id", of: Organization.entity.description) == .text("0029683"))
        #expect(!"\(record)".contains("hunter2"))
    }

    @Test func trap15TheWholeNumberIsKeptBesideTheUID() async throws {
        let fields = try #require(try await device(sample).vendorFields)
        #expect(try JSONValue.parse(Array(fields.utf8))["id"].integer == 1)
    }
}
