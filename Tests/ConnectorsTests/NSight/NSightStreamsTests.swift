import Connectors
import HTTPTransport
import Inventory
import Testing

/// What becomes of rows, and how lists are walked.
@Suite struct NSightStreamsTests {
    private let clients = NSightVendor.items(NSightSamples.client(30_000_077))
    private let sites = NSightVendor.items(NSightSamples.site(30_000_083))

    private func device(_ row: String, list: String = "list_workstations") async throws -> SourceRecord {
        let kind = list == "list_servers" ? "server" : "workstation"
        let answers = [
            "list_clients": [clients], "list_sites": [sites], "list_devices_at_client": [NSightVendor.items("")],
            "list_devices_at_client:30000077:server": [NSightVendor.items(NSightSamples.roster)],
            "list_servers": [NSightVendor.items("")], "list_workstations": [NSightVendor.items("")],
        ]
        let rows = NSightVendor.items("<\(kind)><\(kind)id>1</\(kind)id>\(row)</\(kind)>")
        let vendor = try NSightVendor(answers.merging([list: [rows]]) { $1 })
        return try #require(try await vendor.records("devices").first)
    }

    private func cell(_ column: String, _ record: SourceRecord) throws -> Value {
        try record.cell(column, of: Device.entity.description)
    }

    private func cells(_ column: String, _ records: [SourceRecord], of entity: EntityDescription) throws -> [Value] {
        try records.map { try $0.cell(column, of: entity) }
    }

    @Test func readsTheSheetsClientAndSite() async throws {
        let vendor = try NSightVendor(["list_clients": [clients], "list_sites": [sites]])
        let client = try #require(try await vendor.records("organizations").first)
        #expect(client.externalID == "30000077" && client.sourceCreatedAt == Timestamp(iso8601: "2022-01-09"))
        #expect(try client.cell("name", of: Organization.entity.description) == .text("Acme Ltd"))
        #expect(client.vendorFields?.contains("none") == false)
        let site = try #require(try await vendor.records("sites").first)
        #expect(site.externalID == "30000083" && site.vendorFields?.contains("203.0.113.1") == true)
    }

    @Test func readsTheSheetsWorkstation() async throws {
        let vendor = try NSightVendor([
            "list_clients": [clients], "list_sites": [sites], "list_devices_at_client": [NSightVendor.items("")],
            "list_workstations": [NSightVendor.items(NSightSamples.workstation)],
        ])
        let record = try #require(try await vendor.records("devices").first)
        let expected: [String: Value] = [
            "hostname": .text("PC-01"), "display_name": .text("Front desk"), "domain": .text("acme.local"),
            "manufacturer": .text("DELL"), "model": .text("OptiPlex 7010"), "serial_number": .text("SN2134"),
            "ip_addresses": .textArray(["192.0.2.15"]), "public_ip": .text("198.51.100.7"),
            "mac_addresses": .textArray(["00:11:22:33:44:55"]), "os_name": .text("Microsoft Windows 10 Pro"),
            "os_build": .text("19045"), "architecture": .text("64-bit"), "os_family": .text("windows"),
            "device_class": .text("workstation"), "memory_bytes": .integer(8_589_934_592), "cpu_cores": .null,
            "agent_version": .text("10_13_8"),
        ]
        for (column, value) in expected { #expect(try cell(column, record) == value, "\(column)") }
        #expect(record.sourceCreatedAt == Timestamp(iso8601: "2023-03-01"))
        #expect(record.vendorFields?.contains(#""processor_count":"1""#) == true)
    }

    @Test(arguments: [
        ("<role>1</role><chassis_type>10</chassis_type>", "laptop", "windows"),
        ("<role>0</role><chassis_type>3</chassis_type>", "workstation", "windows"),
        ("<role>102</role><chassis_type>3</chassis_type><model>MacBookPro18,3</model>", "laptop", "macos"),
        ("<role>102</role><chassis_type>3</chassis_type><model>Mac14,2</model>", "workstation", "macos"),
        ("<role>103</role>", "printer", nil), ("<role>104</role>", "network", nil),
        ("<role>105</role>", "network", nil),
        ("<role>106</role>", "network", nil), ("<role>999</role>", "workstation", nil), ("", "workstation", nil),
    ])
    func theClassFollowsListRoleAndChassis(row: String, name: String, family: String?) async throws {
        let record = try await device(row)
        #expect(try cell("device_class", record) == .text(name))
        #expect(try cell("os_family", record) == family.map { .text($0) } ?? .null)
    }

    @Test func whateverIsInTheListOfServersIsAServer() async throws {
        let record = try await device("<role>101</role><chassis_type>10</chassis_type>", list: "list_servers")
        #expect(try cell("device_class", record) == .text("server"))
        #expect(try cell("os_family", record) == .text("linux"))
    }

    @Test func aServerThatMissedItsCheckIsOffline() async throws {
        let record = try await device(
            """
            <active_247>1</active_247><check_interval_247>60</check_interval_247><missed_247>1</missed_247>\
            <utc_time_247>2024-12-10 12:18:57</utc_time_247>
            """, list: "list_servers")
        #expect(try cell("online", record) == .boolean(false))
    }

    @Test func dailyChecksAreTheSecondSourceOfCheckIns() async throws {
        let record = try await device(
            """
            <active_247>0</active_247><check_interval_247>60</check_interval_247>\
            <utc_time_247>2024-12-01 12:00:00</utc_time_247><dsc_utc_time>2024-12-10 06:00:00</dsc_utc_time>
            """)
        #expect(
            try cell("last_seen_at", record) == .timestamp(try #require(Timestamp(iso8601: "2024-12-10T06:00:00Z"))))
        #expect(try cell("online", record) == .null)
    }

    @Test func mobileDevicesComeFromTheRosterAlone() async throws {
        let vendor = try NSightVendor([
            "list_clients": [
                NSightVendor.items(NSightSamples.client(30_000_077, servers: 0, workstations: 0, mobile: 1))
            ],
            "list_sites": [NSightVendor.items("")],
            "list_devices_at_client:30000077:mobile_device": [
                NSightVendor.items(NSightSamples.roster("mobile_device", 5, "<username>jane</username>"))
            ],
        ])
        let record = try #require(try await vendor.records("devices").first)
        #expect(record.externalID == "mobile:5" && vendor.called.count { $0.contains("at_client") } == 1)
        #expect(try cell("device_class", record) == .text("mobile"))
        vendor.transport.requests.forEach { #expect(!$0.url.contains("devicetype=server")) }
        let pages = try await vendor.read("software", parents: ["mobile:5"])
        #expect(pages.flatMap(\.records).isEmpty && pages.flatMap(\.completedParents) == ["mobile:5"])
    }

    @Test func aClientOfManySitesIsReadInPagesAndGoneOnWith() async throws {
        let vendor = try NSightVendor([
            "list_clients": [clients], "list_devices_at_client": [NSightVendor.items("")],
            "list_sites": [NSightVendor.items((1...25).map(NSightSamples.site).joined())],
            "list_workstations": [NSightVendor.items("")],
        ])
        let pages = try await vendor.read("devices")
        #expect(pages.map(\.provesWhole) == [false, false, true])
        #expect(vendor.called.filter { $0.hasPrefix("list_workstations") }.count == 25)
        #expect(vendor.called.count { $0.hasPrefix("list_sites") } == 1)
        let again = vendor.transport.context(credentials: ["api_key": NSightVendor.key])
        let rest = try await NSight(again).page(
            of: "devices", ReadRequest(scope: .everything), at: pages[1].next)
        #expect(rest.next == nil && rest.provesWhole)
    }

    @Test func aClientThatGoesMeanwhileIsGoneAndNoFailure() async throws {
        let both = NSightVendor.items(NSightSamples.client(1) + NSightSamples.client(2))
        let one = NSightVendor.items(NSightSamples.client(1))
        let answers = ["list_sites:1": [NSightVendor.items(NSightSamples.site(5))]]
        let vendor = try NSightVendor(answers.merging(["list_clients": [both, one]]) { $1 })
        let pages = try await vendor.read("sites")
        #expect(pages.flatMap(\.records).count == 1 && pages.last?.provesWhole == true)
        let stays = try NSightVendor(answers.merging(["list_clients": [both]]) { $1 })
        await #expect(throws: ConnectorError.self) { try await stays.read("sites") }
    }

    // MARK: - A call a device

    @Test func readsTheSheetsAssets() async throws {
        let vendor = try NSightVendor(["list_device_asset_details": [NSightSamples.assets]])
        let program = try #require(try await vendor.records("software", parents: ["1"]).first)
        let entity = Software.entity.description
        #expect(program.externalID == "1:7-Zip:23.01")
        #expect(
            try program.cell("installed_on", of: entity) == .date(try #require(CalendarDate(iso8601: "2023-07-01"))))
        #expect(try program.cell("publisher", of: entity) == .null)
        let card = try #require(try await vendor.records("device_network_interfaces", parents: ["1"]).first)
        #expect(card.externalID == "1:11")
        #expect(
            try card.cell("mac_address", of: DeviceNetworkInterface.entity.description) == .text("00:11:22:33:44:55"))
        let hardware = try #require(try await vendor.records("device_hardware", parents: ["1"]).first)
        #expect(hardware.externalID == "1" && hardware.vendorFields?.contains("Example Gigabit NIC") == true)
    }

    @Test func updatesAndWhatWasRemovedAreNoSoftware() async throws {
        let item = { (name: String, type: String, deleted: Int) in
            "<item><name>\(name)</name><type>\(type)</type><deleted>\(deleted)</deleted></item>"
        }
        let rows = item("A", "All", 0) + item("B", "Hotfix", 0) + item("C", "Update", 0) + item("D", "Licensed", 1)
        let vendor = try NSightVendor([
            "list_device_asset_details": [NSightVendor.result("<hardware/><software>\(rows)</software>")]
        ])
        #expect(try await vendor.records("software", parents: ["1"]).map(\.externalID) == ["1:A:"])
    }

    @Test func hardwareThatWasReplacedIsNotCountedAndProseIsNotParsed() async throws {
        let rows = """
            <item><hardwareid>1</hardwareid><name>Old CPU</name><type>13</type><deleted>1</deleted></item>\
            <item><hardwareid>2</hardwareid><name>New CPU</name><type>13</type><deleted>0</deleted></item>\
            <item><hardwareid>3</hardwareid><name>C:</name><type>10</type><details>Local Fixed Disk, 237 GB</details>\
            </item><item><hardwareid>4</hardwareid><name>D:</name><type>10</type>\
            <details>FileSystem=NTFS Size=255000000000 FreeSpace=1000000</details></item>
            """
        let answer = NSightVendor.result("<hardware>\(rows)</hardware><software/>")
        let vendor = try NSightVendor(["list_device_asset_details": [answer]])
        let hardware = try #require(try await vendor.records("device_hardware", parents: ["1"]).first)
        #expect(try hardware.cell("cpu_model", of: Device.entity.description) == .text("New CPU"))
        let volumes = try await vendor.records("device_volumes", parents: ["1"])
        let entity = DeviceVolume.entity.description
        #expect(volumes.map(\.externalID) == ["1:3", "1:4"])
        #expect(try cells("capacity_bytes", volumes, of: entity) == [.null, .integer(255_000_000_000)])
        #expect(try cells("file_system", volumes, of: entity) == [.null, .text("NTFS")])
    }

    /// Empty lists or error 4: either is an answer for a device that was never scanned, and no failure.
    @Test func aDeviceThatWasNeverScannedHasNoAssets() async throws {
        let roster = [
            "list_clients": [clients], "list_devices_at_client": [NSightVendor.items("")],
            "list_devices_at_client:30000077:workstation": [
                NSightVendor.items(NSightSamples.roster("workstation", 1, ""))
            ],
        ]
        for answers in [roster, ["list_device_asset_details": [NSightVendor.result("<hardware/><software/>")]]] {
            let pages = try await NSightVendor(answers).read("software", parents: ["1"])
            #expect(pages.flatMap(\.records).isEmpty && pages.flatMap(\.skippedParents).isEmpty)
        }
        let gone = try await NSightVendor(roster).read("software", parents: ["2"])
        #expect(gone.flatMap(\.skippedParents).map(\.externalID) == ["2"] && gone.last?.provesWhole == false)
    }

    @Test(arguments: [
        ("8", "2", "installed"), ("64", "2", "installed"), ("16", "2", "failed"), ("2", "4", "pending"),
        ("4", "2", "pending"), ("23", "1", "rejected"), ("1", "2", "approved"), ("1", "66", "approved"),
        ("1", "1", "rejected"), ("1", "65", "rejected"), ("1", "4", "missing"), ("1", "68", "missing"),
        ("99", "2", nil),
    ])
    func aPatchsStateFollowsStatusAndPolicy(status: String, policy: String, state: String?) async throws {
        let row = NSightSamples.patches.replacing("<status>1<", with: "<status>\(status)<")
            .replacing("<policy>66<", with: "<policy>\(policy)<")
        let vendor = try NSightVendor(["list_clients": [NSightVendor.items("")], "patch_list_all": [row]])
        let patch = try #require(try await vendor.records("patches", parents: ["1"]).first)
        let entity = Patch.entity.description
        #expect(patch.externalID == "1:12345")
        #expect(try patch.cell("kb", of: entity) == .text("KB5046613"))
        #expect(try patch.cell("state", of: entity) == state.map { .text($0) } ?? .null)
        #expect(try patch.cell("severity", of: entity) == .text("unknown"))
        #expect(try patch.cell("severity_label", of: entity) == .text("3"))
    }

    @Test func backupsFollowTheNewestSessionAndRestoringIsNone() async throws {
        let sessions =
            NSightSamples.session("EXCHANGE", "2024-05-01 00:07:23")
            + NSightSamples.session("FILE_SYSTEM", "2024-05-03 00:07:23", "FAILED")
            + NSightSamples.session("FILE_SYSTEM", "2024-05-02 00:07:23")
            + NSightSamples.session("FILE_SYSTEM", "2024-05-01 00:07:23", "COMPLETED_WITH_ERRORS")
            + NSightSamples.session("EXCHANGE", "2024-05-09 00:07:23", type: "RESTORE")
        let vendor = try NSightVendor([
            "list_clients": [NSightVendor.items("")], "list_mob_sessions": [NSightVendor.result(sessions)],
            "list_checks": [NSightVendor.items("")],
        ])
        let found = try await vendor.records("backups", parents: ["1"])
        let entity = Backup.entity.description
        #expect(found.map(\.externalID) == ["1:EXCHANGE", "1:FILE_SYSTEM"])
        #expect(try cells("status", found, of: entity) == [.text("success"), .text("failed")])
        let times = ["2024-05-01T00:07:23Z", "2024-05-03T00:07:23Z"].compactMap { Timestamp(iso8601: $0) }
        #expect(try cells("last_run_at", found, of: entity) == times.map { .timestamp($0) })
        let success = ["2024-05-01T00:07:23Z", "2024-05-02T00:07:23Z"].compactMap { Timestamp(iso8601: $0) }
        #expect(try cells("last_success_at", found, of: entity) == success.map { .timestamp($0) })
        #expect(try found[0].cell("protected_bytes", of: entity) == .integer(132_579_334_528))
    }

    // MARK: - Alerts

    private func alerts(_ failing: String, _ outages: String, settings: [String: String] = [:]) async throws
        -> [SourceRecord]
    {
        let vendor = try NSightVendor(
            [
                "list_clients": [clients], "list_failing_checks": [NSightVendor.items(failing)],
                "list_outages": [NSightVendor.result(outages)],
            ], settings: settings)
        return try await vendor.records("alerts")
    }

    private func outage(_ check: String, _ start: String, _ state: String, _ reason: String = "CHECK_FAILURE") -> String
    {
        """
        <outage><outage_id>1</outage_id><reason>\(reason)</reason><state>\(state)</state><utc_start>\(start)</utc_start>\
        <utc_end></utc_end><check_id>\(check)</check_id></outage>
        """
    }

    @Test func aFailingCheckIsRaisedWhenItsOpenOutageBegan() async throws {
        let found = try await alerts(
            NSightSamples.failing,
            outage("881", "2024-11-01 00:00:00", "CLOSED") + outage("881", "2024-12-09 06:02:22", "OPEN")
                + outage("882", "2024-12-01 00:00:00", "OPEN"))
        let entity = Alert.entity.description
        #expect(found.map(\.externalID) == ["293334:881"])
        let expected: [String: Value] = [
            "condition_name": .text("Backup check"), "message": .text("Failed"), "severity": .text("minor"),
            "organization_external_id": .text("30000077"), "status": .text("open"),
            "raised_at": .timestamp(try #require(Timestamp(iso8601: "2024-12-09T06:02:22Z"))),
        ]
        for (column, value) in expected { #expect(try found[0].cell(column, of: entity) == value, "\(column)") }
        // Its own date is that of its last run.
        let unknown = try await alerts(NSightSamples.failing, "")
        #expect(try unknown[0].cell("raised_at", of: entity) == .null)
    }

    @Test func aSilentServerIsCriticalAndSilentSinceWhenItSays() async throws {
        let failing = """
            <client><site><servers><server><id>7</id><failed_checks/><overdue><description>late</description>\
            <startdate>2024-07-10</startdate><starttime>06:00:00</starttime></overdue></server></servers>\
            <workstations><workstation><id>8</id><offline><description>off</description></offline></workstation>\
            <workstation><id>9</id><failed_checks/></workstation></workstations></site></client>
            """
        let entity = Alert.entity.description
        let found = try await alerts(failing, "", settings: ["timezone": "Europe/Copenhagen"])
        #expect(found.map(\.externalID) == ["7:overdue", "8:offline"])
        #expect(try cells("severity", found, of: entity) == [.text("critical"), .text("minor")])
        let local = try #require(Timestamp(iso8601: "2024-07-10T04:00:00Z"))
        #expect(try found[0].cell("raised_at", of: entity) == .timestamp(local))
        let told = try await alerts(failing, outage("", "2024-07-10 05:55:00", "OPEN", "DEVICE_OVERDUE"))
        let utc = try #require(Timestamp(iso8601: "2024-07-10T05:55:00Z"))
        #expect(try told[0].cell("raised_at", of: entity) == .timestamp(utc))
    }

    @Test func aCheckThatRunsAllDayIsGraver() async throws {
        let failing = NSightSamples.failing.replacing("<check_type>", with: "<dsc_247>1</dsc_247><check_type>")
        let found = try await alerts(failing, "")
        #expect(try found[0].cell("severity", of: Alert.entity.description) == .text("major"))
    }
}
