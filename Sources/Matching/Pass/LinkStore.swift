import Foundation
import Postgres

/// Solves the assignment over all candidates of a tenant, and writes what differs from what stands.
struct LinkStore: Sendable {
    let tenant: UUID
    let parties: PartyTable
    /// All devices are looked at anyway.
    let isFull: Bool

    private struct Standing {
        let state: MatchState
        var isHuman: Bool { state == .confirmed || state == .rejected }
    }

    /// - Parameter organizations: Those whose evidence is new: it is written even where the link stays.
    func refresh(of organizations: Set<UUID>, in session: PostgresConnection) async throws -> MatchingReport {
        let standing = try await standing(in: session)
        let decided = standing.filter(\.value.isHuman)
        let decisions = Decisions(
            confirmed: Set(decided.filter { $0.value.state == .confirmed }.keys),
            rejected: Set(decided.filter { $0.value.state == .rejected }.keys))
        let found = try await candidates(in: session)
        let links = Assignment(found + confirmed(decisions, beside: found), decisions: decisions).solve()
            .filter { standing[$0.key]?.isHuman != true }
        let new = links.filter { standing[$0.key]?.state != $0.state }
        let kept = Set(links.map(\.key))
        let withdrawn = standing.filter { !$0.value.isHuman && !kept.contains($0.key) }.map(\.key)
        try await withdraw(withdrawn, in: session)
        try await write(
            links.filter { standing[$0.key]?.state != $0.state || organizations.contains($0.key.organization) },
            in: session)
        if !isFull { try await noteDevices(of: Set((new.map(\.key) + withdrawn).map(\.organization)), in: session) }
        var report = MatchingReport()
        report.linked = new.count { $0.state == .automatic }
        report.suggested = new.count { $0.state == .suggested }
        report.withdrawn = withdrawn.count
        return report
    }

    /// Whose company is another now: their devices are looked at again.
    private func noteDevices(of organizations: Set<UUID>, in session: PostgresConnection) async throws {
        guard !organizations.isEmpty else { return }
        try await session.query(
            """
            INSERT INTO changed_keys
            SELECT d.id FROM unnest(\(Array(organizations))::uuid[]) AS o (id)
            JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.organization_id = o.id AND d.deleted_at IS NULL
            WHERE NOT EXISTS (SELECT FROM changed_keys x WHERE x.id = d.id)
            """)
    }

    private func standing(in session: PostgresConnection) async throws -> [PairKey: Standing] {
        let rows = try await session.query(
            "SELECT organization_id, company_id, state FROM inventory.organization_companies WHERE tenant_id = \(tenant)"
        )
        return Dictionary(
            try rows.map { row in
                (
                    PairKey(organization: try row.get("organization_id"), company: try row.get("company_id")),
                    Standing(state: MatchState(rawValue: try row.get("state")) ?? .suggested)
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    private func candidates(in session: PostgresConnection) async throws -> [Candidate] {
        try await session.query(
            """
            SELECT organization_id, company_id, logit, beside_name, has_native_id, only_of_that_name
            FROM inventory.match_candidates WHERE tenant_id = \(tenant)
            """
        ).compactMap { row in
            let key = PairKey(organization: try row.get("organization_id"), company: try row.get("company_id"))
            guard let organization = parties.organizations[key.organization],
                let company = parties.companies[key.company]
            else { return nil }
            return Candidate(
                key: key, rmm: organization.connection, psa: company.connection, logit: try row.get("logit"),
                besideName: try row.get("beside_name"), hasNativeID: try row.get("has_native_id"),
                isOnlyOfThatName: try row.get("only_of_that_name"))
        }
    }

    /// What a person confirmed counts as a candidate, whether or not anything speaks for it.
    private func confirmed(_ decisions: Decisions, beside found: [Candidate]) -> [Candidate] {
        let known = Set(found.map(\.key))
        return decisions.confirmed.subtracting(known).compactMap { key in
            guard let organization = parties.organizations[key.organization],
                let company = parties.companies[key.company]
            else { return nil }
            return Candidate(organization, company, Evidence(signs: []))
        }
    }

    /// A person may decide while the pass runs: what is decided by then is left alone.
    private func withdraw(_ keys: [PairKey], in session: PostgresConnection) async throws {
        guard !keys.isEmpty else { return }
        try await session.query(
            """
            DELETE FROM inventory.organization_companies m
            USING unnest(\(keys.map(\.organization))::uuid[], \(keys.map(\.company))::uuid[]) AS u (organization, company)
            WHERE m.tenant_id = \(tenant) AND m.organization_id = u.organization AND m.company_id = u.company
                AND m.state IN ('automatic', 'suggested')
            """)
    }

    private func write(_ links: [Link], in session: PostgresConnection) async throws {
        guard !links.isEmpty else { return }
        try await session.query(
            """
            INSERT INTO inventory.organization_companies AS m
                (tenant_id, organization_id, company_id, state, method, score, evidence, decided_at)
            SELECT \(tenant), u.organization, u.company, u.state, c.method,
                round((1 / (1 + exp(-c.logit)))::numeric, 4), c.evidence, now()
            FROM unnest(\(links.map(\.key.organization))::uuid[], \(links.map(\.key.company))::uuid[],
                \(links.map(\.state.rawValue))::text[]) AS u (organization, company, state)
            JOIN inventory.match_candidates c ON c.tenant_id = \(tenant) AND c.organization_id = u.organization
                AND c.company_id = u.company
            ON CONFLICT (tenant_id, organization_id, company_id) DO UPDATE
            SET state = excluded.state, method = excluded.method, score = excluded.score, evidence = excluded.evidence,
                decided_at = excluded.decided_at
            WHERE m.state IN ('automatic', 'suggested')
                AND (m.state, m.method, m.score, m.evidence)
                    IS DISTINCT FROM (excluded.state, excluded.method, excluded.score, excluded.evidence)
            """)
    }
}
