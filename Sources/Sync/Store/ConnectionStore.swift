import Foundation
import Postgres

/// Finds the connection that a request means.
enum ConnectionStore {
    static func find(_ request: SyncRequest, in session: PostgresConnection) async throws -> ConnectionRow {
        let rows =
            switch request.connection {
            case .id(let id):
                try await session.query(
                    "SELECT * FROM control.connections WHERE tenant_id = \(request.tenant) AND id = \(id)")
            case .name(let name):
                try await session.query(
                    "SELECT * FROM control.connections WHERE tenant_id = \(request.tenant) AND name = \(name)")
            }
        guard let row = rows.first else { throw SyncError.unknownConnection(Self.words(request.connection)) }
        let settings = Data((row["settings"] ?? "{}").utf8)
        return ConnectionRow(
            tenant: request.tenant, id: try row.get("id"), vendor: try row.get("vendor"), name: try row.get("name"),
            baseURL: try row.get("base_url"), settings: try JSONDecoder().decode([String: String].self, from: settings),
            state: ConnectionState(rawValue: try row.get("state")) ?? .active)
    }

    private static func words(_ selector: SyncRequest.Selector) -> String {
        switch selector {
        case .id(let id): id.postgresText
        case .name(let name): name
        }
    }
}
