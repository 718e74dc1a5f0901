import Foundation
import Postgres
import TestSupport
import Testing

/// Arrays in PostgreSQL's binary form.
@Suite struct BinaryArrayTests {
    @Test func arriveAsTheyWereMeant() async throws {
        var bigints = BinaryArray(.bigint)
        for number in [Int64.min, 0, .max] { bigints.append(number) }
        bigints.appendNull()
        var texts = BinaryArray(.text)
        for text in ["", "naïve \"quoted\" {,}", "NULL"] { texts.append(Array(text.utf8)) }
        texts.appendNull()
        var days = BinaryArray(.date)
        days.append(Int32(0))
        var moments = BinaryArray(.timestamptz)
        moments.append(Int64(1_500_000))
        var bytes = BinaryArray(.bytea)
        bytes.append([0, 255, 10])
        let arrays = [BinaryArray([Int32.min, 7, .max]), BinaryArray([]), bigints, texts, days, moments, bytes]
        try await TestDatabase.withEmpty { [arrays] database in
            let row = try await database.owner.query(
                SQL(
                    text: """
                        SELECT $1 AS before, $2::integer[] AS integers, $3::integer[] AS none, $4::bigint[] AS bigints,
                            $5::text[] AS texts, $6::date[] AS days, ($7::timestamptz[])[1] AT TIME ZONE 'UTC' AS moment,
                            $8::bytea[] AS bytes
                        """, parameters: ["text"], binaries: arrays.map(\.bytes))
            ).only()
            #expect(row["before"] == "text")
            #expect(row["integers"] == "{-2147483648,7,2147483647}" && row["none"] == "{}")
            #expect(row["bigints"] == "{-9223372036854775808,0,9223372036854775807,NULL}")
            #expect(row["texts"] == #"{"","naïve \"quoted\" {,}","NULL",NULL}"#)
            #expect(row["days"] == "{2000-01-01}" && row["moment"] == "2000-01-01 00:00:01.5")
            #expect(row["bytes"] == #"{"\\x00ff0a"}"#)
        }
    }
}
