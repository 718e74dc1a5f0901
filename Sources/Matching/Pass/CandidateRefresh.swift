import Foundation
import Postgres

/// Finds the companies that have anything in common with some organisations, and weighs what speaks for each.
struct CandidateRefresh: Sendable {
    /// So many of the nearest names, and no more companies that share a domain, a phone or an address.
    static let most = 10

    let tenant: UUID
    let parties: PartyTable
    let isFull: Bool

    private struct Found {
        let candidate: Candidate
        let evidence: Evidence
    }

    func run(_ organizations: Set<UUID>, in session: PostgresConnection) async throws {
        guard !organizations.isEmpty else { return }
        let ids = organizations.sorted { $0.uuidString < $1.uuidString }
        let native = try await nativePairs(ids, in: session)
        let shared = try await SharedDeviceSQL(tenant: tenant, organizations: ids, isFull: isFull)
            .shared(in: session)
        let named = try await similarNames(ids, in: session)
        let pairs = native.union(shared.keys).union(named).union(marked(ids))
        try await store(weigh(pairs, native, shared), of: ids, in: session)
    }

    private func weigh(
        _ pairs: Set<PairKey>, _ native: Set<PairKey>, _ shared: [PairKey: SharedDevices]
    ) -> [Found] {
        let weighing = Weighing(
            rarity: Rarity(organizations: parties.organizations.values, companies: parties.companies.values))
        let totals = totals(shared)
        return pairs.compactMap { pair in
            guard let organization = parties.organizations[pair.organization],
                let company = parties.companies[pair.company]
            else { return nil }
            let all = totals[Total(organization: pair.organization, psa: company.connection)]
            let evidence = weighing.evidence(
                organization, company, shared: shared[pair] ?? .init(), total: all ?? .init(),
                hasNativeID: native.contains(pair))
            guard evidence.logit >= Assignment.leastSuggested else { return nil }
            return Found(candidate: Candidate(organization, company, evidence), evidence: evidence)
        }
    }

    private struct Total: Hashable {
        let organization: UUID
        let psa: UUID
    }

    private func totals(_ shared: [PairKey: SharedDevices]) -> [Total: SharedDevices] {
        var totals: [Total: SharedDevices] = [:]
        for (pair, devices) in shared {
            guard let company = parties.companies[pair.company] else { continue }
            let total = Total(organization: pair.organization, psa: company.connection)
            totals[total] = (totals[total] ?? SharedDevices()) + devices
        }
        return totals
    }

    /// An id that leads to companies of two connections is no evidence.
    private func nativePairs(_ ids: [UUID], in session: PostgresConnection) async throws -> Set<PairKey> {
        let rows = try await session.query(
            """
            SELECT o.id AS organization_id, (array_agg(c.id))[1] AS company_id
            FROM inventory.organization_facts o
            JOIN inventory.company_facts c ON c.tenant_id = \(tenant) AND c.external_id = o.psa_company_external_id
                AND c.deleted_at IS NULL
            WHERE o.tenant_id = \(tenant) AND o.id = ANY (\(ids)) AND o.deleted_at IS NULL
            GROUP BY o.id HAVING count(*) = 1
            """)
        return Set(try rows.map(Self.pair))
    }

    private func similarNames(_ ids: [UUID], in session: PostgresConnection) async throws -> [PairKey] {
        try await session.query(
            """
            SELECT party_id AS organization_id, other_id AS company_id
            FROM inventory.similar_names(\(ids), 'company', \(Self.most))
            """
        ).map(Self.pair)
    }

    private static func pair(_ row: Row) throws -> PairKey {
        PairKey(organization: try row.get("organization_id"), company: try row.get("company_id"))
    }

    /// Pairs that share a name, a domain, a phone or an address.
    private func marked(_ ids: [UUID]) -> Set<PairKey> {
        let mine = ids.compactMap { parties.organizations[$0] }.map { ($0.id, Rarity.values(of: $0)) }
        let wanted = mine.reduce(into: Set<Rarity.Value>()) { $0.formUnion($1.1) }
        var holders: [Rarity.Value: [UUID]] = [:]
        for company in parties.companies.values {
            for value in Rarity.values(of: company) where wanted.contains(value) {
                holders[value, default: []].append(company.id)
            }
        }
        return mine.reduce(into: Set()) { pairs, one in
            for value in one.1 {
                guard let found = holders[value], found.count <= Self.most else { continue }
                pairs.formUnion(found.map { PairKey(organization: one.0, company: $0) })
            }
        }
    }

    private func store(_ found: [Found], of ids: [UUID], in session: PostgresConnection) async throws {
        try await session.query(
            "DELETE FROM inventory.match_candidates WHERE tenant_id = \(tenant) AND organization_id = ANY (\(ids))")
        guard !found.isEmpty else { return }
        let candidates = found.map(\.candidate)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let evidence = try found.map {
            String(decoding: try encoder.encode(["signs": $0.evidence.signs]), as: UTF8.self)
        }
        try await session.query(
            """
            INSERT INTO inventory.match_candidates (tenant_id, organization_id, company_id, logit, beside_name,
                has_native_id, only_of_that_name, method, evidence)
            SELECT \(tenant), u.* FROM unnest(
                \(candidates.map(\.key.organization))::uuid[], \(candidates.map(\.key.company))::uuid[],
                \(candidates.map(\.logit))::float8[], \(candidates.map(\.besideName))::float8[],
                \(candidates.map(\.hasNativeID))::boolean[], \(candidates.map(\.isOnlyOfThatName))::boolean[],
                \(found.map(\.evidence.method))::text[], \(evidence)::jsonb[]) AS u
            """)
    }
}
