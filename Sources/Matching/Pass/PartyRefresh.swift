import Foundation
import Postgres

/// Brings organisations and companies up to date, as they are compared.
struct PartyRefresh: Sendable {
    let window: PassWindow

    /// Answers the ids of all that have changed, come or gone.
    func run(_ parties: inout PartyTable, in session: PostgresConnection) async throws -> Set<UUID> {
        let gone = try await removeGone(in: session)
        parties.remove(gone)
        let organizations = try await session.query(PartySQL(window: window).organizations)
        let companies = try await session.query(PartySQL(window: window).companies)
        var changed = gone
        for (rows, side) in [(organizations, PartyTable.Side.organization), (companies, .company)] {
            let read = try rows.map(Self.party)
            for party in read { parties.set(party, on: side) }
            changed.formUnion(read.map(\.id))
            try await store(read, side, in: session)
        }
        return changed
    }

    private func removeGone(in session: PostgresConnection) async throws -> Set<UUID> {
        let rows = try await session.query(
            """
            SELECT p.id FROM inventory.match_parties p
            WHERE p.tenant_id = \(window.tenant) AND NOT EXISTS (
                    SELECT FROM inventory.organization_facts o
                    WHERE o.tenant_id = \(window.tenant) AND o.id = p.id AND o.deleted_at IS NULL)
                AND NOT EXISTS (
                    SELECT FROM inventory.company_facts c
                    WHERE c.tenant_id = \(window.tenant) AND c.id = p.id AND c.deleted_at IS NULL)
            """)
        return Set(try rows.map { try $0.get("id") })
    }

    private static func party(_ row: Row) throws -> Party {
        let domains = lines(row["domains"]).compactMap { Domains.folded($0) }
        let places = lines(row["places"]).compactMap { line -> Place? in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return parts.count == 3 ? Place(street: parts[0], postalCode: parts[1], city: parts[2]) : nil
        }
        return Party(
            id: try row.get("id"), connection: try row.get("connection_id"), name: row["name"],
            domains: Set(domains), phones: Set(lines(row["phones"]).compactMap { Phones.folded($0) }),
            places: Set(places), serials: try row.get("serials"))
    }

    private static func lines(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").map(String.init)
    }

    private func store(
        _ parties: [Party], _ side: PartyTable.Side, in session: PostgresConnection
    ) async throws {
        guard !parties.isEmpty else { return }
        try await session.query(
            """
            INSERT INTO inventory.match_parties AS p
                (tenant_id, id, connection_id, side, folded_name, domains, phones, places, serials)
            SELECT \(window.tenant), u.id, u.connection, \(side.rawValue), u.name, string_to_array(u.domains, E'\\n'),
                string_to_array(u.phones, E'\\n'), string_to_array(u.places, E'\\n'), u.serials
            FROM unnest(\(parties.map(\.id))::uuid[], \(parties.map(\.connection))::uuid[], \(parties.map(\.name.stored))::text[],
                \(parties.map { Self.text($0.domains) })::text[], \(parties.map { Self.text($0.phones) })::text[],
                \(parties.map { Self.text(Set($0.places.map(\.stored))) })::text[],
                \(parties.map(\.serials))::integer[]) AS u (id, connection, name, domains, phones, places, serials)
            ON CONFLICT (tenant_id, id) DO UPDATE
            SET folded_name = excluded.folded_name, domains = excluded.domains, phones = excluded.phones, places = excluded.places,
                serials = excluded.serials
            """)
        try await storeNames(parties, side, in: session)
    }

    private func storeNames(
        _ parties: [Party], _ side: PartyTable.Side, in session: PostgresConnection
    ) async throws {
        try await session.query(
            "DELETE FROM inventory.match_names WHERE tenant_id = \(window.tenant) AND party_id = ANY (\(parties.map(\.id)))"
        )
        let names = parties.flatMap { party in
            [party.name.key, party.name.otherKey].compactMap { $0 }.filter { !$0.isEmpty }
                .map { (id: party.id, key: String($0.prefix(200))) }
        }
        try await session.query(
            """
            INSERT INTO inventory.match_names (tenant_id, party_id, side, key)
            SELECT \(window.tenant), u.id, \(side.rawValue), u.key
            FROM unnest(\(names.map(\.id))::uuid[], \(names.map(\.key))::text[]) AS u (id, key)
            ON CONFLICT DO NOTHING
            """)
    }

    private static func text(_ lines: Set<String>) -> String { lines.sorted().joined(separator: "\n") }
}
