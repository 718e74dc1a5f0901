import ArgumentParser
import Postgres
import QueryService

/// `migrate`: brings the database to this version.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database to this version.",
        discussion: "Example: quartermaster migrate --status")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Show what is applied and what is missing, and change nothing.") var status = false

    private struct Line: Encodable {
        let name: String
        let appliedAt: String?
    }

    func run() async throws {
        try await Runtime.with(options, migrate: .never) { runtime in
            let migrator = try runtime.migrator()
            if status {
                try show(try await migrator.status(runtime.owner).map { Line(name: $0.name, appliedAt: $0.appliedAt) })
            } else {
                let applied = try await runtime.migrate()
                try await runtime.loadReferences()
                if options.json { return try Console.json(["applied": applied]) }
                print(applied.isEmpty ? "Nothing to do: the database is of this version." : "Applied:")
                for name in applied { print("  \(name)") }
            }
        }
    }

    private func show(_ lines: [Line]) throws {
        if options.json { return try Console.json(lines) }
        var table = TextTable(["migration", "applied"])
        for line in lines { table.add([line.name, line.appliedAt ?? "missing"]) }
        print(table.text)
    }
}

extension Runtime {
    /// Brings the database to this version, its comments too; returns the migrations that were missing.
    func migrate() async throws -> [String] {
        let applied = try await migrator().migrate(owner)
        try await TableComments(owner: owner).write(isForced: !applied.isEmpty)
        return applied
    }
}
