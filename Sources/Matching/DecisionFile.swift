public import Foundation
public import Postgres

/// A person's word on a pair, in terms that outlive the rows: what the vendors call the two.
public struct SavedDecision: Sendable, Hashable, Codable {
    public struct Thing: Sendable, Hashable, Codable {
        public let name: String?
        /// The connection's id, name and vendor.
        public let connection: UUID
        public let connectionName: String
        public let vendor: String
        public let externalID: String

        enum CodingKeys: String, CodingKey {
            case name, connection, vendor
            case connectionName = "connection_name"
            case externalID = "external_id"
        }
    }

    public let organization: Thing
    public let company: Thing
    public let state: MatchState
    public let decidedBy: String?
    public let decidedAt: String?

    enum CodingKeys: String, CodingKey {
        case organization, company, state
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
    }
}

/// What became of an import.
public struct ImportReport: Sendable, Hashable, Codable {
    public var imported = 0
    /// Decisions whose organisation or company is not there, or is one of several of that name.
    public var unresolved: [SavedDecision] = []

    public init(imported: Int = 0, unresolved: [SavedDecision] = []) {
        (self.imported, self.unresolved) = (imported, unresolved)
    }
}

/// People's decisions, written out and read in again: they survive that an RMM or PSA is replaced by another.
public struct DecisionFile: Sendable {
    private let client: PostgresClient

    public init(_ client: PostgresClient) { self.client = client }

    /// All confirmed and rejected pairs of the tenant, by organisation name.
    public func decisions(tenant: UUID) async throws -> [SavedDecision] {
        let rows = try await client.query(
            """
            SELECT o.name AS o_name, o.external_id AS o_external_id, oc.id AS o_connection, oc.name AS o_connection_name,
                oc.vendor AS o_vendor, c.name AS c_name, c.external_id AS c_external_id, cc.id AS c_connection,
                cc.name AS c_connection_name, cc.vendor AS c_vendor, m.state, m.decided_by, m.decided_at
            FROM inventory.organization_companies m
            JOIN inventory.organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
            JOIN inventory.companies c ON c.tenant_id = m.tenant_id AND c.id = m.company_id
            JOIN control.connections oc ON oc.tenant_id = m.tenant_id AND oc.id = o.connection_id
            JOIN control.connections cc ON cc.tenant_id = m.tenant_id AND cc.id = c.connection_id
            WHERE m.tenant_id = \(tenant) AND m.state IN ('confirmed', 'rejected')
            ORDER BY o.name, c.name, m.id
            """, tenant: tenant)
        return try rows.map { row in
            SavedDecision(
                organization: try Self.thing(row, "o_"), company: try Self.thing(row, "c_"),
                state: MatchState(rawValue: try row.get("state")) ?? .confirmed, decidedBy: row["decided_by"],
                decidedAt: row["decided_at"])
        }
    }

    private static func thing(_ row: Row, _ prefix: String) throws -> SavedDecision.Thing {
        SavedDecision.Thing(
            name: row[prefix + "name"], connection: try row.get(prefix + "connection"),
            connectionName: try row.get(prefix + "connection_name"), vendor: try row.get(prefix + "vendor"),
            externalID: try row.get(prefix + "external_id"))
    }

    /// The same in a transaction of its own.
    public func load(_ decisions: [SavedDecision], tenant: UUID, by actor: String) async throws -> ImportReport {
        try await client.transaction(tenant: tenant) { session in
            try await Self.load(decisions, tenant: tenant, by: actor, in: session)
        }
    }

    /// Puts them in force, over whatever the program thinks of the pairs; what cannot be told for sure is left out and
    /// reported. A decision keeps the name of who made it.
    public static func load(
        _ decisions: [SavedDecision], tenant: UUID, by actor: String, in session: PostgresConnection
    ) async throws -> ImportReport {
        let organizations = try await NamedThings.load("organizations", tenant: tenant, in: session)
        let companies = try await NamedThings.load("companies", tenant: tenant, in: session)
        var report = ImportReport()
        for decision in decisions {
            guard [.confirmed, .rejected].contains(decision.state),
                let organization = organizations.find(decision.organization),
                let company = companies.find(decision.company)
            else {
                report.unresolved.append(decision)
                continue
            }
            try await Matches.decide(
                decision.state, tenant, organization, company, by: decision.decidedBy ?? actor, in: session)
            report.imported += 1
        }
        return report
    }
}

/// The living organisations or companies of a tenant, to be found by what a file says of them.
private struct NamedThings {
    private struct Identity: Hashable {
        let connection: UUID
        let externalID: String
    }

    private var byIdentity: [Identity: UUID] = [:]
    private var byName: [String: [UUID]] = [:]
    private var byKey: [String: [UUID]] = [:]

    static func load(_ table: String, tenant: UUID, in session: PostgresConnection) async throws -> NamedThings {
        let rows = try await session.query(
            """
            SELECT id, connection_id, external_id, name FROM inventory.\(identifier: table)
            WHERE tenant_id = \(tenant) AND deleted_at IS NULL
            """)
        var things = NamedThings()
        for row in rows {
            let id: UUID = try row.get("id")
            things.byIdentity[
                Identity(connection: try row.get("connection_id"), externalID: try row.get("external_id"))] = id
            guard let name = row["name"] else { continue }
            things.byName[name, default: []].append(id)
            things.byKey[FoldedName(name).key, default: []].append(id)
        }
        return things
    }

    /// The vendor's own id while the connection is the same; else the name as it was, else folded, of one alone.
    func find(_ thing: SavedDecision.Thing) -> UUID? {
        if let id = byIdentity[Identity(connection: thing.connection, externalID: thing.externalID)] { return id }
        guard let name = thing.name else { return nil }
        if let exact = byName[name] { return exact.count == 1 ? exact[0] : nil }
        let folded = byKey[FoldedName(name).key] ?? []
        return folded.count == 1 ? folded[0] : nil
    }
}
