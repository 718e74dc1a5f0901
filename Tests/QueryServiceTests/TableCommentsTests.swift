import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What tables and columns mean stands in the database too.
@Suite(.timeLimit(.minutes(5))) struct TableCommentsTests {
    @Test func everyTableAndColumnSaysWhatItMeans() async throws {
        try await TestDatabase.with { database in
            let comments = TableComments(owner: database.owner)
            try await comments.write()
            let silent = try await database.owner.query(
                """
                SELECT format('%s.%s', c.oid::regclass, a.attname) AS name
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0 AND NOT a.attisdropped
                WHERE c.relnamespace IN ('inventory'::regnamespace, 'live'::regnamespace, 'control'::regnamespace,
                    'report'::regnamespace) AND c.relkind IN ('r', 'p', 'v')
                    AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL) ORDER BY 1
                """
            ).map { $0["name"] ?? "" }
            #expect(silent == [])
            let words = try await Self.words("inventory.devices", "memory_bytes", database.owner)
            #expect(words == "Installed memory in bytes.")
            let values = try await Self.words("live.tickets", "status_category", database.owner)
            #expect(values?.contains("One of: open, waiting, closed.") == true)
        }
    }

    @Test func theyAreWrittenAnewOnlyWhenTheyDiffer() async throws {
        try await TestDatabase.with { database in
            let comments = TableComments(owner: database.owner)
            try await comments.write()
            try await database.owner.query("COMMENT ON COLUMN inventory.devices.hostname IS 'mine'")
            try await comments.write()
            #expect(try await Self.words("inventory.devices", "hostname", database.owner) == "mine")
            try await comments.write(isForced: true)
            #expect(try await Self.words("inventory.devices", "hostname", database.owner) != "mine")
        }
    }

    private static func words(_ table: String, _ column: String, _ owner: PostgresClient) async throws -> String? {
        try await owner.query(
            """
            SELECT col_description(a.attrelid, a.attnum) AS words FROM pg_attribute a
            WHERE a.attrelid = \(table)::regclass AND a.attname = \(column)
            """
        ).only()["words"]
    }
}
