import Foundation
import Postgres

/// The statements over the warehouse's rows that a request takes, as PostgreSQL's log has them: the service's very own.
struct SentStatements {
    let warehouse: Warehouse

    struct Statement: Sendable {
        let text: String
        /// In the order of their numbers.
        let parameters: [String]

        /// For pgbench, whose variables have names of letters: `$1` is `:s0p1`.
        func script(_ name: String) -> String {
            var text = text
            for number in parameters.indices.reversed() {
                text = text.replacingOccurrences(of: "$\(number + 1)", with: ":\(name)p\(number + 1)")
            }
            return text.replacingOccurrences(of: "\n", with: " ") + ";\n"
        }

        func variables(_ name: String) -> [(name: String, value: String)] {
            parameters.enumerated().map { ("\(name)p\($0.offset + 1)", $0.element) }
        }
    }

    func during(_ request: () async throws -> Void) async throws -> [Statement] {
        // Once before: what is prepared and remembered then is not sent again.
        try await request()
        try await log("0")
        let log = warehouse.folder.appendingPathComponent("postgres/server.log")
        var found: [Statement] = []
        // Each session learns of the setting when it is next asked.
        for _ in 0..<50 where found.isEmpty {
            let start = try Data(contentsOf: log).count
            try await request()
            found = Self.statements(String(decoding: try Data(contentsOf: log).dropFirst(start), as: UTF8.self))
        }
        try await self.log("-1")
        guard !found.isEmpty else { throw Program.Failure(description: "PostgreSQL has logged no statement") }
        return found
    }

    private func log(_ milliseconds: String) async throws {
        try await warehouse.owner.query("ALTER SYSTEM SET log_min_duration_statement = \(raw: milliseconds)")
        try await warehouse.owner.query("SELECT pg_reload_conf()")
    }

    private static func statements(_ log: String) -> [Statement] {
        let execution =
            #/execute [^:]+: (SELECT [^\n]*FROM (?:live|inventory)\.[^\n]*)\n[^\n]*DETAIL:  parameters: ([^\n]*)/#
        return log.matches(of: execution).map { match in
            let values = String(match.2).matches(of: /\$\d+ = '([^']*)'/).map { String($0.1) }
            return Statement(text: String(match.1), parameters: values)
        }
    }
}
