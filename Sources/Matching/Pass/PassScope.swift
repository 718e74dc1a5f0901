import Foundation
import Postgres

/// Which organisations a change concerns: their own, and those whose companies, namesakes or rarities have changed.
struct PassScope: Sendable {
    let tenant: UUID
    let before: PartyTable
    let after: PartyTable

    func organizations(
        _ changed: Set<UUID>, isFull: Bool, in session: PostgresConnection
    ) async throws -> Set<UUID> {
        guard !changed.isEmpty else { return [] }
        guard !isFull else {
            try await remove(changed, in: session)
            return Set(after.organizations.keys)
        }
        // Companies whose rarity may be another now.
        let companies = changed.union(sharers(of: changed, before.companies)).union(
            sharers(of: changed, after.companies))
        var concerned = changed.union(sharers(of: changed, before.organizations, onlyNames: true))
            .union(sharers(of: changed, after.organizations, onlyNames: true))
        concerned.formUnion(try await candidates(of: companies, in: session))
        concerned.formUnion(try await similar(to: changed.intersection(after.companies.keys), in: session))
        try await remove(changed, in: session)
        return concerned.intersection(after.organizations.keys)
    }

    /// Those that have a name, domain, phone or address in common with one that has changed.
    private func sharers(of changed: Set<UUID>, _ parties: [UUID: Party], onlyNames: Bool = false) -> Set<UUID> {
        let values = changed.compactMap { parties[$0] }.reduce(into: Set<Rarity.Value>()) {
            $0.formUnion(onlyNames ? [.name($1.name.key)] : Rarity.values(of: $1))
        }
        guard !values.isEmpty else { return [] }
        return Set(parties.values.filter { !Rarity.values(of: $0).isDisjoint(with: values) }.map(\.id))
    }

    private func candidates(of companies: Set<UUID>, in session: PostgresConnection) async throws -> [UUID] {
        try await session.query(
            """
            SELECT DISTINCT organization_id AS id FROM inventory.match_candidates
            WHERE tenant_id = \(tenant) AND company_id = ANY (\(Array(companies)))
            """
        ).map { try $0.get("id") }
    }

    private func similar(to companies: Set<UUID>, in session: PostgresConnection) async throws -> [UUID] {
        try await session.query(
            "SELECT other_id AS id FROM inventory.similar_names(\(Array(companies)), 'organization', 50)"
        ).map { try $0.get("id") }
    }

    /// What is gone takes its names and candidates with it.
    private func remove(_ changed: Set<UUID>, in session: PostgresConnection) async throws {
        let gone = changed.filter { after.organizations[$0] == nil && after.companies[$0] == nil }
        try await session.query(
            "DELETE FROM inventory.match_parties WHERE tenant_id = \(tenant) AND id = ANY (\(Array(gone)))")
    }
}
