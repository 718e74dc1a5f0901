import Foundation
import Postgres

/// A tenant's organisations and companies as they are compared.
struct PartyTable: Sendable {
    enum Side: String, Sendable { case organization, company }

    var organizations: [UUID: Party] = [:]
    var companies: [UUID: Party] = [:]

    static func load(tenant: UUID, in session: PostgresConnection) async throws -> PartyTable {
        let rows = try await session.query(
            """
            SELECT id, connection_id, side, folded_name, array_to_string(domains, E'\\n') AS domains,
                array_to_string(phones, E'\\n') AS phones, array_to_string(places, E'\\n') AS places, serials
            FROM inventory.match_parties WHERE tenant_id = \(tenant)
            """)
        var table = PartyTable()
        for row in rows { table.set(try party(row), on: row["side"] == "company" ? .company : .organization) }
        return table
    }

    mutating func set(_ party: Party, on side: Side) {
        switch side {
        case .organization: organizations[party.id] = party
        case .company: companies[party.id] = party
        }
    }

    mutating func remove(_ ids: some Sequence<UUID>) {
        for id in ids {
            organizations[id] = nil
            companies[id] = nil
        }
    }

    private static func party(_ row: Row) throws -> Party {
        Party(
            id: try row.get("id"), connection: try row.get("connection_id"),
            folded: row["folded_name"].flatMap(FoldedName.init(stored:)) ?? FoldedName(""),
            domains: lines(row["domains"]), phones: lines(row["phones"]),
            places: Set(lines(row["places"]).compactMap(Place.init(stored:))), serials: try row.get("serials"))
    }

    private static func lines(_ text: String?) -> Set<String> {
        Set((text ?? "").split(separator: "\n").map(String.init))
    }
}

extension Place {
    /// Already folded, in one text.
    init?(stored: String) {
        let parts = stored.split(separator: "\t", omittingEmptySubsequences: false).map {
            $0.isEmpty ? nil : String($0)
        }
        guard parts.count == 3 else { return nil }
        self.init(foldedStreet: parts[0], postalCode: parts[1], city: parts[2])
    }

    var stored: String { [street, postalCode, city].map { $0 ?? "" }.joined(separator: "\t") }
}
