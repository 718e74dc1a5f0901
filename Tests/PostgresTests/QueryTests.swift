import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct QueryTests {
    @Test func valuesComeBackAsTheyWentIn() async throws {
        try await TestDatabase.withEmpty { database in
            let id = UUID()
            let row = try await database.owner.query(
                """
                SELECT \("naïve 'quoted' \\ 日本")::text AS text, \(42)::int AS int, \(Int64.min)::bigint AS bigint,
                    \(Int32.max)::int AS small, \(0.1)::float8 AS double, \(true)::boolean AS flag, \(id)::uuid AS id,
                    \(["a", "b\"c\\d", "", "NULL"])::text[] AS list, \("")::text AS empty
                """
            ).only()
            #expect(try row.get("text") == "naïve 'quoted' \\ 日本")
            #expect(try row.get("int") == 42)
            #expect(try row.get("bigint") == Int64.min)
            #expect(try row.get("small") == Int32.max)
            #expect(try row.get("double") == 0.1)
            #expect(try row.get("flag") == true)
            #expect(try row.get("id") == id)
            #expect(row["list"] == #"{a,"b\"c\\d","","NULL"}"#)
            #expect(row["empty"] == "")
            #expect(row.withBytes(0) { Array($0) } == Array("naïve 'quoted' \\ 日本".utf8))
        }
    }

    @Test func nullIsNilBothWays() async throws {
        try await TestDatabase.withEmpty { database in
            let row = try await database.owner.query(
                "SELECT \(nil as String?)::text AS nothing, \(3 as Int?)::int AS something"
            ).only()
            #expect(row["nothing"] == nil && row.withBytes(0) { $0.count } == nil)
            #expect(try row.optional("nothing", as: Int.self) == nil)
            #expect(try row.optional("something") == 3)
            #expect(throws: PostgresError.self) { try row.get("nothing", as: String.self) }
        }
    }

    @Test func textThatIsNotOfTheTypeIsAWrongType() async throws {
        try await TestDatabase.withEmpty { database in
            let row = try await database.owner.query("SELECT 'x' AS letter").only()
            #expect { try row.get("letter", as: Int.self) } throws: { ($0 as? PostgresError)?.code == .wrongType }
            #expect { try row.get("nowhere", as: Int.self) } throws: { ($0 as? PostgresError)?.code == .wrongType }
        }
    }

    @Test func aNULByteIsRefusedBeforeItIsSent() async throws {
        try await TestDatabase.withEmpty { database in
            await expect(.invalidText) { try await database.owner.query("SELECT \("a\0b")") }
            let rows = try await database.owner.query("SELECT 1")
            #expect(rows.count == 1)
        }
    }

    @Test func noneOrSeveralRowsAreNotTheOnlyOne() async throws {
        try await TestDatabase.withEmpty { database in
            await expect(.unexpectedRowCount) { try await database.owner.query("SELECT WHERE false").only() }
            await expect(.unexpectedRowCount) {
                try await database.owner.query("SELECT FROM generate_series(1, 2)").only()
            }
        }
    }

    @Test func changedRowsAreCounted() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.query("CREATE TABLE t (n int)")
            let inserted = try await database.owner.query("INSERT INTO t SELECT generate_series(1, 5)")
            #expect(inserted.affected == 5 && inserted.isEmpty)
            #expect(try await database.owner.query("UPDATE t SET n = 0 WHERE n > \(3)").affected == 2)
        }
    }

    @Test func aStatementSurvivesThatItsTableGotOtherColumns() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.withConnection { session in
                try await session.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
                #expect(try await session.query("SELECT * FROM t").columns == ["a"])
                try await session.execute("ALTER TABLE t ADD b text")
                #expect(try await session.query("SELECT * FROM t").columns == ["a", "b"])
                try await session.execute("DEALLOCATE ALL")
                #expect(try await session.query("SELECT * FROM t").count == 1)
            }
        }
    }

    @Test func moreStatementsThanASessionKeepsStillAnswer() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.withConnection { session in
                for number in 0..<300 {
                    let rows = try await session.query(SQL(text: "SELECT \(number) AS n"))
                    #expect(try rows.only().get("n") == number)
                }
                let kept = try await session.query("SELECT count(*) AS n FROM pg_prepared_statements").only()
                #expect(try kept.get("n", as: Int.self) <= 256)
            }
        }
    }

    @Test func aScriptsErrorIsThrownAndTheSessionGoesOn() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.withConnection { session in
                await expect(.syntax) { try await session.execute("CREATE TABLE t (n int); SELEC 1; SELECT 2") }
                let rows = try await session.query("SELECT to_regclass('t') AS t")
                #expect(try rows.only()["t"] == nil)
            }
        }
    }

    @Test func aConstraintThatIsBrokenIsNamed() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.query(
                "CREATE TABLE t (n int CONSTRAINT positive CHECK (n > 0), CONSTRAINT one UNIQUE (n))")
            await expect(.checkViolation, constraint: "positive") {
                try await database.owner.query("INSERT INTO t VALUES (\(-1))")
            }
            await expect(.uniqueViolation, constraint: "one") {
                try await database.owner.query("INSERT INTO t VALUES (1), (1)")
            }
        }
    }

    @Test func twoTasksAtOnceOnOneConnectionAreRefused() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.withConnection { session in
                await expect(.other) {
                    async let slow = session.query("SELECT pg_sleep(0.3)")
                    async let other = session.query("SELECT pg_sleep(0.3)")
                    _ = try await (slow, other)
                }
            }
        }
    }
}
