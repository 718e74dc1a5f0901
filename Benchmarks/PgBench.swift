import Foundation
import Postgres

/// pgbench with statements as the service prepares them, as the owner, whom no policy binds.
struct PgBench {
    let warehouse: Warehouse

    /// - Parameter statements: What one request takes.
    func load(_ statements: [SentStatements.Statement]) async throws -> ServedFigures {
        let folder = warehouse.folder.appendingPathComponent("pgbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appendingPathComponent("script.sql")
        try Data(statements.enumerated().map { $0.element.script("s\($0.offset)") }.joined().utf8).write(to: script)
        let variables = statements.enumerated().flatMap { $0.element.variables("s\($0.offset)") }
        let always =
            ["-n", "-M", "prepared", "-c", "\(ServePath.connections)", "-j", "1", "-f", script.path]
            + variables.flatMap { ["-D", "\($0.name)=\($0.value)"] }
        // By count: its own alarm clock is a signal, which a child of this program does not get.
        let first = try await rate(always + ["-t", "50"])
        let each = max(50, Int(first * Double(ServePath.seconds)) / ServePath.connections)
        let logged = ["-l", "--log-prefix", folder.appendingPathComponent("log").path]
        let rate = try await rate(always + ["-t", "\(each)"] + logged)
        let took = try Self.latencies(folder)
        return ServedFigures(
            perSecond: rate, median: took[took.count / 2], p99: took[took.count * 99 / 100], cpu: nil)
    }

    private func rate(_ arguments: [String]) async throws -> Double {
        let output = try await Tool.run("pgbench", arguments + [warehouse.databaseURL])
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("tps = ") }),
            let rate = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) })
        else { throw Program.Failure(description: "pgbench: \(output)") }
        return rate
    }

    /// In milliseconds, in order: the third word of each line of its logs is in microseconds.
    private static func latencies(_ folder: URL) throws -> [Double] {
        var found: [Double] = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.lastPathComponent.hasPrefix("log") {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 3)
                if words.count > 2, let time = Double(words[2]) { found.append(time / 1000) }
            }
        }
        guard !found.isEmpty else { throw Program.Failure(description: "pgbench logged nothing") }
        return found.sorted()
    }
}
