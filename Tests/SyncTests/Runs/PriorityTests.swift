import Connectors
import HTTPTransport
import Inventory
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// What a stream's calls wait as, where a budget is short.
@Suite(.timeLimit(.minutes(1))) struct PriorityTests {
    private final class Seen: Sendable {
        private let seen = Mutex<[String: CallPriority]>([:])
        func add(_ stream: String) { seen.withLock { $0[stream] = CallContext.current.priority } }
        var all: [String: CallPriority] { seen.withLock { $0 } }
    }

    private func priorities(
        _ fixture: Fixture, _ run: () async throws -> Void
    ) async throws -> [String: CallPriority] {
        let seen = Seen()
        fixture.script.onCall { (_, stream) throws(ConnectorError) in seen.add(stream) }
        try await run()
        return seen.all
    }

    @Test func aReadsPriorityReachesItsCalls() async throws {
        let alerts = Script.Stream(description: Make.stream("alerts", Alert.entity.description))
        let organizations = Make.organizations([Make.organization("1", updated: 1)], reading: Make.incremental)
        let streams = [organizations, Make.devices(), alerts]
        try await Fixture.with(streams) { fixture in
            let first = try await priorities(fixture) { try await fixture.sync() }
            #expect(first == ["organizations": .backfill, "devices": .backfill, "alerts": .alerts])
            let next = try await priorities(fixture) { try await fixture.sync() }
            #expect(next == ["organizations": .incremental, "devices": .incremental, "alerts": .alerts])
            let full = try await priorities(fixture) { try await fixture.sync(isFull: true) }
            #expect(full == ["organizations": .sweep, "devices": .incremental, "alerts": .alerts])
            let refresh = try await priorities(fixture) {
                try await Script.$current.withValue(fixture.script) {
                    _ = try await fixture.engine.run(
                        SyncRequest(
                            tenant: fixture.tenant, connection: .id(fixture.connection), trigger: .refresh))
                }
            }
            #expect(Set(refresh.values) == [.interactive])
        }
    }
}
