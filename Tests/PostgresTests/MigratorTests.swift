import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite struct MigratorTests {
    /// A folder of migrations for the length of `body`.
    private func withFiles(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "migrations-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try write(text, to: "\(folder)/\(name)") }
        try await body(folder)
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static let files = [
        "0001_one.sql": "CREATE TABLE one (role name DEFAULT '{role}_worker');",
        "0002_two.sql": "CREATE TABLE two (n int); INSERT INTO two VALUES (2);",
    ]

    @Test func theProjectsMigrationsApplyToAnEmptyDatabaseAndOnlyOnce() async throws {
        try await TestDatabase.withEmpty { database in
            let migrator = Migrator(files: TestDatabase.migrations, rolePrefix: database.rolePrefix)
            let first = try await migrator.migrate(database.owner)
            let second = try await migrator.migrate(database.owner)
            #expect(first.first == "0001_control" && second.isEmpty)
            let status = try await migrator.status(database.owner)
            #expect(status.map(\.name) == first && status.allSatisfy { $0.appliedAt != nil })
        }
    }

    @Test func theRolesPrefixStandsInTheText() async throws {
        try await withFiles(Self.files) { folder in
            try await TestDatabase.withEmpty { database in
                let migrator = Migrator(files: folder, rolePrefix: "acme")
                let before = try await migrator.status(database.owner)
                #expect(before.map(\.name) == ["0001_one", "0002_two"] && before.allSatisfy { $0.appliedAt == nil })
                _ = try await migrator.migrate(database.owner)
                let rows = try await database.owner.query("INSERT INTO one DEFAULT VALUES RETURNING role")
                #expect(try rows.only()["role"] == "acme_worker")
            }
        }
    }

    @Test func anEditedMigrationIsRefusedByName() async throws {
        try await refused(saying: "0001_one was changed") { folder in
            try write("CREATE TABLE other (n int);", to: folder + "/0001_one.sql")
        }
    }

    @Test func aMigrationThatOnlyTheDatabaseHasIsRefusedByName() async throws {
        try await refused(saying: "0002_two, which this program does not know") { folder in
            try FileManager.default.removeItem(atPath: folder + "/0002_two.sql")
        }
    }

    @Test func aGapInTheNumbersIsRefused() async throws {
        try await refused(saying: "without a gap") { folder in
            try write("SELECT 1;", to: folder + "/0004_four.sql")
        }
    }

    @Test func aFileWithoutANumberIsRefused() async throws {
        try await refused(saying: "not named like") { folder in try write("SELECT 1;", to: folder + "/three.sql") }
    }

    /// Migrates, changes the files, and expects that a second time says so.
    private func refused(saying words: String, after change: (String) throws -> Void) async throws {
        try await withFiles(Self.files) { folder in
            try await TestDatabase.withEmpty { database in
                let migrator = Migrator(files: folder, rolePrefix: "acme")
                _ = try await migrator.migrate(database.owner)
                try change(folder)
                await #expect {
                    _ = try await migrator.migrate(database.owner)
                } throws: { error in
                    guard let error = error as? PostgresError else { return false }
                    return error.code == .migration && error.description.contains(words)
                }
            }
        }
    }

    @Test func oneThatFailsLeavesNothingOfItselfAndIsTriedAgain() async throws {
        try await withFiles(Self.files) { folder in
            try await TestDatabase.withEmpty { database in
                try write("CREATE TABLE two (n int); SELECT 1 / 0;", to: folder + "/0002_two.sql")
                let migrator = Migrator(files: folder, rolePrefix: "acme")
                await #expect(throws: PostgresError.self) { _ = try await migrator.migrate(database.owner) }
                try write("CREATE TABLE two (n int);", to: folder + "/0002_two.sql")
                let names = try await migrator.migrate(database.owner)
                #expect(names == ["0002_two"])
            }
        }
    }

    @Test func severalAtOnceApplyEachMigrationOnce() async throws {
        try await withFiles(Self.files) { folder in
            try await TestDatabase.withEmpty { database in
                let migrator = Migrator(files: folder, rolePrefix: "acme")
                let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<4 { group.addTask { try await migrator.migrate(database.owner) } }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(applied.sorted() == ["0001_one", "0002_two"])
            }
        }
    }

    @Test func severalDatabasesOfOneServerMayBeMigratedAtOnceWithTheSameRoles() async throws {
        let prefix = "r\(UInt32.random(in: 0...UInt32.max))"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await TestDatabase.withEmpty { database in
                        _ = try await Migrator(files: TestDatabase.migrations, rolePrefix: prefix).migrate(
                            database.owner)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aPrefixThatIsNoPlainNameIsRefused() async throws {
        try await withFiles(Self.files) { folder in
            try await TestDatabase.withEmpty { database in
                await expect(.migration) {
                    try await Migrator(files: folder, rolePrefix: "a; DROP").migrate(database.owner)
                }
                _ = try await database.owner.query("SELECT 1")
            }
        }
    }

    @Test func anOldServerIsNamed() {
        #expect {
            try MigrationPlan.check(serverVersion: 140_011)
        } throws: { error in
            "\(error)".contains("PostgreSQL 14") && "\(error)".contains("15 or newer")
        }
        #expect(throws: Never.self) { try MigrationPlan.check(serverVersion: 150_000) }
    }
}
