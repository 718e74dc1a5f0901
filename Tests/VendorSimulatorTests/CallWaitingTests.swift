import HTTPTransport
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct CallWaitingTests {
    @Test func aWaiterGoesOnWhenTheCallsHaveArrivedAndNotBefore() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            handle.forgetCalls()
            async let seen = waited(3, handle)
            for _ in 0..<5 { _ = try await caller.get("/v2/roles") }
            #expect(await seen >= 3)
        }
    }

    @Test func callsThatCameBeforeAreCounted() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            _ = try await Caller.loggedIn(handle)
            await handle.waitForCalls(1, vendor: "ninjaone")
            #expect(handle.calls("ninjaone") == ["/ws/oauth/token": 1])
        }
    }

    @Test func aCallThatIsNeverAnsweredHasArrived() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            handle.forgetCalls()
            handle.set(.hangs)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await caller.get("/v2/devices") }
                await handle.waitForCalls(1, vendor: "ninjaone")
                #expect(handle.calls("ninjaone") == ["/v2/devices": 1])
                group.cancelAll()
            }
        }
    }

    @Test func waitingEndsWithItsTask() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await handle.waitForCalls(1, vendor: "ninjaone") }
                group.cancelAll()
            }
            #expect(handle.calls("ninjaone").isEmpty)
        }
    }

    private func waited(_ count: Int, _ handle: SimulatorHandle) async -> Int {
        await handle.waitForCalls(count, vendor: "ninjaone")
        return handle.calls("ninjaone").values.reduce(0, +)
    }
}
