import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct NinjaOneCursorTests {
    @Test func aCursorThatNobodyUsesForTenMinutesIsGone() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let first = try await caller.json("/v2/queries/software?pageSize=10")
            let path = "/v2/queries/software?pageSize=10&cursor=\(first["cursor"]["name"].string ?? "")"
            #expect(try await caller.get(path).status == .ok)
            handle.advance(.checkIn)
            #expect(try await caller.get(path).status == .badRequest)
        }
    }

    @Test func aCursorIsGoodForItsOwnReportAlone() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let first = try await caller.json("/v2/queries/software?pageSize=10")
            let name = first["cursor"]["name"].string ?? ""
            #expect(try await caller.get("/v2/queries/volumes?cursor=\(name)").status == .badRequest)
        }
    }

    @Test func twoReadersDoNotDisturbEachOther() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            async let one = caller.report("/v2/queries/volumes", pageSize: 13)
            async let other = caller.report("/v2/queries/volumes", pageSize: 29)
            let (first, second) = try await (one, other)
            #expect(!first.isEmpty && first.map { $0.serialised() } == second.map { $0.serialised() })
        }
    }

    @Test func aReportIsReadToItsEndWhileDevicesComeAndGo() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let before = Set((handle.truth("ninjaone")["devices"] ?? [:]).keys)
            handle.set(.rowsMove, vendor: "ninjaone")
            let rows = try await caller.report("/v2/queries/volumes", pageSize: 40)
            let ids = rows.map { "\($0["deviceId"].text ?? ""):\($0["name"].text ?? "")" }
            #expect(Set(ids).count == ids.count)
            let truth = handle.truth("ninjaone")
            let stayed = before.intersection((truth["devices"] ?? [:]).keys)
            let volumes = (truth["device_volumes"] ?? [:]).keys.filter { key in
                stayed.contains { key.hasPrefix($0 + ":") }
            }
            #expect(stayed.count < before.count && Set(ids).isSuperset(of: volumes))
        }
    }
}
