import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct NinjaOneListTests {
    @Test(arguments: [
        ("organizations", "organizations"), ("locations", "sites"), ("devices-detailed", "devices"),
    ]) func pagesCoverAListExactlyOnce(_ path: String, _ entity: String) async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let rows = try await caller.list("/v2/\(path)", pageSize: 17)
            let ids = rows.compactMap { $0["id"].text }
            #expect(Set(ids).count == ids.count)
            #expect(Set(ids) == Set((handle.truth("ninjaone")[entity] ?? [:]).keys))
        }
    }

    @Test(arguments: [
        ("queries/software", "software", ["name", "version"]), ("queries/volumes", "device_volumes", ["name"]),
        ("queries/network-interfaces", "device_network_interfaces", ["interfaceIndex"]),
        ("queries/antivirus-status", "device_antivirus", ["productName"]),
    ]) func pagesCoverAReportExactlyOnce(_ path: String, _ entity: String, _ key: [String]) async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let rows = try await caller.report("/v2/\(path)", pageSize: 997)
            let ids = rows.map { row in
                ([row["deviceId"].text ?? ""] + key.map { row[$0].text ?? "" }).joined(separator: ":")
            }
            #expect(Set(ids).count == ids.count)
            #expect(Set(ids) == Set((handle.truth("ninjaone")[entity] ?? [:]).keys))
        }
    }

    @Test func listsAndTruthAgreeAfterTimeHasPassed() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            for step in [Step.usual(share: 0.1), .turnover, .numbersReused(), .checkIn] { handle.advance(step) }
            let caller = try await Caller.loggedIn(handle)
            let truth = handle.truth("ninjaone")
            let devices = try await caller.list("/v2/devices", pageSize: 1).compactMap { $0["id"].text }
            #expect(devices.count == truth["devices"]?.count && Set(devices) == Set((truth["devices"] ?? [:]).keys))
            for (path, entity) in [("software", "software"), ("volumes", "device_volumes")] {
                let rows = try await caller.report("/v2/queries/\(path)", pageSize: 5000)
                #expect(rows.count == truth[entity]?.count)
            }
            let feed = try await caller.json("/v2/activities?pageSize=1000")["activities"].array ?? []
            #expect(!feed.isEmpty && Set(feed.map { $0["id"].text }).count == feed.count)
        }
    }

    @Test func patchReportsTogetherHoldWhatTheTruthHolds() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            var ids: Set<String> = []
            for path in ["os-patches", "software-patches", "os-patch-installs", "software-patch-installs"] {
                let rows = try await caller.report("/v2/queries/\(path)", pageSize: 1000)
                #expect(!rows.isEmpty)
                ids.formUnion(rows.map { "\($0["deviceId"].text ?? ""):\($0["id"].text ?? "")" })
            }
            #expect(ids == Set((handle.truth("ninjaone")["patches"] ?? [:]).keys))
        }
    }

    @Test func alertsAndBackupsAreAsTheTruthHasThem() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let alerts = try await caller.json("/v2/alerts").array ?? []
            #expect(
                Set(alerts.compactMap { $0["uid"].string }) == Set((handle.truth("ninjaone")["alerts"] ?? [:]).keys))
            #expect(alerts.contains { $0["deviceId"].isMissing })
            let jobs = try await caller.report("/v2/backup/jobs", pageSize: 500)
            let plans = Set(jobs.map { "\($0["deviceId"].text ?? ""):\($0["planGuid"].text ?? "")" })
            #expect(plans == Set((handle.truth("ninjaone")["backups"] ?? [:]).keys))
        }
    }

    @Test func theCursorKeepsItsNameWhileItsOffsetMoves() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let first = try await caller.json("/v2/queries/software?pageSize=50")
            let name = first["cursor"]["name"].string ?? ""
            let second = try await caller.json("/v2/queries/software?pageSize=50&cursor=\(name)")
            #expect(second["cursor"]["name"].string == name)
            #expect((second["cursor"]["offset"].integer ?? 0) > (first["cursor"]["offset"].integer ?? 0))
            #expect(second["results"].array?.count == 50)
        }
    }

    @Test(arguments: [
        "/v2/devices?colour=red", "/v2/devices?pageSize=many", "/v2/devices?df=", "/v2/devices?cursor=x",
        "/v2/queries/custom-fields?pageSize=5", "/v2/backup/jobs?pageSize=10001",
        "/v2/queries/software?cursor=unheard-of",
    ]) func aWrongParameterIsRefused(_ path: String) async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            #expect(try await Caller.loggedIn(handle).get(path).status == .badRequest)
        }
    }

    @Test func devicesCanBeFilteredAndAnUnknownTermIsPassedOver() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let organization = try await caller.json("/v2/organizations?pageSize=1")[0]["id"].integer ?? 0
            let some = try await caller.json("/v2/devices?df=org%20%3D%20\(organization)").array ?? []
            #expect(!some.isEmpty && some.allSatisfy { $0["organizationId"].integer == organization })
            let all = try await caller.json("/v2/devices?df=moon%3Dfull").array ?? []
            #expect(all.count == handle.tenant()?.fleet.devices.count)
        }
    }

    @Test func oneDeviceIsAsItStandsInTheList() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let listed = try await caller.json("/v2/devices-detailed?pageSize=1")[0]
            let id = listed["id"].text ?? ""
            let single = try await caller.json("/v2/device/\(id)")
            #expect(single.serialised() == listed.serialised())
            #expect(try await caller.get("/v2/device/7").status == .notFound)
            #expect(try await caller.get("/api/v2/device/\(id)").status == .ok)
        }
    }

    @Test func warrantiesComeWhenAskedForAlone() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let plain = try await caller.json("/v2/devices-detailed").array ?? []
            #expect(plain.allSatisfy { $0["references"].isMissing })
            let expanded = try await caller.json("/v2/devices-detailed?expand=warranty").array ?? []
            #expect(expanded.contains { $0["references"]["warranty"]["endDate"].double != nil })
        }
    }

    @Test func activitiesComeNewestFirstAndTellOfWhatWent() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            handle.advance(.turnover)
            let caller = try await Caller.loggedIn(handle)
            let feed = try await caller.json("/v2/activities?pageSize=1000")
            let ids = (feed["activities"].array ?? []).compactMap { $0["id"].integer }
            #expect(ids == ids.sorted(by: >) && ids.first == feed["lastActivityId"].integer)
            #expect((feed["activities"].array ?? []).contains { $0["statusCode"].string == "NODE_DELETED" })
            #expect(try await caller.get("/v2/activities?pageSize=5").status == .badRequest)
        }
    }

    @Test func twoTenantsHaveTwoWorlds() async throws {
        let configuration = SimulatorConfiguration(tenants: [
            SimulatorConfiguration.Tenant(name: "north", seed: 1, devices: 30),
            SimulatorConfiguration.Tenant(name: "south", seed: 2, devices: 40),
        ])
        try await SimulatorServer.with(configuration) { (handle: SimulatorHandle) async throws in
            let north = try await Caller.loggedIn(handle, tenant: "north")
            let south = try await Caller.loggedIn(handle, tenant: "south")
            #expect(try await north.list("/v2/devices", pageSize: 100).count == 30)
            #expect(try await south.list("/v2/devices", pageSize: 100).count == 40)
            #expect(north.connection.credentials != south.connection.credentials)
        }
    }
}
