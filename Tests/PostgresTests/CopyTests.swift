import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct CopyTests {
    private struct Stop: Error {}
    private static let rows = 200_000

    /// Gives `rows` numbered rows in pieces that are cut anywhere.
    private struct Source {
        private var next = 0
        private let rows: Int
        private let bad: Int?
        init(rows: Int, bad: Int? = nil) {
            self.rows = rows
            self.bad = bad
        }

        mutating func chunk() -> [UInt8]? {
            guard next < rows else { return nil }
            var text = ""
            for number in next..<min(rows, next + 5_000) {
                text += number == bad ? "not a number\tx\n" : "\(number)\tname of number \(number)\n"
            }
            next += 5_000
            return Array(text.utf8)
        }
    }

    private func withTable(_ body: (PostgresClient) async throws -> Void) async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.query("CREATE TABLE t (n int, name text)")
            try await body(database.owner)
        }
    }

    @Test func manyRowsGoInAndComeOutTheSame() async throws {
        try await withTable { client in
            var source = Source(rows: Self.rows)
            let copied = try await client.withConnection { session in
                try await session.copyIn("COPY t FROM STDIN") { source.chunk() }
            }
            #expect(copied == Self.rows)
            var received: [UInt8] = []
            try await client.withConnection { session in
                try await session.copyOut("COPY (SELECT * FROM t ORDER BY n) TO STDOUT") { received += $0 }
            }
            var again = Source(rows: Self.rows)
            var sent: [UInt8] = []
            while let chunk = again.chunk() { sent += chunk }
            #expect(received == sent)
        }
    }

    @Test func aBadRowInTheMiddleFailsTheWholeCopyAndTheSessionGoesOn() async throws {
        try await withTable { client in
            var source = Source(rows: Self.rows, bad: 123_456)
            try await client.withConnection { session in
                await expect(.invalidText) { try await session.copyIn("COPY t FROM STDIN") { source.chunk() } }
                let left = try await session.query("SELECT FROM t")
                #expect(left.isEmpty)
            }
        }
    }

    @Test func aSenderThatThrowsStoresNothingAndItsOwnErrorComesBack() async throws {
        try await withTable { client in
            try await client.withConnection { session in
                var source = Source(rows: 20_000)
                await #expect(throws: Stop.self) {
                    try await session.copyIn("COPY t FROM STDIN") {
                        guard let chunk = source.chunk() else { throw Stop() }
                        return chunk
                    }
                }
                let left = try await session.query("SELECT FROM t")
                #expect(left.isEmpty)
            }
        }
    }

    @Test func aReceiverThatThrowsEndsTheCopyAndTheSessionGoesOn() async throws {
        try await withTable { client in
            try await client.withConnection { session in
                await #expect(throws: Stop.self) {
                    try await session.copyOut("COPY (SELECT generate_series(1, 50000000)) TO STDOUT") { _ in
                        throw Stop()
                    }
                }
                let rows = try await session.query("SELECT 1")
                #expect(rows.count == 1)
            }
        }
    }

    @Test func aTableThatIsNotThereIsAnErrorBeforeAnythingIsSent() async throws {
        try await withTable { client in
            try await client.withConnection { session in
                await expect(.undefinedObject) {
                    try await session.copyIn("COPY nowhere FROM STDIN") {
                        Issue.record("nothing may be asked for")
                        return nil
                    }
                }
                let rows = try await session.query("SELECT 1")
                #expect(rows.count == 1)
            }
        }
    }

    @Test func copyingInsideATransactionIsPartOfIt() async throws {
        try await withTable { client in
            await #expect(throws: Stop.self) {
                try await client.transaction(tenant: nil) { session in
                    var source = Source(rows: 10_000)
                    try await session.copyIn("COPY t FROM STDIN") { source.chunk() }
                    throw Stop()
                }
            }
            let left = try await client.query("SELECT FROM t")
            #expect(left.isEmpty)
        }
    }
}
