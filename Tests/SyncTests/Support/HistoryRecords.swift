import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport

@testable import Sync

/// Records of the entities whose former versions are kept.
extension Make {
    static func patchStatus(_ device: String, pending: Int64) -> SourceRecord {
        var record = PatchStatus()
        record.deviceExternalID = device
        record.pendingCount = pending
        record.status = pending == 0 ? .compliant : .pending
        return SourceRecord(record, externalID: device)
    }

    static func agreement(_ id: String, amount: String) -> SourceRecord {
        var record = Agreement()
        record.name = "Agreement \(id)"
        record.amount = DecimalText(amount)
        record.startsOn = CalendarDate(year: 2026, month: 1, day: 31)
        return SourceRecord(record, externalID: id)
    }

    static func line(_ id: String, agreement: String, quantity: String) -> SourceRecord {
        var record = AgreementLine()
        record.agreementExternalID = agreement
        record.name = "Line \(id)"
        record.quantity = DecimalText(quantity)
        return SourceRecord(record, externalID: id)
    }

    static func historyStream(
        _ name: String, _ entity: EntityDescription, after: [String] = [], _ records: [SourceRecord] = []
    ) -> Script.Stream {
        Script.Stream(description: stream(name, entity, after: after), records: records)
    }
}

/// Asking the past.
extension Fixture {
    static let remembered = Entities.all.filter(\.hasHistory)

    /// The database's time, after all that was written.
    func moment() async throws -> String {
        try await database.owner.query("SELECT clock_timestamp()::text AS now").only().get("now")
    }

    /// A table's rows by id, now or at a moment, without what the past does not keep; read as the reader.
    func rows(of entity: EntityDescription, asOf moment: String? = nil) async throws -> [String: String] {
        let left = ["vendor_fields"] + entity.columns.filter(\.isVolatile).map(\.name)
        let source: SQL =
            if let moment {
                "inventory.\(identifier: entity.name + "_as_of")(\(moment)::timestamptz)"
            } else {
                "inventory.\(identifier: entity.name)"
            }
        let rows = try await database.reader.query(
            "SELECT t.id, (to_jsonb(t) - \(left)::text[])::text AS row FROM \(source) t WHERE t.tenant_id = \(tenant)",
            tenant: tenant)
        var byID: [String: String] = [:]
        for row in rows {
            let former = byID.updateValue(try row.get("row"), forKey: try row.get("id"))
            guard former == nil else { throw PostgresError(.unexpectedRowCount, "a row stands there twice") }
        }
        return byID
    }

    /// One column of the devices at a moment, by external id; of those that lived then.
    func devices(_ column: String, asOf moment: String) async throws -> [String: String?] {
        let rows = try await database.reader.query(
            """
            SELECT external_id, \(identifier: column)::text AS value FROM inventory.devices_as_of(\(moment)::timestamptz)
            WHERE tenant_id = \(tenant) AND deleted_at IS NULL
            """, tenant: tenant)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["external_id"] ?? "", $0["value"]) })
    }

    /// How many former versions are kept.
    func versions() async throws -> Int {
        try await count("SELECT 1 FROM inventory.history WHERE tenant_id = \(tenant)")
    }

    /// Versions that do not end where the next one of the same row begins.
    func brokenIntervals() async throws -> Int {
        try await count(
            """
            SELECT 1 FROM (
                SELECT valid_from, valid_to, lead(valid_from) OVER (PARTITION BY entity, id ORDER BY valid_from) AS next
                FROM (SELECT entity, id, valid_from, valid_to FROM inventory.history
                    UNION ALL SELECT 'devices', id, changed_at, 'infinity' FROM inventory.device_facts
                    UNION ALL SELECT 'patch_status', id, changed_at, 'infinity' FROM inventory.patch_status_facts
                    UNION ALL SELECT 'agreements', id, changed_at, 'infinity' FROM inventory.agreement_facts
                    UNION ALL SELECT 'agreement_lines', id, changed_at, 'infinity' FROM inventory.agreement_line_facts
                ) versions
            ) pairs WHERE valid_from >= valid_to OR next <> valid_to
            """)
    }
}
