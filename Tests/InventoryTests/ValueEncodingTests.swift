import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct ValueEncodingTests {
    private static let texts = [
        "plain", "", "tab\there", "line\nfeed\r", "back\\slash", "\\N", "\\.", "quote\"d", "{a,b}", "ünïcödé 😀", "a\0b",
        "null",
        "\u{1}\u{7f}", " spaced ", String(repeating: "x\\\n", count: 1_000),
    ]

    /// What COPY writes is what was meant, by PostgreSQL's own reading.
    @Test func copyTextArrivesAsItWas() async throws {
        try await TestDatabase.with { database in
            let rows: [[Value]] =
                Self.texts.map {
                    [.text($0), .textArray([$0, "second"]), .integer(-7), .decimal("12.50"), .boolean(true)]
                }
                + [[.null, .null, .null, .null, .null]]
            let stored = try await database.owner.withConnection { session in
                try await session.execute(
                    "CREATE TEMPORARY TABLE cells (a text, b text[], c bigint, d numeric, e boolean)")
                let pending = Mutex([Self.copyText(rows)])
                try await session.copyIn("COPY cells FROM STDIN") { pending.withLock { $0.popLast() } }
                return try await session.query("SELECT a, b[1] AS b1, cardinality(b) AS n, c, d, e FROM cells")
            }
            let expected = Self.texts.map { $0.replacing("\0", with: "") }
            #expect(stored.map { $0["a"] } == expected + [nil])
            #expect(stored.map { $0["b1"] } == expected + [nil])
            #expect(
                stored.dropLast().allSatisfy {
                    $0["n"] == "2" && $0["c"] == "-7" && $0["d"] == "12.50" && $0["e"] == "t"
                })
        }
    }

    /// Times, dates, addresses and JSON mean the same to PostgreSQL.
    @Test func everyTypeIsTakenByItsColumn() async throws {
        try await TestDatabase.with { database in
            let row: [Value] = [
                .timestamp(Timestamp(microseconds: 1_767_323_045_123_450)), .timestamp(Timestamp(microseconds: -1)),
                .date(CalendarDate(days: -719_162)), .textArray(["10.0.0.1", "fe80::1"]),
                .textArray(["08:00:2b:01:02:03"]),
                .json("{\"a\":\"x\\\\y\\n\"}"),
            ]
            let stored = try await database.owner.withConnection { session in
                try await session.execute(
                    """
                    CREATE TEMPORARY TABLE cells (a timestamptz, b timestamptz, c date, d inet[], e macaddr[], f jsonb);
                    SET timezone = 'UTC'
                    """)
                let pending = Mutex([Self.copyText([row])])
                try await session.copyIn("COPY cells FROM STDIN") { pending.withLock { $0.popLast() } }
                return try await session.query("SELECT a, b, c, d, e, f ->> 'a' AS f FROM cells").only()
            }
            #expect(stored["a"] == "2026-01-02 03:04:05.12345+00")
            #expect(stored["b"] == "1969-12-31 23:59:59.999999+00")
            #expect(stored["c"] == "0001-01-01")
            #expect(stored["d"] == "{10.0.0.1,fe80::1}")
            #expect(stored["e"] == "{08:00:2b:01:02:03}")
            #expect(stored["f"] == "x\\y\n")
        }
    }

    @Test func canonicalBytesDifferWhereValuesDiffer() {
        let rows: [[Value]] = [
            [.null], [.text("")], [.text("a"), .text("b")], [.text("ab"), .text("")], [.text("1")], [.integer(1)],
            [.decimal("1")],
            [.boolean(true)], [.boolean(false)], [.textArray(["a", "b"])], [.textArray(["ab"])],
            [.textArray([]), .text("a")],
            [.textArray(["a"])], [.json("{}")], [.text("{}")], [.timestamp(Timestamp(microseconds: 1))],
            [.date(CalendarDate(days: 1))], [.null, .null],
        ]
        let bytes = rows.map(Self.canonical)
        #expect(Set(bytes).count == rows.count)
        #expect(Self.canonical([.text("a\0b")]) == Self.canonical([.text("ab")]))
    }

    /// Digests are stored: these bytes must never change.
    @Test func canonicalBytesStayAsTheyAre() {
        let row: [Value] = [
            .null, .text("é"), .integer(258), .decimal("1.5"), .boolean(true), .timestamp(Timestamp(microseconds: 1)),
            .date(CalendarDate(days: -1)), .textArray(["a"]), .json("{}"),
        ]
        #expect(
            Self.canonical(row) == [
                0, 1, 2, 0, 0, 0, 0xC3, 0xA9, 2, 2, 1, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0x31, 0x2E, 0x35, 4, 1,
                5, 1, 0, 0, 0, 0, 0, 0, 0, 6, 0xFF, 0xFF, 0xFF, 0xFF, 7, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0x61, 8, 2, 0, 0, 0,
                0x7B, 0x7D,
            ])
    }

    private static func copyText(_ rows: [[Value]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            for (place, value) in row.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: "\t")) }
                value.appendCopyText(to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func canonical(_ row: [Value]) -> [UInt8] {
        row.reduce(into: []) { $1.appendCanonical(to: &$0) }
    }
}
