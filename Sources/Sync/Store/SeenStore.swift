import Foundation
import Postgres

/// What an unfinished read has seen, kept with each page.
///
/// Beside the hashes of the ids it keeps, under names of their own, the devices of which a bulk stream has seen all that is
/// stored (their rows' hashes are spared then), the parents whose children were all seen, what a bulk
/// stream has changed (the records of those are written once a device, when the read has ended), the devices of which a
/// bulk stream could not read every row, and the rows whose move or deletion by a flag waits for a person.
struct SeenStore: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case ids = ""
        case whole = ":whole"
        case parents = ":parents"
        case changes = ":changes"
        case spared = ":spared"
        case held = ":held"
    }

    let tenant: UUID
    let connection: UUID
    let stream: String

    func add(_ bytes: [UInt8], _ kind: Kind, page: Int, in session: PostgresConnection) async throws {
        guard !bytes.isEmpty else { return }
        let name = stream + kind.rawValue
        try await session.query(
            """
            INSERT INTO control.seen (tenant_id, connection_id, stream, page, hashes)
            VALUES (\(tenant), \(connection), \(name), \(page), \(Self.hexadecimal(bytes))::bytea)
            ON CONFLICT (tenant_id, connection_id, stream, page) DO UPDATE SET hashes = excluded.hashes
            """)
    }

    func pages(_ kind: Kind, in session: PostgresConnection) async throws -> [[UInt8]] {
        let name = stream + kind.rawValue
        return try await session.query(
            """
            SELECT encode(hashes, 'hex') AS hashes FROM control.seen
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(name) ORDER BY page
            """
        ).map { Self.bytes($0["hashes"] ?? "") }
    }

    func clear(_ kinds: [Kind], in session: PostgresConnection) async throws {
        let names = ArrayText(kinds.map { stream + $0.rawValue }).text
        try await session.query(
            """
            DELETE FROM control.seen
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = ANY (\(names)::text[])
            """)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("\\x".utf8)
        text.reserveCapacity(bytes.count * 2 + 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hexadecimal.utf8.count / 2)
        var high: UInt8?
        for digit in hexadecimal.utf8 {
            let value = digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
