public import Foundation
public import Postgres

/// Ties organisations to companies by the PSA's own id, where the RMM stores it.
public struct NativeLinks: Sendable {
    private let client: PostgresClient

    public init(_ client: PostgresClient) { self.client = client }

    /// One set-based pass over a tenant; returns how many links are new. A pair that a person rejected, and an
    /// organisation that a person has tied, are left alone; an id that leads to companies of two connections is no
    /// evidence and ties nothing.
    @discardableResult
    public func refresh(tenant: UUID) async throws -> Int {
        try await client.transaction(tenant: tenant) { session in
            try await session.query(Self.dropStale(tenant))
            return try await session.query(Self.insertNew(tenant)).affected
        }
    }

    /// A link by native id goes when the RMM no longer says so.
    private static func dropStale(_ tenant: UUID) -> SQL {
        """
        DELETE FROM inventory.organization_companies m
        WHERE m.tenant_id = \(tenant) AND m.method = 'native_id' AND m.state = 'automatic' AND NOT EXISTS (
            SELECT FROM inventory.organizations o
            JOIN inventory.companies c ON c.tenant_id = o.tenant_id AND c.external_id = o.psa_company_external_id
            WHERE o.tenant_id = \(tenant) AND o.id = m.organization_id AND c.id = m.company_id
                AND o.deleted_at IS NULL AND c.deleted_at IS NULL)
        """
    }

    private static func insertNew(_ tenant: UUID) -> SQL {
        """
        INSERT INTO inventory.organization_companies
            (tenant_id, organization_id, company_id, state, method, score, evidence, decided_at)
        SELECT \(tenant), o.id, (array_agg(c.id))[1], 'automatic', 'native_id', 1,
            jsonb_build_object('psa_company_external_id', o.psa_company_external_id), now()
        FROM inventory.organizations o
        JOIN inventory.companies c ON c.tenant_id = o.tenant_id AND c.external_id = o.psa_company_external_id
            AND c.deleted_at IS NULL
        WHERE o.tenant_id = \(tenant) AND o.deleted_at IS NULL AND NOT EXISTS (
            SELECT FROM inventory.organization_companies m
            WHERE m.tenant_id = \(tenant) AND m.organization_id = o.id
                AND (m.state IN ('confirmed', 'automatic') OR m.company_id = c.id))
        GROUP BY o.id, o.psa_company_external_id
        HAVING count(*) = 1
        ON CONFLICT DO NOTHING
        """
    }
}
