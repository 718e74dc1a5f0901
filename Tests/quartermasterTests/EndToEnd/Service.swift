import Foundation
import HTTPTransport
import HTTPTypes
import Postgres
import TestSupport
import Testing

/// The built program's query service on a port of its own, called with a key.
struct Service: Sendable {
    struct Reply: Sendable {
        let status: Int
        let text: String
    }

    private let url: String
    private let key: String
    private let transport = CurlTransport(egress: .allowingPrivate)

    private struct Made: Decodable { let key: String }

    /// Serves for the length of `body`, and sees it stop when asked to.
    static func with(
        _ world: World, profile: String, _ body: (Service) async throws -> Void
    ) async throws {
        try await with(world, key: ["--tenant", "acme", "--name", "rest", "--profile", profile], body)
    }

    /// - Parameter key: What the key is made with.
    static func with(
        _ world: World, key: [String], _ body: (Service) async throws -> Void
    ) async throws {
        let made = try await world.program.run(["key", "create", "--json"] + key)
        #expect(made.status == 0, "\(made.errors)")
        let key = try JSONDecoder().decode(Made.self, from: Data(made.output.utf8)).key
        let running = try world.program.start(["serve", "--port", "0"])
        do {
            let url = try await address(running, world)
            try await body(Service(url: url, key: key))
        } catch {
            running.signal(SIGKILL)
            throw error
        }
        running.signal(SIGTERM)
        let outcome = await running.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private init(url: String, key: String) {
        self.url = url
        self.key = key
    }

    /// What the program says once it answers.
    private static func address(_ running: RunningProgram, _ world: World) async throws -> String {
        while true {
            if let match = running.complained.firstMatch(of: /Listening at (http:[^;]+);/) { return String(match.1) }
            try await world.database.owner.query("SELECT pg_sleep(0.02)")
        }
    }

    func get(_ path: String) async throws -> Reply { try await send(.get, path, "") }
    func post(_ path: String, _ body: String) async throws -> Reply { try await send(.post, path, body) }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> Reply {
        let response = try await transport.send(
            TransportRequest(
                method: method, url: url + path,
                headers: [.authorization: "Bearer \(key)", .contentType: "application/json"], body: Array(body.utf8)))
        return Reply(status: response.status.code, text: String(decoding: response.body, as: UTF8.self))
    }
}
