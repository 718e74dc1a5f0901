import Access
import ArgumentParser
import Foundation
import Postgres

/// `quarantine list|show|retry`: vendor records that were set aside.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Vendor records that could not be used and were set aside.",
        subcommands: [List.self, Show.self, QuarantineRetryCommand.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what is set aside, the newest first.",
            discussion: "Example: quartermaster quarantine list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "How many records.") var limit = 50

        private struct Line: Encodable {
            let id: UUID
            let connection, stream: String
            let externalID: String?
            let reason, lastSeenAt: String
            let occurrences: Int
        }

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let rows = try await runtime.owner.query(
                    """
                    SELECT q.id, c.name AS connection, q.stream, q.external_id, q.reason, q.occurrences, q.last_seen_at
                    FROM control.quarantine q
                    JOIN control.connections c ON c.tenant_id = q.tenant_id AND c.id = q.connection_id
                    WHERE q.tenant_id = \(tenant.id) AND q.resolved_at IS NULL
                    ORDER BY q.last_seen_at DESC, q.id LIMIT \(limit)
                    """)
                let lines = try rows.map { row in
                    Line(
                        id: try row.get("id"), connection: try row.get("connection"), stream: try row.get("stream"),
                        externalID: row["external_id"], reason: try row.get("reason"),
                        lastSeenAt: try row.get("last_seen_at"), occurrences: try row.get("occurrences"))
                }
                try show(lines)
            }
        }

        private func show(_ lines: [Line]) throws {
            if options.json {
                for line in lines { try Console.json(line) }
                return
            }
            if lines.isEmpty { return print("Nothing is set aside.") }
            var table = TextTable(["id", "connection", "stream", "record", "times", "last seen", "reason"])
            for line in lines {
                table.add([
                    line.id.uuidString.lowercased(), line.connection, line.stream, line.externalID ?? "",
                    String(line.occurrences), line.lastSeenAt, line.reason,
                ])
            }
            print(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what the vendor sent.",
            discussion: "Example: quartermaster quarantine show 5f0c… --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The id, as 'quarantine list' prints it.") var id: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            guard let id = UUID(uuidString: id) else {
                throw CallError("'\(id)' is not an id that 'quarantine list' prints")
            }
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let rows = try await runtime.owner.query(
                    "SELECT payload FROM control.quarantine WHERE tenant_id = \(tenant.id) AND id = \(id)")
                guard let row = rows.first else { throw CallError("nothing is set aside under this id") }
                print(try row.get("payload", as: String.self))
            }
        }
    }
}
