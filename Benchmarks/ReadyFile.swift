import Foundation
import Postgres

/// Rows as COPY writes them, in a file: what a load would be if nothing had to be fetched, parsed or compared.
struct ReadyFile {
    private let place: URL

    /// - Parameter query: What is copied, with COPY's options: `(SELECT …) TO STDOUT (FORMAT binary)`.
    init(_ query: String, name: String, of warehouse: Warehouse) async throws {
        place = warehouse.folder.appendingPathComponent(name)
        try Data().write(to: place)
        let handle = try FileHandle(forWritingTo: place)
        try await warehouse.owner.withConnection { session in
            try await session.copyOut("COPY \(query)") { try handle.write(contentsOf: $0) }
        }
        try handle.close()
    }

    func copy(_ statement: String, in session: PostgresConnection) async throws {
        let handle = try FileHandle(forReadingFrom: place)
        try await session.copyIn(statement) {
            // At the end it gives no bytes rather than nil.
            let bytes = [UInt8](try handle.read(upToCount: 1 << 18) ?? Data())
            return bytes.isEmpty ? nil : bytes
        }
    }
}
