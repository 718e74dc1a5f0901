import Connectors
import HTTPTransport
import Synchronization
import Testing
import VendorSimulator

/// A stream calls the paths that it declares, and no others: people allow and watch them by its page.
@Suite(.timeLimit(.minutes(3))) struct DeclaredCallsTests {
    @Test(arguments: SimulatedVendorTests.vendors) func aStreamCallsWhatItDeclares(vendor: String) async throws {
        let type = try #require(Registry.connector(for: vendor))
        let tenant = SimulatorConfiguration.Tenant(name: "acme", seed: 7, devices: 40, vendors: [vendor])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            let connection = try #require(handle.connection(vendor))
            let watched = WatchedTransport(baseURL: connection.baseURL)
            _ = try await SimulatedReading(
                type, of: connection, clock: try #require(handle.tenant()).fleet.now, transport: watched,
                begins: { watched.begin($0.name) })
            for stream in type.streams {
                #expect(!stream.calls.isEmpty, "\(stream.name) declares no calls")
                let declared = stream.calls.map(DeclaredCall.init)
                let undeclared = watched.called(by: stream.name).filter { call in !declared.contains { $0.fits(call) } }
                #expect(undeclared == [], "\(stream.name)")
            }
        }
    }
}

/// A declared path, whose braces stand for anything within one part.
private struct DeclaredCall {
    private let path: [Substring]
    private let query: Substring?

    init(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1)
        path = parts[0].split(separator: "/")
        query = parts.count > 1 ? parts[1] : nil
    }

    func fits(_ call: String) -> Bool {
        let parts = call.split(separator: "?", maxSplits: 1)
        let called = parts[0].split(separator: "/")
        if let query, parts.count < 2 || !parts[1].split(separator: "&").contains(query) { return false }
        return called.count == path.count && zip(path, called).allSatisfy { $0.first == "{" || $0 == $1 }
    }
}

/// Remembers what was called, by the stream that was being read; what is called before the first one is logging in.
private final class WatchedTransport: Transport {
    private struct State {
        var stream: String?
        var called: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())
    private let inner = CurlTransport(egress: .allowingPrivate)
    private let baseURL: String

    init(baseURL: String) { self.baseURL = baseURL }

    func begin(_ stream: String) { state.withLock { $0.stream = stream } }
    func called(by stream: String) -> Set<String> { state.withLock { $0.called[stream] ?? [] } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let call = String(request.url.dropFirst(baseURL.count))
        state.withLock { state in
            if let stream = state.stream { state.called[stream, default: []].insert(call) }
        }
        return try await inner.send(request)
    }
}
