public import Foundation
public import Postgres

/// The store of decisions about which organisation is which company. What a person decided is never changed by a sync.
public struct Matches: Sendable {
    private let client: PostgresClient

    public init(_ client: PostgresClient) { self.client = client }

    /// The tenant's matches of a state, or all: by organisation name, the likeliest company of each first.
    public func list(tenant: UUID, state: MatchState? = nil) async throws -> [Match] {
        let rows = try await client.query(
            """
            SELECT m.id, m.organization_id, o.name AS organization, m.company_id, c.name AS company, m.state, m.method,
                m.score, m.decided_by, m.decided_at, m.evidence, r.name AS rmm, p.name AS psa
            FROM inventory.organization_companies m
            LEFT JOIN inventory.organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
            LEFT JOIN inventory.companies c ON c.tenant_id = m.tenant_id AND c.id = m.company_id
            LEFT JOIN control.connections r ON r.tenant_id = m.tenant_id AND r.id = o.connection_id
            LEFT JOIN control.connections p ON p.tenant_id = m.tenant_id AND p.id = c.connection_id
            WHERE m.tenant_id = \(tenant) AND (\(state?.rawValue)::text IS NULL OR m.state = \(state?.rawValue))
            ORDER BY o.name, r.name, m.score DESC NULLS LAST, c.name, p.name, m.id
            """, tenant: tenant)
        return try rows.map(Self.match)
    }

    /// A person's word, over whatever stood there: confirmed, rejected, or taken back. What the program makes of the other
    /// pairs then is found by the next pass. Answers the pair.
    @discardableResult
    public func decide(
        _ word: MatchWord, tenant: UUID, organization: String, company: String, by actor: String
    ) async throws -> PairKey {
        try await client.transaction(tenant: tenant) { session in
            try await Self.decide(
                word, tenant: tenant, organization: organization, company: company, by: actor, in: session)
        }
    }

    /// The same within a transaction of the caller's.
    public static func decide(
        _ word: MatchWord, tenant: UUID, organization: String, company: String, by actor: String,
        in session: PostgresConnection
    ) async throws -> PairKey {
        let pair = PairKey(
            organization: try await find(organization, kind: "organization", in: "organizations", tenant, session),
            company: try await find(company, kind: "company", in: "companies", tenant, session))
        if let state = word.state {
            try await decide(state, tenant, pair.organization, pair.company, by: actor, in: session)
        } else if try await undo(pair, tenant, in: session) == false {
            throw MatchingError.undecided(organization: organization, company: company)
        }
        return pair
    }

    private static func undo(_ pair: PairKey, _ tenant: UUID, in session: PostgresConnection) async throws -> Bool {
        try await session.query(
            """
            DELETE FROM inventory.organization_companies
            WHERE tenant_id = \(tenant) AND organization_id = \(pair.organization) AND company_id = \(pair.company)
                AND state IN ('confirmed', 'rejected')
            """
        ).affected > 0
    }

    private struct Explained: Decodable {
        let signs: [Sign]?
    }

    static func decide(
        _ state: MatchState, _ tenant: UUID, _ organization: UUID, _ company: UUID, by actor: String,
        in session: PostgresConnection
    ) async throws {
        try await session.query(
            """
            INSERT INTO inventory.organization_companies
                (tenant_id, organization_id, company_id, state, method, score, decided_by, decided_at)
            VALUES (\(tenant), \(organization), \(company), \(state.rawValue), 'manual',
                \(state == .confirmed ? 1 : 0), \(actor), now())
            ON CONFLICT (tenant_id, organization_id, company_id) DO UPDATE
            SET state = excluded.state, method = 'manual', score = excluded.score, decided_by = excluded.decided_by,
                decided_at = excluded.decided_at
            """)
        guard state == .confirmed else { return }
        // An organisation is one company of a PSA: the word of a person ends what the program had thought.
        try await session.query(
            """
            DELETE FROM inventory.organization_companies m
            USING inventory.company_facts c, inventory.company_facts other
            WHERE m.tenant_id = \(tenant) AND m.organization_id = \(organization) AND m.company_id <> \(company)
                AND m.state IN ('automatic', 'suggested', 'confirmed')
                AND c.tenant_id = \(tenant) AND c.id = \(company)
                AND other.tenant_id = \(tenant) AND other.id = m.company_id AND other.connection_id = c.connection_id
            """)
    }

    /// A living thing by its id, by its name, or by its connection's name and its own ("ninjaone/Contoso").
    private static func find(
        _ name: String, kind: String, in table: String, _ tenant: UUID, _ session: PostgresConnection
    ) async throws -> UUID {
        let rows = try await session.query(
            """
            SELECT t.id, n.name || '/' || t.name AS full_name FROM inventory.\(identifier: table) t
            JOIN control.connections n ON n.tenant_id = t.tenant_id AND n.id = t.connection_id
            WHERE t.tenant_id = \(tenant) AND t.deleted_at IS NULL
                AND (t.id = \(UUID(uuidString: name)) OR t.name = \(name) OR n.name || '/' || t.name = \(name))
            ORDER BY full_name, t.id
            """)
        guard let first = rows.first else { throw MatchingError.notFound(kind: kind, name: name) }
        guard rows.count == 1 else {
            throw MatchingError.ambiguous(kind: kind, name: name, choices: choices(rows))
        }
        return try first.get("id")
    }

    private static func choices(_ rows: Rows) -> [String] {
        let names = Dictionary(grouping: rows) { $0["full_name"] ?? "" }
        return rows.compactMap { row in
            let name = row["full_name"] ?? ""
            return names[name]?.count == 1 ? name : row["id"]
        }
    }

    private static func match(_ row: Row) throws -> Match {
        Match(
            id: try row.get("id"), organizationID: try row.get("organization_id"), organization: row["organization"],
            rmm: row["rmm"], companyID: try row.get("company_id"), company: row["company"], psa: row["psa"],
            state: MatchState(rawValue: try row.get("state")) ?? .suggested, method: try row.get("method"),
            score: row["score"].flatMap { Double($0) }, decidedBy: row["decided_by"], decidedAt: row["decided_at"],
            signs: row["evidence"].flatMap { try? JSONDecoder().decode(Explained.self, from: Data($0.utf8)).signs })
    }
}
