import Foundation
import Postgres
import TestSupport
import Testing

@testable import Access

/// How long a tenant keeps things, as operators see and set it.
@Suite struct RetentionTests {
    private static let standard = Retention(
        historyDays: 400, changesDays: 90, resolvedAlertsDays: 90, runsDays: 90, quarantineDays: 90)

    private func withTenant(_ body: (TestDatabase, Tenants, Tenant) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            let tenants = Tenants(owner: database.owner)
            try await body(
                database, tenants, try await tenants.create(slug: "acme", name: "Acme IT", actor: "test"))
        }
    }

    @Test func whatIsNotSetIsTheDefault() async throws {
        try await withTenant { _, tenants, acme in
            #expect(try await tenants.retention(of: acme) == Self.standard)
            var expected = Self.standard
            expected.historyDays = 800
            expected.runsDays = 7
            let set = try await tenants.setRetention(
                [.history: .days(800), .runs: .days(7)], of: acme, actor: "operator:ann")
            #expect(set == expected)
            let other = try await tenants.create(slug: "other", name: "Other", actor: "test")
            #expect(try await tenants.retention(of: other) == Self.standard)
            expected.historyDays = 400
            #expect(try await tenants.setRetention([.history: .standard], of: acme, actor: "operator:ann") == expected)
        }
    }

    @Test func whoSetItIsInTheAuditTrail() async throws {
        try await withTenant { database, tenants, acme in
            _ = try await tenants.setRetention(
                [.history: .days(800), .runs: .standard], of: acme, actor: "operator:ann")
            let entry = try #require(try await AuditTrail(database.worker).list(tenant: acme.id, limit: 1).first)
            #expect(entry.action == "tenant.retention" && entry.actor == "operator:ann" && entry.subject == "acme")
            #expect(entry.details == ["history_days": "800", "runs_days": "default"])
        }
    }

    @Test(arguments: [0, -1, 36_501]) func daysOutsideOfTheRangeAreRefused(days: Int) async throws {
        try await withTenant { _, tenants, acme in
            let error = await #expect(throws: AccessError.self) {
                _ = try await tenants.setRetention([.changes: .days(days), .runs: .days(5)], of: acme, actor: "test")
            }
            #expect(error?.description.contains("changes_days") == true)
            let kept = try await tenants.retention(of: acme)
            #expect(kept == Self.standard)
        }
    }

    /// Neither the rows of a connection (or a tenant) that is erased nor what they were are left.
    @Test(arguments: [true, false]) func whatIsErasedLeavesNoHistory(isWholeTenant: Bool) async throws {
        try await withTenant { database, tenants, acme in
            let connection = try await database.tenant(slug: "acme").connection
            for facts in ["device_facts", "patch_status_facts", "agreement_facts", "agreement_line_facts"] {
                try await database.owner.query(
                    """
                    INSERT INTO inventory.\(identifier: facts) (tenant_id, connection_id, external_id)
                    VALUES (\(acme.id), \(connection), '1')
                    """)
                try await database.owner.query("UPDATE inventory.\(identifier: facts) SET external_id = '2'")
            }
            let kept = try await database.owner.query("SELECT id FROM inventory.history")
            #expect(kept.count == 4)
            if isWholeTenant {
                try await tenants.delete(acme)
            } else {
                let connections = Connections(owner: database.owner)
                try await connections.delete(try await connections.find("main", tenant: acme), actor: "test")
            }
            let left = try await database.owner.query("SELECT id FROM inventory.history")
            #expect(left.isEmpty)
        }
    }
}
