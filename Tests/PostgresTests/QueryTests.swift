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
}
