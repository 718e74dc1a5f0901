import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(2))) struct AutomateListTests {
    private static let world = SimulatorConfiguration(tenants: [.init(devices: 60, vendors: ["connectwise-automate"])])

    private func with(_ body: @Sendable @escaping (AutomateCaller) async throws -> Void) async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            try await body(try await AutomateCaller.loggedIn(handle))
        }
    }

    @Test func aListIsABareArrayWhosePagesEndWithAnEmptyOne() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let answer = try await caller.get("Computers?page=1&pageSize=7&orderBy=Id%20asc")
            #expect(try JSONValue.parse(answer.body).array?.count == 7)
            #expect(answer.headers[HTTPField.Name("Link") ?? .trailer] == nil)
            let ids = try await caller.list("Computers", order: "Id", size: 7).compactMap { $0["Id"].string }
            #expect(Set(ids).count == ids.count && ids == ids.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) })
            #expect(try await caller.rows("Computers", [("page", "900"), ("pageSize", "7")]).isEmpty)
        }
    }

    @Test func withoutAnOrderRowsComeInAnother() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let one = try await caller.rows("Computers", [("pageSize", "1000")]).compactMap { $0["Id"].text }
            let other = try await caller.rows("Computers", [("pageSize", "1000")]).compactMap { $0["Id"].text }
            #expect(one != other && Set(one) == Set(other))
        }
    }

    @Test func theDocumentsNamesOfParametersDoNothing() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let query = [("options.pageSize", "3"), ("options.includedFields", "Id"), ("pageSize", "1000")]
            let rows = try await caller.rows("Computers", query)
            #expect(rows.count > 3 && rows.allSatisfy { !$0["ComputerName"].isMissing })
        }
    }

    @Test func fieldsAreIncludedAndExcludedAndStrangersRefused() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let some = try await caller.rows("Locations", [("includefields", "Id,Name")])
            #expect(!some.isEmpty && some.allSatisfy { $0.object?.map(\.key) == ["Id", "Name"] })
            let most = try await caller.rows("Locations", [("excludeFields", "ScriptPassword,Router")])
            #expect(most.allSatisfy { $0["ScriptPassword"].isMissing && !$0["Id"].isMissing })
            #expect(try await caller.get("Computers?includeFields=Id,Model").status == .badRequest)
            #expect(try await caller.get("Computers?condition=Model%20%3D%201").status == .badRequest)
        }
    }

    @Test(arguments: [
        "Type = 'Server'", "Client.Id = 12", "Id > 4710 and Id <= 4720",
        "RemoteAgentLastContact >= 2026-07-01T07:50:00.000Z",
        "Status = \"Online\" and (Type = 'Server' or IsVirtualMachine = false)", "ComputerName like 'WS-%'",
        "Id in (4701,4703)",
        "Client.Id not in (12,13)",
    ])
    func aConditionChoosesRows(condition: String) async throws {
        try await with { (caller: AutomateCaller) async throws in
            let all = try await caller.list("Computers", order: "Id")
            let found = try await caller.rows(
                "Computers", [("condition", condition), ("pageSize", "1000"), ("orderBy", "Id asc")])
            #expect(!found.isEmpty && found.count < all.count, "\(found.count) of \(all.count)")
        }
    }

    @Test func aConditionOfDatesComparesTimes() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let stamp = "2026-07-01T07:55:00Z"
            let all = try await caller.list("Computers", order: "Id")
            let expected = all.filter { ($0["RemoteAgentLastContact"].string ?? "") >= stamp }.compactMap {
                $0["Id"].text
            }
            let found = try await caller.rows(
                "Computers",
                [("condition", "RemoteAgentLastContact >= \(stamp)"), ("pageSize", "1000"), ("orderBy", "Id asc")])
            #expect(found.compactMap { $0["Id"].text } == expected)
        }
    }

    @Test(arguments: ["Type =", "Type = Server'", "Id >> 3", "(Id = 3", "Id = 3 Id = 4", "not Id = 3"])
    func aConditionThatIsNoneIsRefused(condition: String) async throws {
        try await with { (caller: AutomateCaller) async throws in
            let path = "Computers?condition=" + condition.replacing(" ", with: "%20").replacing(">", with: "%3E")
            #expect(try await caller.get(path).status == .badRequest)
        }
    }

    @Test func idsAreTextsHereAndNumbersThere() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let computers = try await caller.list("Computers", order: "Id")
            let computer = try #require(computers.last)
            let chosen = try await caller.rows("Computers", [("ids", computer["Id"].text ?? "")])
            #expect(chosen.map { $0["Id"].text } == [computer["Id"].text])
            #expect(computer["Id"].string != nil && computer["Client"]["Id"].string != nil)
            #expect(computer["Location"]["Id"].integer != nil)
            let drives = try await caller.list("Computers/Drives", order: "DriveId")
            #expect(!drives.isEmpty && drives.allSatisfy { $0["ComputerId"].integer != nil })
            let single = try await caller.get("Computers/\(computer["Id"].text ?? "")")
            #expect(single.status == .notFound)
        }
    }

    @Test func datesHaveAZoneInSomeListsAndTheServersClockInOthers() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let now = try JSONValue.parse(await caller.get("DatabaseServerTime").body)
            #expect(now.string == "2026-07-01T03:00:00-05:00")
            let computers = try await caller.list("Computers", order: "Id")
            #expect(computers.allSatisfy { $0["RemoteAgentLastContact"].string?.hasSuffix("Z") == true })
            let alerts = try await caller.list("Alerts", order: "AlertId")
            #expect(!alerts.isEmpty && alerts.allSatisfy { $0["AlertDate"].string?.utf8.count == 19 })
        }
    }

    @Test func credentialsStandInTheOpen() async throws {
        try await with { (caller: AutomateCaller) async throws in
            let locations = try await caller.list("Locations", order: "Id")
            #expect(locations.allSatisfy { $0["ScriptPassword"].string?.isEmpty == false })
            let devices = try await caller.list("NetworkDevices", order: "Id")
            #expect(devices.allSatisfy { $0["SNMPCommunityGet"].string?.isEmpty == false })
        }
    }

    @Test func aFleetOf5000IsPagedByKeyWithoutGoingThroughAllOfIt() async throws {
        let world = SimulatorConfiguration(tenants: [.init(devices: 5000, vendors: ["connectwise-automate"])])
        try await SimulatorServer.with(world) { (handle: SimulatorHandle) async throws in
            let caller = try await AutomateCaller.loggedIn(handle)
            let started = ContinuousClock.now
            var last: Int64 = 2_000_000
            for _ in 0..<10 {
                let rows = try await caller.rows(
                    "Computers/Software",
                    [("condition", "ApplicationId > \(last)"), ("pageSize", "1000"), ("orderBy", "ApplicationId asc")])
                #expect(rows.count == 1000)
                last = rows.compactMap { $0["ApplicationId"].integer }.max() ?? last
            }
            // In a debug build a whole walk over its programs alone takes longer than that.
            #expect(ContinuousClock.now - started < .seconds(20))
        }
    }
}
