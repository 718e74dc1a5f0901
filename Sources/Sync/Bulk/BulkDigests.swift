import Connectors
import Crypto
import Foundation
import Inventory
import Postgres

/// What each device's stored rows are, in 16 bytes: a device whose rows come as they are stored is done with by that alone. A
/// digest is kept only while it is true: whoever writes a device's rows otherwise takes it away in the same transaction, and
/// where rows are deleted the database itself does (migration 0023).
struct BulkDigests: Sendable {
    let tenant: UUID
    let shape: BulkShape

    private var parameters: [String?] { [tenant.postgresText, shape.entity.name, String(shape.stream.part)] }

    /// The digest of rows that stand together.
    static func of(_ rows: Range<Int>, _ page: SetRows) -> [UInt8] {
        var hasher = SHA256()
        page.bytes.withUnsafeBytes {
            hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[page.bytes(of: rows)]))
        }
        return Array(hasher.finalize().prefix(16))
    }

    func digests(of devices: [Int32], in session: PostgresConnection) async throws -> [Int32: [UInt8]] {
        guard !devices.isEmpty else { return [:] }
        try await session.findByKeys()
        let rows = try await session.query(
            SQL(
                text: """
                    SELECT device_number, encode(digest, 'hex') FROM control.device_digests
                    WHERE tenant_id = $1::uuid AND entity = $2 AND part = $3::smallint AND device_number = ANY ($4::integer[])
                    """, parameters: parameters, binaries: [BinaryArray(devices).bytes]))
        var digests: [Int32: [UInt8]] = [:]
        for row in rows {
            if let device = row[0].flatMap({ Int32($0) }) { digests[device] = row[1].map(SeenStore.bytes) }
        }
        return digests
    }

    func keep(_ digests: [(device: Int32, digest: [UInt8])], in session: PostgresConnection) async throws {
        guard !digests.isEmpty else { return }
        var texts = BinaryArray(.bytea, count: digests.count)
        for (_, digest) in digests { texts.append(digest) }
        try await session.query(
            SQL(
                text: """
                    INSERT INTO control.device_digests (tenant_id, entity, part, device_number, digest)
                    SELECT $1::uuid, $2, $3::smallint, u.device_number, u.digest
                    FROM unnest($4::integer[], $5::bytea[]) AS u(device_number, digest)
                    ON CONFLICT (tenant_id, entity, part, device_number) DO UPDATE SET digest = excluded.digest
                    """, parameters: parameters, binaries: [BinaryArray(digests.map(\.device)).bytes, texts.bytes]))
    }

    func forget(_ devices: [Int32], in session: PostgresConnection) async throws {
        guard !devices.isEmpty else { return }
        try await session.query(
            SQL(
                text: """
                    DELETE FROM control.device_digests
                    WHERE tenant_id = $1::uuid AND entity = $2 AND part = $3::smallint AND device_number = ANY ($4::integer[])
                    """, parameters: parameters, binaries: [BinaryArray(devices).bytes]))
    }
}
