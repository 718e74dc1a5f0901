import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport

@testable import Sync

/// After a quiet sweep the warehouse is the vendor.
extension Findings {
    func compare() async throws {
        let lists = world.vendor.lists
        let devices = try await rows(.devices).filter { !$0.isGone }.map(\.externalID)
        for list in lists {
            let living = list.endpoint.list.living
            switch list.kind {
            case .details: try await compareDetails(living, devices: Set(devices))
            case .volumes:
                try await compare(living.filter { devices.contains(list.kind.device(of: $0)) }, list.kind)
            case .software, .patches: try await compareBulk(living, list.kind)
            default: try await compare(living, list.kind)
            }
            try await compareQuarantine(living, list.description.name)
        }
        try await compareLinks()
    }

    private func compare(_ living: [VendorList.Row], _ kind: ListKind) async throws {
        let bad = Set(living.filter(\.isBad).map(kind.externalID))
        let stored = Dictionary(
            try await rows(kind).filter { !$0.isGone && !bad.contains($0.externalID) }.map {
                ($0.externalID, $0.revision)
            }
        ) { $1 }
        let expected = Dictionary(
            uniqueKeysWithValues: living.filter { !$0.isBad }.map { (kind.externalID($0), Optional($0.revision)) })
        try Violation.unless(stored == expected, "\(kind): \(Self.difference(stored, expected))")
    }

    private static func difference(_ stored: [String: Int?], _ expected: [String: Int?]) -> String {
        let ids = Set(stored.keys).union(expected.keys).filter { stored[$0] != expected[$0] }.sorted()
        let words = ids.prefix(5).map { id in
            "\(id) is \(stored[id]?.map(String.init) ?? "not there"), at the vendor \(expected[id]?.map(String.init) ?? "not there")"
        }
        return "after a quiet sweep \(words.joined(separator: "; "))"
    }

    private func compareDetails(_ living: [VendorList.Row], devices: Set<String>) async throws {
        let rows = try await world.lane.database.owner.query(
            "SELECT external_id, cpu_model FROM live.devices WHERE tenant_id = \(world.tenant)")
        let stored = Dictionary(rows.map { ($0["external_id"] ?? "", $0["cpu_model"]) }) { $1 }
        for row in living where devices.contains(String(row.id)) {
            try Violation.unless(
                stored[String(row.id)] == "r\(row.revision)",
                "details of \(row.id) are \((stored[String(row.id)] ?? nil) ?? "none"), at the vendor r\(row.revision)")
        }
    }

    private func compareBulk(_ living: [VendorList.Row], _ kind: ListKind) async throws {
        let content = kind == .patches ? RowSQL.micros("installed_at") : "NULL"
        let rows = try await world.lane.database.owner.query(
            """
            SELECT external_id, \(raw: content) AS content FROM inventory.\(raw: kind.entity.name)
            WHERE tenant_id = \(world.tenant)
            """)
        let stored = Set(rows.map { "\($0["external_id"] ?? "") \($0["content"] ?? "")" })
        let expected = Set(
            living.map { row in
                let content = kind == .patches ? String(ListKind.time(row.revision).microseconds) : ""
                return "\(kind.externalID(row)) \(content)"
            })
        try Violation.unless(
            stored == expected,
            "\(kind): too much: \(stored.subtracting(expected).sorted().prefix(4)), missing: \(expected.subtracting(stored).sorted().prefix(4))"
        )
    }

    /// What could not be stored is kept for a person, and nothing else.
    private func compareQuarantine(_ living: [VendorList.Row], _ stream: String) async throws {
        let rows = try await world.lane.database.owner.query(
            """
            SELECT external_id FROM control.quarantine
            WHERE tenant_id = \(world.tenant) AND stream = \(stream) AND resolved_at IS NULL
            """)
        let open = Set(rows.compactMap { $0["external_id"] })
        let bad = Set(living.filter(\.isBad).map { String($0.id) })
        try Violation.unless(
            bad.isSubset(of: open), "\(stream): lost from quarantine: \(bad.subtracting(open).sorted())")
        // Of what has left the vendor nobody can tell whether it would load now.
        let healthy = Set(living.filter { !$0.isBad }.map { String($0.id) })
        try Violation.unless(
            stream == ListKind.volumes.rawValue || open.isDisjoint(with: healthy),
            "\(stream): still in quarantine: \(open.intersection(healthy).sorted())")
    }

    /// Children hang on the parents that live.
    private func compareLinks() async throws {
        for (child, parent, singular) in [
            ("devices", "organizations", "organization"), ("sites", "organizations", "organization"),
            ("device_volumes", "devices", "device"), ("alerts", "devices", "device"),
        ] {
            let wrong = try await world.lane.database.owner.query(
                """
                SELECT c.external_id FROM live.\(raw: child) c JOIN live.\(raw: parent) p ON p.tenant_id = c.tenant_id
                    AND p.connection_id = c.connection_id AND p.external_id = c.\(raw: singular)_external_id
                WHERE c.tenant_id = \(world.tenant) AND c.\(raw: singular)_id IS DISTINCT FROM p.id
                """)
            try Violation.unless(
                wrong.isEmpty, "\(child) \(wrong.prefix(5).map { $0["external_id"] ?? "" }) are not linked")
        }
    }
}
