import Foundation

/// Brings a database to this version: numbered SQL files, each in its own transaction, under one lock.
///
/// What was applied is recorded in `quartermaster.migrations`, a schema that no migration touches.
public struct Migrator: Sendable {
    /// The advisory lock that one migrator of a database holds at a time.
    private static let lock = 7_152_026
    /// Roles belong to the whole cluster: a migrator of another database may make the same ones at the same moment.
    private static let attempts = 5

    private let files: String
    private let rolePrefix: String

    /// `files`: the folder of `NNNN_name.sql`. In their text `{role}` stands for the roles' prefix.
    public init(files: String, rolePrefix: String) {
        self.files = files
        self.rolePrefix = rolePrefix
    }

    /// Applies what is missing. Throws ``PostgresError/Code/migration`` for an edited, missing or newer one, or for a
    /// server of another version than 15 or newer. Returns the names applied.
    @discardableResult
    public func migrate(_ client: PostgresClient) async throws -> [String] {
        let known = try Migration.load(files)
        try checkPrefix()
        return try await client.withConnection { session in
            try MigrationPlan.check(serverVersion: session.serverVersion)
            try await session.query("SELECT pg_advisory_lock(\(Self.lock))")
            do {
                let names = try await apply(known, in: session)
                try await session.query("SELECT pg_advisory_unlock(\(Self.lock))")
                return names
            } catch {
                if !session.handle.isBroken {
                    _ = try? await session.query("SELECT pg_advisory_unlock(\(Self.lock))", cancellable: false)
                }
                throw error
            }
        }
    }

    /// Every migration known here or recorded there, and whether it is applied.
    public func status(_ client: PostgresClient) async throws -> [(name: String, appliedAt: String?)] {
        let known = try Migration.load(files)
        let applied = try await client.withConnection { try await Self.applied(in: $0) }
        let times = Dictionary(applied.map { ($0.name, $0.appliedAt) }) { first, _ in first }
        let names = Set(known.map(\.name)).union(times.keys).sorted()
        return names.map { ($0, times[$0]) }
    }

    /// Throws ``PostgresError/Code/migration`` unless the database is of this very version: nothing missing, nothing
    /// edited, nothing newer. Changes nothing.
    public func verify(_ client: PostgresClient) async throws {
        let known = try Migration.load(files)
        let missing = try await client.withConnection { session in
            try MigrationPlan.check(serverVersion: session.serverVersion)
            return try MigrationPlan.pending(
                known: known, checksums: try await Self.checksums(of: known, in: session),
                applied: try await Self.applied(in: session))
        }
        guard missing.isEmpty else {
            throw PostgresError(
                .migration,
                "the database is not of this version (\(missing.count) migrations missing); run 'quartermaster migrate'"
            )
        }
    }

    /// The prefix becomes part of the SQL, so it must be a plain name.
    private func checkPrefix() throws(PostgresError) {
        let letters = "abcdefghijklmnopqrstuvwxyz_0123456789"
        guard let first = rolePrefix.first, first.isLetter, rolePrefix.allSatisfy(letters.contains),
            rolePrefix.count <= 40
        else {
            throw PostgresError(
                .migration, "'\(rolePrefix)' cannot be the roles' prefix",
                hint: "use lower-case letters, digits and underscores, a letter first, 40 at most")
        }
    }

    private func apply(_ known: [Migration], in session: PostgresConnection) async throws -> [String] {
        try await session.execute(
            """
            CREATE SCHEMA IF NOT EXISTS quartermaster;
            CREATE TABLE IF NOT EXISTS quartermaster.migrations (
                name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            """)
        let checksums = try await Self.checksums(of: known, in: session)
        let pending = try MigrationPlan.pending(
            known: known, checksums: checksums, applied: try await Self.applied(in: session))
        for migration in pending { try await apply(migration, checksums[migration.number - 1], in: session) }
        return pending.map(\.name)
    }

    private func apply(
        _ migration: Migration, _ checksum: String, in session: PostgresConnection
    ) async throws {
        for attempt in 1... {
            do {
                return try await session.transaction(tenant: nil, readOnly: false) { session in
                    try await session.execute(
                        migration.text.replacingOccurrences(of: "{role}", with: rolePrefix))
                    try await session.query(
                        "INSERT INTO quartermaster.migrations (name, checksum) VALUES (\(migration.name), \(checksum))")
                }
            } catch let error as PostgresError where attempt < Self.attempts && Self.isRaceForRoles(error) {
                continue
            } catch var error as PostgresError {
                error.message = "the migration \(migration.name) failed: \(error.message)"
                throw error
            }
        }
    }

    /// Two migrators of two databases made or granted the same role at the same moment.
    private static func isRaceForRoles(_ error: PostgresError) -> Bool {
        error.constraint?.hasPrefix("pg_auth") == true || error.sqlState == "42710"
            || (error.sqlState == "XX000" && error.message.contains("concurrently updated"))
    }

    private static func checksums(
        of migrations: [Migration], in session: PostgresConnection
    ) async throws -> [String] {
        let rows = try await session.query(
            """
            SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex') AS checksum
            FROM unnest(\(migrations.map(\.text))::text[]) WITH ORDINALITY AS files (body, place) ORDER BY place
            """)
        return try rows.map { row in try row.get("checksum") }
    }

    private static func applied(in session: PostgresConnection) async throws -> [AppliedMigration] {
        let isThere = try await session.query(
            "SELECT to_regclass('quartermaster.migrations') IS NOT NULL AS is_there"
        ).only()
        guard try isThere.get("is_there", as: Bool.self) else { return [] }
        let rows = try await session.query(
            "SELECT name, checksum, applied_at FROM quartermaster.migrations ORDER BY name")
        return try rows.map { row in
            AppliedMigration(
                name: try row.get("name"), checksum: try row.get("checksum"), appliedAt: try row.get("applied_at"))
        }
    }
}
