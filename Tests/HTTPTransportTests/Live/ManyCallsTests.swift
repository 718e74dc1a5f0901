import HTTPTransport
import Hummingbird
import Logging
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct ManyCallsTests {
    /// Runs the body against a well-behaved server that is stopped afterwards.
    private func serving(_ body: @escaping @Sendable (_ url: String) async throws -> Void) async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("echo/{number}") { _, context in try context.parameters.require("number") }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { told.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body("http://localhost:\(port)/echo/")
                break
            }
            group.cancelAll()
        }
    }

    @Test func fiveHundredCallsAtOnceAreAllAnswered() async throws {
        try await serving { url in
            let transport = CurlTransport(egress: .allowingPrivate)
            let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let response = try await transport.send(TransportRequest(url: "\(url)\(number)"))
                        return response.body == Array("\(number)".utf8)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(answered == 500)
        }
    }
}
