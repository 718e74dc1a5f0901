import HTTPTransport
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct ServerTests {
    @Test func theSameSeedServesTheSameBytes() async throws {
        let paths = [
            "/v2/organizations-detailed", "/v2/locations", "/v2/devices-detailed?expand=warranty", "/v2/alerts",
            "/v2/users", "/v2/activities?pageSize=1000", "/v2/queries/software?pageSize=500", "/v2/queries/os-patches",
            "/v2/queries/volumes", "/v2/backup/jobs",
        ]
        let runs = try await [0, 1].asyncMap { _ in
            try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
                for step in [Step.usual(share: 0.1), .checkIn, .turnover] { handle.advance(step) }
                let caller = try await Caller.loggedIn(handle)
                return try await paths.asyncMap { try await caller.get($0).body }
            }
        }
        #expect(runs[0] == runs[1] && runs[0].allSatisfy { $0.count > 1000 })
    }

    @Test func callsAreCountedByPath() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            handle.forgetCalls()
            for _ in 0..<3 { _ = try await caller.get("/v2/roles") }
            #expect(handle.calls("ninjaone") == ["/v2/roles": 3])
            #expect(handle.mostAtOnce("ninjaone") == 1)
        }
    }

    @Test func runningEndsWhenItsTaskIsCancelled() async throws {
        let (ready, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await SimulatorServer.run(SimulatorConfiguration()) { _ in signal.finish() }
                } catch is CancellationError {}
            }
            for await _ in ready {}
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func aServerThatCannotListenSaysSo() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let port = Int(handle.connections[0].baseURL.split(separator: ":")[2]) ?? 0
            await #expect(throws: (any Error).self) {
                try await SimulatorServer.with(SimulatorConfiguration(firstPort: port)) { _ in }
            }
        }
    }
}
