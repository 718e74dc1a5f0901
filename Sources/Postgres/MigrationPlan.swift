/// What the database says was applied.
struct AppliedMigration: Sendable, Hashable {
    let name: String
    let checksum: String
    let appliedAt: String
}

/// What is still to be applied, or why nothing may be: no I/O in here.
enum MigrationPlan {
    static let oldestServer = 15

    /// `checksums` are those of `known`, in their order.
    static func pending(
        known: [Migration], checksums: [String], applied: [AppliedMigration]
    ) throws(PostgresError) -> [Migration] {
        let names = Set(known.map(\.name))
        if let newer = applied.last(where: { !names.contains($0.name) }) {
            throw PostgresError(
                .migration, "the database has the migration \(newer.name), which this program does not know",
                hint: "a newer version has used this database: use a program at least as new, or another database")
        }
        for (place, migration) in known.enumerated() {
            guard place < applied.count else { return Array(known[place...]) }
            let recorded = applied[place]
            guard recorded.name == migration.name else {
                throw PostgresError(
                    .migration, "the database has \(recorded.name) but not \(migration.name), which comes before it",
                    hint: "use the migrations as they were released, or restore the database from a backup")
            }
            guard recorded.checksum == checksums[place] else {
                throw PostgresError(
                    .migration, "the migration \(migration.name) was changed after it had been applied",
                    hint: "restore the file as it was released, and put the change into a new migration")
            }
        }
        return []
    }

    /// `version` as libpq counts it: 150004 is 15.4.
    static func check(serverVersion version: Int) throws(PostgresError) {
        guard version / 10_000 < oldestServer else { return }
        throw PostgresError(
            .migration, "the server is PostgreSQL \(version / 10_000), but \(oldestServer) or newer is needed",
            hint: "upgrade it, or point database.url at a newer server")
    }
}
