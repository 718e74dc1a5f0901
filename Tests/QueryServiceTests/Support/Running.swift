import Access
import HTTPTypes
import Hummingbird
import Logging
import Postgres
import ServiceLifecycle
import Synchronization
import Testing

@testable import QueryService

/// Runs a service in a group, as the program does, and stops it as soon as its port is open.
enum Running {
    static func check(_ reader: PostgresClient) async throws {
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let service = QueryService(
            QueryServiceConfiguration(port: 0), reader: reader,
            keys: KeyRing(reader: reader, profiles: Fixture.profiles),
            logger: Logger(label: "tests.running")
        ) { port in
            opened.yield(port)
            opened.finish()
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [service], logger: Logger(label: "tests.group")))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports { #expect(port > 0) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// Collects a body's bytes.
struct Collector: ResponseBodyWriter {
    final class Text: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        var value: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
        func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
    }

    let text = Text()

    mutating func write(_ buffer: ByteBuffer) async throws { text.append(Array(buffer.readableBytesView)) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
