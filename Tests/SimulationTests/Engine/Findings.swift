import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport

@testable import Sync

/// What is found in the warehouse, judged by what happened at the vendor.
struct Findings: Sendable {
    /// A row as the warehouse has it; gone: deleted, or an alert that is resolved.
    struct Row: Sendable {
        var externalID: String
        var isGone: Bool
        var revision: Int?
        var changedAt: Int64
    }

    /// What a stream says of itself.
    private struct Stream {
        var asOf, sweptAt: Int64?
        var position: ReadPosition?
        var isBegun: Bool
    }

    let world: EngineWorld
    private var owner: PostgresClient { world.lane.database.owner }
    private var tenant: UUID { world.tenant }

    init(_ world: EngineWorld) { self.world = world }

    /// After each run, however it ended.
    func judge() async throws {
        let streams = try await streams()
        for list in world.vendor.lists where !list.kind.isBulk && list.kind != .details {
            let rows = try await rows(list.kind)
            let kept = list.kind == .alerts ? try await alertsOfHeldDevices() : []
            let judgement = Judgement(
                list: list.endpoint.list, isIncremental: list.description.reading != .snapshot)
            do {
                if list.kind != .volumes {
                    try judge(rows, judgement, of: list, streams[list.description.name], keeping: kept)
                }
                try judgeDeletions(rows, judgement, of: list)
                try judgePage(rows, judgement, of: list, streams[list.description.name])
            } catch {
                throw Violation("\(list.description.name): \(error.description)")
            }
        }
        try await FeedReplay(tenant: tenant, owner: owner, entities: world.vendor.lists.map(\.kind.entity)).judge()
    }

    private func judge(
        _ rows: [Row], _ judgement: Judgement, of list: SimulatedVendor.List, _ stream: Stream?,
        keeping kept: Set<String>
    ) throws(Violation) {
        guard let stream, let asOf = stream.asOf else { return }
        var living: [Int: Row] = [:]
        for row in rows where !row.isGone { living[list.kind.id(of: row.externalID)] = row }
        let isShared = list.kind == .sitesA || list.kind == .sitesB
        for id in list.endpoint.list.history.keys.sorted() {
            let stored = living[id].map { $0.revision ?? 0 }
            // Of several lists all must be read whole before a row goes; and one that somebody has touched since the
            // read began stays until the next.
            if let row = living[id], isShared || row.changedAt >= asOf || kept.contains(row.externalID),
                judgement.hasLeft(id, since: stored ?? 0)
            {
                continue
            }
            try judgement.fresh(id, stored: stored, asOf: asOf, sweptAt: stream.sweptAt)
        }
    }

    private func judgeDeletions(
        _ rows: [Row], _ judgement: Judgement, of list: SimulatedVendor.List
    ) throws(Violation) {
        let devices = world.vendor.lists.first { $0.kind == .devices }?.endpoint.list
        for row in rows where row.isGone {
            if list.kind == .volumes, let device = row.externalID.split(separator: ":").first.flatMap({ Int($0) }),
                devices?.history[device]?.contains(where: \.isGone) ?? true
            {
                continue
            }
            try judgement.deleted(list.kind.id(of: row.externalID), stored: row.revision ?? 0)
        }
    }

    /// They stay with their device, though the vendor shows them no more.
    private func alertsOfHeldDevices() async throws -> Set<String> {
        let store = HoldStore(tenant: tenant, connection: world.connection)
        let holds = try await owner.withConnection { session in
            try await store.inForce(of: [ListKind.devices.rawValue], in: session)
        }
        let held = SeenSet(holds.filter { $0.hold.kind != .move && $0.hold.state != .accepted }.flatMap(\.hold.hashes))
        let rows = try await owner.query(
            "SELECT external_id, device_external_id FROM live.alerts WHERE tenant_id = \(tenant)")
        return Set(rows.filter { $0[1].map { held.contains(SeenSet.hash($0)) } ?? false }.compactMap { $0[0] })
    }

    /// The page that led to where the read stands is stored, all of it.
    private func judgePage(
        _ rows: [Row], _ judgement: Judgement, of list: SimulatedVendor.List, _ stream: Stream?
    ) throws(Violation) {
        guard let stream, stream.isBegun, let position = stream.position,
            let served = world.vendor.served(before: position, of: list.description.name)
        else { return }
        let stored = Dictionary(rows.filter { !$0.isGone }.map { ($0.externalID, $0.revision ?? 0) }) { max($0, $1) }
        for row in served.rows where !row.isFlagged && !row.isBad {
            let id = list.kind.externalID(row)
            if let revision = stored[id] {
                try Violation.unless(revision >= row.revision, "\(id) of a page that is stored is not")
            } else {
                try Violation.unless(
                    judgement.hasLeft(row.id, since: row.revision), "\(id) of a page that is stored is missing")
            }
        }
    }

    private func streams() async throws -> [String: Stream] {
        let rows = try await owner.query(
            """
            SELECT stream, \(raw: RowSQL.micros("as_of")) AS as_of, \(raw: RowSQL.micros("last_sweep_at")) AS swept,
                checkpoint FROM control.streams WHERE tenant_id = \(tenant)
            """)
        var streams: [String: Stream] = [:]
        for row in rows {
            let checkpoint = row["checkpoint"].flatMap { Checkpoint(json: $0) }
            streams[row["stream"] ?? ""] = Stream(
                asOf: row["as_of"].flatMap { Int64($0) }, sweptAt: row["swept"].flatMap { Int64($0) },
                position: checkpoint?.position, isBegun: checkpoint.map { $0.isBegun && !$0.isHolding } ?? false)
        }
        return streams
    }

    func rows(_ kind: ListKind) async throws -> [Row] {
        let gone = kind == .alerts ? "deleted_at IS NOT NULL OR status = 'resolved'" : "deleted_at IS NOT NULL"
        let found = try await owner.query(
            """
            SELECT external_id, \(raw: gone) AS gone, \(raw: kind.content) AS content,
                \(raw: RowSQL.micros("changed_at")) AS changed
            FROM inventory.\(raw: kind.entity.name) WHERE tenant_id = \(tenant)
            """)
        return found.map { row in
            Row(
                externalID: row["external_id"] ?? "", isGone: row["gone"] == "t",
                revision: row["content"].flatMap { Int($0.dropFirst()) },
                changedAt: row["changed"].flatMap { Int64($0) } ?? 0)
        }
        // Two lists fill the sites.
        .filter { kind.entity.name != "sites" || (kind.id(of: $0.externalID) > 1_000_000) == (kind == .sitesB) }
    }

    /// Whatever a write of the engine's would change.
    func fingerprint() async throws -> String {
        try await owner.query(
            """
            SELECT concat_ws(' ',
                (SELECT md5(string_agg(s::text, ',' ORDER BY stream)) FROM control.streams s WHERE tenant_id = \(tenant)),
                (SELECT md5(string_agg(r::text, ',' ORDER BY r.run_id, stream)) FROM control.run_streams r
                    WHERE tenant_id = \(tenant)),
                (SELECT max(sequence) FROM inventory.changes WHERE tenant_id = \(tenant))) AS mark
            """
        ).only().get("mark")
    }

    /// The software and patches of the devices that live, by what they are of.
    func ofLivingDevices() async throws -> Set<String> {
        let rows = try await owner.query(
            """
            SELECT concat_ws(' ', t.kind, d.external_id, t.title) AS name
            FROM (
                SELECT 'software' AS kind, tenant_id, device_number, title_number AS title FROM inventory.software_rows
                UNION ALL
                SELECT 'patch', tenant_id, device_number, title_number FROM inventory.patch_rows) AS t
            JOIN inventory.device_numbers n ON n.tenant_id = t.tenant_id AND n.number = t.device_number
            JOIN live.devices d ON d.tenant_id = n.tenant_id AND d.external_id = n.external_id
            WHERE t.tenant_id = \(tenant)
            """)
        return Set(rows.compactMap { $0["name"] })
    }

    /// The lists of which an empty one must not be believed.
    func mayLie() async throws -> [ListKind] {
        var kinds: [ListKind] = []
        let streams = try await streams()
        for list in world.vendor.lists where [.organizations, .devices].contains(list.kind) {
            let isReading = streams[list.description.name]?.position != nil
            if try await rows(list.kind).contains(where: { !$0.isGone }), !isReading { kinds.append(list.kind) }
        }
        return kinds
    }
}
