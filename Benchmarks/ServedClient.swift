import Foundation
import HTTPTransport
import HTTPTypes

/// Asks the service: once, or with wrk as often as it answers.
struct ServedClient: Sendable {
    let base: String
    let key: String
    let folder: URL

    func get(_ path: String) async throws {
        let answer = try await CurlTransport(egress: .allowingPrivate).send(
            TransportRequest(url: base + path, headers: [.authorization: "Bearer \(key)"]))
        guard answer.status == .ok else {
            throw Program.Failure(
                description: "\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    /// - Parameter process: The service, whose CPU is told.
    func load(_ path: String, _ process: Int32) async throws -> ServedFigures {
        // Not on the command line, which everybody on the machine can read.
        let script = folder.appendingPathComponent("wrk.lua")
        try Data(
            """
            wrk.headers["Authorization"] = "Bearer \(key)"
            function done(summary, latency, requests)
                io.write(string.format("figures %d %d %d %d %d\\n", summary.requests, summary.duration,
                    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.read
                    + summary.errors.connect + summary.errors.timeout))
            end
            """.utf8
        ).write(to: script)
        let before = CPUClock.of(process)
        let output = try await Tool.run(
            "wrk",
            ["-t1", "-c\(ServePath.connections)", "-d\(ServePath.seconds)s", "-s", script.path, base + path])
        let cpu = CPUClock.of(process) - before
        let line = output.split(separator: "\n").last { $0.hasPrefix("figures ") } ?? ""
        let numbers = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard numbers.count == 5, numbers[0] > 0, numbers[4] == 0 else {
            throw Program.Failure(description: "wrk: \(output)")
        }
        return ServedFigures(
            perSecond: numbers[0] / numbers[1] * 1e6, median: numbers[2] / 1000, p99: numbers[3] / 1000,
            cpu: cpu / numbers[0] * 1e6)
    }
}

/// A program of the system, found by its name.
enum Tool {
    /// What it says, when it ends well.
    static func run(_ name: String, _ arguments: [String]) async throws -> String {
        let program = Program(
            executable: URL(fileURLWithPath: "/usr/bin/env"), environment: ProcessInfo.processInfo.environment)
        return try await program.run([name] + arguments).output
    }
}
