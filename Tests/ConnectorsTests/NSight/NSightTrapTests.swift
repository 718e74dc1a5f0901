import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// The sheet's traps, each by its number.
@Suite struct NSightTrapTests {
    private let everything = [
        "list_clients": [NSightVendor.items(NSightSamples.client(30_000_077))],
        "list_sites": [NSightVendor.items(NSightSamples.site(30_000_083))],
        "list_devices_at_client": [NSightVendor.items("")],
        "list_devices_at_client:30000077:server": [NSightVendor.items(NSightSamples.roster)],
        "list_workstations": [NSightVendor.items(NSightSamples.workstation)],
        "list_servers": [NSightVendor.items("")],
        "list_device_asset_details": [NSightSamples.assets],
        "patch_list_all": [NSightSamples.patches],
        "list_mob_sessions": [NSightVendor.result("")],
        "list_checks": [NSightVendor.items("")],
        "list_failing_checks": [NSightVendor.items(NSightSamples.failing)],
        "list_outages": [NSightVendor.result("")],
    ]

    private func vendor(
        _ changes: [String: [String]] = [:], settings: [String: String] = [:]
    ) throws -> NSightVendor {
        try NSightVendor(everything.merging(changes) { $1 }, settings: settings)
    }

    private func error(_ vendor: NSightVendor, _ stream: String) async -> ConnectorError? {
        do {
            _ = try await vendor.read(stream, parents: ["293334"])
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    // 1
    @Test(arguments: NSight.streams.map(\.name)) func aFailureWithStatus200IsNoEmptyList(stream: String) async throws {
        let fail = "<result created='' host='h' status='FAIL'><items/></result>"
        let vendor = try NSightVendor(Dictionary(uniqueKeysWithValues: everything.keys.map { ($0, [fail]) }))
        guard case .unavailable = await error(vendor, stream) else {
            Issue.record("\(stream) was read")
            return
        }
    }

    // 2
    @Test func eachEnvelopeIsReadAndOneRowStaysAList() async throws {
        let vendor = try vendor()
        for stream in ["organizations", "sites", "software", "device_network_interfaces", "patches", "alerts"] {
            #expect(try await vendor.records(stream, parents: ["293334"]).count == 1, "\(stream)")
        }
    }

    @Test func anEmptyElementIsAnEmptyListAndNoElementIsNone() async throws {
        let empty = try await vendor(["list_clients": [NSightVendor.items("")]]).read("organizations")
        #expect(empty.count == 1 && empty[0].records.isEmpty && empty[0].provesWhole)
        guard case .malformedAnswer = await error(try vendor(["list_clients": [NSightVendor.result("")]]), "sites")
        else {
            Issue.record("no list was taken for an empty one")
            return
        }
    }

    // 3
    @Test func latin1AndCDATAAreRead() async throws {
        let row = "<client><name><![CDATA[S\u{E6}nt\u{ED}s & S\u{F8}n &amp; Co]]></name><clientid>1</clientid></client>"
        let records = try await vendor(["list_clients": [NSightVendor.items(row)]]).records("organizations")
        #expect(
            try records[0].cell("name", of: Organization.entity.description) == .text("Sæntís & Søn &amp; Co"))
    }

    // 4
    @Test func whatARowDoesNotNameComesFromTheCall() async throws {
        let vendor = try vendor()
        let site = try #require(try await vendor.records("sites").first)
        #expect(try site.cell("organization_external_id", of: Site.entity.description) == .text("30000077"))
        let device = try #require(try await vendor.records("devices").first)
        #expect(device.externalID == "293334")
        #expect(try device.cell("organization_external_id", of: Device.entity.description) == .text("30000077"))
        #expect(try device.cell("site_external_id", of: Device.entity.description) == .text("30000083"))
        #expect(try device.cell("device_class_label", of: Device.entity.description) == .text("workstation"))
    }

    // 5
    @Test(arguments: ["", "none", "Not Available", "0000-00-00 00:00:00", "0"])
    func sentinelsAreNull(sentinel: String) async throws {
        let row = """
            <workstation><workstationid>1</workstationid><domain>none</domain><manufacturer></manufacturer>\
            <last_boot_time>\(sentinel)</last_boot_time><last_scan_time>0000-00-00 00:00:00</last_scan_time>\
            <utc_time_247>0000-00-00 00:00:00</utc_time_247><total_memory>0</total_memory><ip>0.0.0.0</ip>\
            <device_serial>To be filled by O.E.M.</device_serial><assetid></assetid></workstation>
            """
        let record = try #require(
            try await vendor(["list_workstations": [NSightVendor.items(row)]]).records("devices").first)
        for column in [
            "domain", "manufacturer", "last_boot_at", "last_audited_at", "last_seen_at", "memory_bytes", "ip_addresses",
            "serial_number", "online",
        ] {
            #expect(try record.cell(column, of: Device.entity.description) == .null, "\(column)")
        }
    }

    @Test func trailingBlanksGo() async throws {
        let record = try #require(try await vendor().records("devices").first)
        #expect(try record.cell("last_user", of: Device.entity.description) == .text(#"ACME\jane"#))
    }

    // 6
    @Test func epochsUTCAndTimesWithoutAZoneAreTold() async throws {
        let entity = Device.entity.description
        for (settings, scanned) in [([:], "10:41"), (["timezone": "Europe/Copenhagen"], "09:41")] {
            let record = try #require(try await vendor(settings: settings).records("devices").first)
            #expect(try record.cell("last_boot_at", of: entity) == .timestamp(Timestamp(seconds: 1_733_834_559)))
            #expect(try record.cell("last_seen_at", of: entity) == time("2024-12-10T12:18:57Z"))
            #expect(try record.cell("last_audited_at", of: entity) == time("2024-12-10T\(scanned):00Z"))
        }
        #expect(throws: ConnectorError.self) { try vendor(settings: ["timezone": "Nowhere/Land"]) }
    }

    private func time(_ text: String) -> Value { Timestamp(iso8601: text).map { .timestamp($0) } ?? .null }

    // 7: the server's clock in these answers is 2024-12-10 12:20:00 UTC.
    @Test(arguments: [
        ("2024-12-10 12:18:57", "60", "1", true), ("2024-12-10 10:15:00", "60", "1", true),
        ("2024-12-10 10:14:59", "60", "1", false), ("2024-12-10 12:00:00", "5", "1", false),
    ])
    func onlineIsWorkedOutOfTheCheckIn(checkIn: String, interval: String, sent: String, isOnline: Bool) async throws {
        let row = """
            <workstation><workstationid>1</workstationid><active_247>1</active_247><online>\(sent)</online>\
            <check_interval_247>\(interval)</check_interval_247><utc_time_247>\(checkIn)</utc_time_247></workstation>
            """
        let record = try #require(
            try await vendor(["list_workstations": [NSightVendor.items(row)]]).records("devices").first)
        #expect(try record.cell("online", of: Device.entity.description) == .boolean(isOnline))
    }

    // 8
    @Test func servicesAreCalledOnlyWhereTheRosterHasThemSwitchedOn() async throws {
        let flags = """
            <patch>0</patch><mob>0</mob><checkcount><dsc_247>1</dsc_247><pass>0</pass><clear>0</clear><fail>0</fail>\
            </checkcount><checkcount><dsc_247>2</dsc_247><pass>0</pass><clear>0</clear><fail>0</fail></checkcount>
            """
        let vendor = try vendor([
            "list_devices_at_client:30000077:workstation": [
                NSightVendor.items(NSightSamples.roster("workstation", 293_334, flags))
            ]
        ])
        for stream in ["patches", "patch_status", "backups"] {
            let pages = try await vendor.read(stream, parents: ["293334"])
            #expect(pages.flatMap(\.records).isEmpty && pages.flatMap(\.completedParents) == ["293334"])
        }
        #expect(
            vendor.called.filter { $0.hasPrefix("patch") || $0.hasPrefix("list_mob") || $0.contains("checks") } == [])
        // The roster once for all three.
        #expect(vendor.called.count { $0.hasPrefix("list_devices_at_client") } == 2)
    }

    @Test func oneCallADeviceTellsAllItsAssets() async throws {
        let vendor = try vendor()
        for stream in ["software", "device_volumes", "device_network_interfaces", "device_hardware"] {
            _ = try await vendor.read(stream, parents: ["293334"])
        }
        #expect(vendor.called.count { $0.hasPrefix("list_device_asset_details") } == 1)
    }

    @Test func aQueryIsNotRepeatedWithin90Seconds() async throws {
        let vendor = try vendor()
        for stream in ["organizations", "sites", "devices", "alerts"] { _ = try await vendor.read(stream) }
        #expect(vendor.called.count { $0 == "list_clients" } == 1)
    }

    // 9
    @Test func failingChecksAreAskedForByClient() async throws {
        let vendor = try vendor()
        _ = try await vendor.read("alerts")
        #expect(vendor.called.filter { $0.hasPrefix("list_failing") } == ["list_failing_checks 30000077"])
    }

    // 10
    @Test func deviceTypesAreAskedForInLowerCase() async throws {
        let client = NSightSamples.client(30_000_077, mobile: 2)
        let vendor = try vendor(["list_clients": [NSightVendor.items(client)]])
        _ = try await vendor.read("devices")
        #expect(
            vendor.called.filter { $0.contains("at_client") }.map { $0.split(separator: " ")[2] }
                == ["server", "workstation", "mobile_device"])
    }

    // 11
    @Test func anUnknownElementIsACustomFieldAndKeptOnlyIfItsNameIsAllowed() async throws {
        let row = """
            <workstation><TelephoneNumber>+1 555</TelephoneNumber><workstationid>1</workstationid>\
            <BitLockerKey>S3CRET</BitLockerKey><name>PC</name></workstation>
            """
        let answers = [
            "list_workstations": [NSightVendor.items(row + "<workstation><Admin>S3CRET</Admin></workstation>")]
        ]
        let plain = try await vendor(answers).read("devices")
        #expect(plain.flatMap(\.records).first?.customFields == nil)
        #expect(plain.flatMap(\.rejected).count == 1 && !"\(plain)".contains("S3CRET") && !"\(plain)".contains("555"))
        let allowed = try await vendor(answers, settings: ["custom_fields": "Telephone Number"]).records("devices")
        #expect(allowed.first?.customFields == #"{"Telephone Number":"+1 555"}"#)
        #expect(allowed.first?.vendorFields?.contains("555") != true && !"\(allowed)".contains("S3CRET"))
    }

    // 12
    @Test func mavIsManagedAntivirusAndMobIsTheOnlineBackup() async throws {
        let flags = "<mav>1</mav><mob>1</mob><mavbreck>0</mavbreck>"
        let vendor = try vendor([
            "list_devices_at_client:30000077:workstation": [
                NSightVendor.items(NSightSamples.roster("workstation", 293_334, flags))
            ]
        ])
        let device = try #require(try await vendor.records("devices").first)
        #expect(try device.cell("antivirus_product", of: Device.entity.description) == .text("Managed Antivirus"))
        _ = try await vendor.read("backups", parents: ["293334"])
        #expect(vendor.called.contains("list_mob_sessions 293334"))
    }

    // 13
    @Test func aBackupCheckThatNeverRanIsNoSuccessAndTheHistoryIsNotAsked() async throws {
        let check = """
            <check><checkid>7</checkid><description>Backup Check</description><check_type>1002</check_type>\
            <statusid>0</statusid><date>0000-00-00</date><time>00:00:00</time>\
            <utc_run>0000-00-00 00:00:00</utc_run></check>
            """
        let vendor = try vendor(["list_checks": [NSightVendor.items(check)]])
        let backup = try #require(try await vendor.records("backups", parents: ["293334"]).first)
        #expect(backup.externalID == "293334:check:7")
        for (column, value) in [
            ("status", Value.text("never_ran")), ("last_run_at", .null), ("last_success_at", .null),
        ] {
            #expect(try backup.cell(column, of: Backup.entity.description) == value)
        }
        #expect(!vendor.called.contains { $0.contains("history") })
    }

    // 14
    @Test func credentialsAndLicencesAreStoredNowhere() async throws {
        let secrets = """
            <guid>S3CRET-1</guid><os_serial_number>S3CRET-2</os_serial_number><os_product_key>S3CRET-3</os_product_key>\
            <remote_username>S3CRET-4</remote_username>
            """
        let assets = NSightSamples.assets.replacing(
            "<ram>", with: "<productkey>S3CRET-5</productkey><custom2 customname='Key'>S3CRET-6</custom2><ram>")
        let vendor = try vendor([
            "list_workstations": [
                NSightVendor.items(
                    "<workstation><workstationid>1</workstationid>\(secrets)</workstation><workstation>\(secrets)</workstation>"
                )
            ], "list_device_asset_details": [assets],
        ])
        var pages: [Page] = []
        for stream in NSight.streams { pages += try await vendor.read(stream.name, parents: ["1"]) }
        #expect(pages.flatMap(\.rejected).count == 1)
        #expect(!"\(pages)".contains("S3CRET") && !"\(pages)".contains("3 years"))
    }

    // 15
    @Test(arguments: NSight.streams.map(\.name)) func theKeyShowsNowhere(stream: String) async throws {
        for answer in [
            NSightVendor.refusal(3, "Login failed for \(NSightVendor.key)"),
            NSightVendor.refusal(9, "cannot serve /api/?apikey=\(NSightVendor.key)&service=x"),
            "<html>\(NSightVendor.key)</html>", "<\(NSightVendor.key)/>", "no XML: apikey=\(NSightVendor.key)",
        ] {
            let vendor = try NSightVendor(Dictionary(uniqueKeysWithValues: everything.keys.map { ($0, [answer]) }))
            let error = try #require(await error(vendor, stream))
            #expect(!"\(error)".contains(NSightVendor.key) && !error.words.contains(NSightVendor.key))
            #expect(vendor.transport.requests.allSatisfy { $0.url.contains("apikey=\(NSightVendor.key)&service=") })
        }
        let row = "<client><name>/api/?apikey=\(NSightVendor.key)</name></client>"
        let pages = try await vendor(["list_clients": [NSightVendor.items(row)]]).read("organizations")
        #expect(pages[0].rejected.count == 1 && !"\(pages)".contains(NSightVendor.key))
    }

    /// Clients that are missing are deleted by nobody but the engine, which has a brake for it: here they are just absent.
    @Test func aShrunkenGroupOfClientsReadsAsAWholeListUnderTheBrake() async throws {
        let pages = try await vendor(["list_clients": [NSightVendor.items("")]]).read("devices")
        #expect(pages.flatMap(\.records).isEmpty && pages.last?.provesWhole == true)
        let braked = NSight.streams.filter { ["organizations", "sites", "devices"].contains($0.name) }
        #expect(braked.allSatisfy { $0.entity.hasBrake && $0.deletion == .absence })
    }

    // 16
    @Test(arguments: ["not a date", "2024-13-45T99:00:00", ""])
    func aMalformedServerTimeCostsNothing(created: String) async throws {
        let answer = "<result created='\(created)' status='OK'><items>\(NSightSamples.workstation)</items></result>"
        let records = try await vendor(["list_workstations": [answer]]).records("devices")
        #expect(records.count == 1)
    }

    @Test func anAnswerWithoutAStatusIsGoodWhenItsRootIsThere() async throws {
        let answer = "<result><items>\(NSightSamples.client(1))</items></result>"
        #expect(try await vendor(["list_clients": [answer]]).records("organizations").count == 1)
    }

    // 17
    @Test func onlyServicesOfTheSheetAreCalled() async throws {
        let known: Set<String> = [
            "list_clients", "list_sites", "list_servers", "list_workstations", "list_devices_at_client",
            "list_device_asset_details", "patch_list_all", "list_mob_sessions", "list_checks", "list_failing_checks",
            "list_outages",
        ]
        let vendor = try vendor()
        for stream in NSight.streams { _ = try await vendor.read(stream.name, parents: ["293334"]) }
        #expect(Set(vendor.called.map { String($0.prefix { $0 != " " }) }).isSubset(of: known))
        #expect(vendor.transport.requests.allSatisfy { $0.method == .get })
    }
}
