import CSimdJSON
import Connectors
import Foundation
import HTTPTransport
import Inventory
import JSON
import Logging
import Synchronization
import VendorSimulator

/// A page of the software report from the vendor's bytes to records, again and again without a network, beside what the
/// bytes cost at least.
struct PagePath {
    let warehouse: Warehouse

    func run() async throws {
        guard let connection = warehouse.vendor.connections.first else { return }
        let network = Recording(CurlTransport(egress: .allowingPrivate))
        let connector = try NinjaOnePage(connection.baseURL, connection.credentials, network)
        let rows = try await connector.read()
        network.replay()
        guard let bytes = network.longest else { return }
        say("\nParsing: a page of \(rows) software rows, \(bytes.count / 1000) kB of JSON")
        show("memcpy", Pace.of { Self.copy(bytes) }, bytes.count, rows)
        show("simdjson's first stage", Pace.of { Self.scan(bytes) }, bytes.count, rows)
        show("JSON document", try Pace.of { _ = try JSONValue.parse(bytes) }, bytes.count, rows)
        show("document and records", try await Pace.of { _ = try await connector.read() }, bytes.count, rows)
    }

    private func show(_ name: String, _ seconds: Double, _ bytes: Int, _ rows: Int) {
        let megabytes = String(format: "%.0f", Double(bytes) / seconds / 1e6)
        say("  \(name): \(megabytes) MB/s, \(Int(Double(rows) / seconds)) rows/s")
    }

    private static func copy(_ bytes: [UInt8]) {
        let copy = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = buffer.initialize(fromContentsOf: bytes)
        }
        withExtendedLifetime(copy) {}
    }

    private static func scan(_ bytes: [UInt8]) {
        var error: Int32 = 0
        bytes.withUnsafeBufferPointer { buffer in
            guard let scanner = qm_json_scan(buffer.baseAddress, buffer.count, &error) else { return }
            qm_json_free(scanner)
        }
    }
}

/// The first page of the software report, read by the real connector.
private struct NinjaOnePage {
    private let connector: any Connector

    init(_ baseURL: String, _ credentials: [String: String], _ transport: any Transport) throws {
        guard let type = Registry.connector(for: "ninjaone") else {
            throw Program.Failure(description: "there is no connector to measure")
        }
        connector = try type.init(
            ConnectorContext(
                baseURL: baseURL, settings: [:], credentials: { Credentials(credentials) }, transport: transport,
                now: { Timestamp(seconds: Date().timeIntervalSince1970) }, logger: Logger(label: "bench")))
    }

    func read() async throws -> Int {
        try await connector.page(of: "software", ReadRequest(scope: .everything), at: nil).records.count
    }
}

/// A transport that keeps the answers, and then gives them again without asking.
private final class Recording: Transport {
    private struct State {
        var answers: [String: TransportResponse] = [:]
        var isReplaying = false
    }
    private let state = Mutex(State())
    private let inner: any Transport

    init(_ inner: any Transport) { self.inner = inner }

    func replay() { state.withLock { $0.isReplaying = true } }

    var longest: [UInt8]? { state.withLock { $0.answers.values.map(\.body).max { $0.count < $1.count } } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        if let known = state.withLock({ $0.isReplaying ? $0.answers[request.url] : nil }) { return known }
        let answer = try await inner.send(request)
        state.withLock { $0.answers[request.url] = answer }
        return answer
    }
}
