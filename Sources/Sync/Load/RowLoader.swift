import Connectors
import Foundation
import Inventory
import Postgres

/// Compares and stores the pages of a stream whose entity is kept a row a thing.
struct RowLoader: PageLoader {
    let tenant: UUID
    let connection: UUID
    let shape: RowShape
    let sql: RowSQL
    let readings: ReadingSQL
    let brake: Brake

    init(tenant: UUID, connection: UUID, stream: StreamDescription, brake: Brake) {
        self.tenant = tenant
        self.connection = connection
        self.brake = brake
        shape = RowShape(stream)
        sql = RowSQL(shape, targets: Self.targets)
        readings = ReadingSQL(shape)
    }

    /// The facts tables that a reference can point to.
    static let targets = Dictionary(
        uniqueKeysWithValues: Entities.all.filter { $0.storage == .rows }.map {
            ($0.name, "inventory.\($0.singular)_facts")
        })

    func prepare(_ page: Page, _ checkpoint: Checkpoint) -> any PreparedPage {
        RowPage(loader: self, rows: MappedRows(page.records, shape))
    }

    func load(
        _ rows: MappedRows, _ checkpoint: Checkpoint, carefully: Bool, in session: PostgresConnection
    ) async throws -> PageLoad {
        var load = PageLoad()
        (load.seen, load.rejected) = (rows.seen, rows.rejected)
        var comparison = PageComparison(
            rows.incoming, stored: try await stored(rows.incoming, in: session), isPrimary: shape.stream.isPrimary,
            believesOlder: { checkpoint.believesOlder(shape.stream, than: $0) })
        load.replaced = comparison.replaced
        try await brake(&comparison, checkpoint, &load, in: session)
        var writer = RowWriter(loader: self, isFirstRead: checkpoint.isFirstRead)
        if carefully {
            for (item, refusal) in try await Savepoint.bisect(
                comparison.actions, in: session, { try await writer.write($0, in: session) })
            {
                load.rejected.append(rows.rejected(item.row.externalID, refusal.description))
            }
        } else {
            try await writer.write(comparison.actions, in: session)
        }
        load.changes = writer.changes
        load.tally.created = writer.tally.created
        load.tally.updated = writer.tally.updated
        load.tally.deleted = writer.tally.deleted
        load.tally.unchanged =
            rows.records.count - load.rejected.count - writer.tally.created - writer.tally.updated - writer.removed
        return load
    }

    static func rejected(_ record: SourceRecord, _ reason: String) -> RejectedRecord {
        RejectedRecord(
            externalID: record.externalID.isEmpty ? nil : record.externalID, reason: reason,
            payload: record.vendorFields ?? "{}")
    }

    /// What is stored of the rows' ids.
    func stored(_ incoming: [IncomingRow], in session: PostgresConnection) async throws -> [String: StoredRow] {
        guard !incoming.isEmpty else { return [:] }
        let ids = ArrayText(Set(incoming.map(\.externalID)).map { Optional($0) }).text
        var parameters: [String?] = [tenant.postgresText, connection.postgresText, ids]
        if !shape.stream.isPrimary { parameters.append(shape.stream.name) }
        let rows = try await session.query(SQL(text: sql.stored, parameters: parameters))
        var stored: [String: StoredRow] = [:]
        for row in rows {
            guard let externalID = row[0], let id = row[1].flatMap(UUID.init(uuidString:)) else { continue }
            let found = StoredRow(
                id: id, digest: row[2], createdAt: row.moment(3), updatedAt: row.moment(4),
                isDeleted: row[5] != nil, deletedAt: row.moment(5),
                parents: shape.watched.indices.map { row[6 + $0] },
                serial: shape.serialPlace == nil ? nil : row[6 + shape.watched.count])
            // A living row comes before a deleted one.
            if stored[externalID] == nil || !found.isDeleted { stored[externalID] = found }
        }
        return stored
    }

    /// Leaves alone what would move, or be deleted by flags, where that is too much without a person, or refused by one.
    private func brake(
        _ comparison: inout PageComparison, _ checkpoint: Checkpoint, _ load: inout PageLoad,
        in session: PostgresConnection
    ) async throws {
        guard shape.entity.hasBrake, shape.stream.isPrimary else { return }
        let page = PageBrake(comparison, brake)
        (load.moved, load.flagged) = (page.moved.count, page.flagged.count)
        (load.unmoved, load.kept) = (page.unmoved.count, page.kept.count)
        if page.mayHold(checkpoint) {
            // What this read has deleted already was alive when it began.
            let live = try await countLive(in: session) + checkpoint.flagged
            if page.holds(checkpoint, live: live) { load.held = page.moved + page.flagged }
        }
        comparison.leave(Set(load.held + page.unmoved + page.kept))
    }

    func countLive(in session: PostgresConnection) async throws -> Int {
        try await session.query(
            SQL(text: sql.countLive, parameters: [tenant.postgresText, connection.postgresText])
        ).only().get("live")
    }
}

/// A page of a ``RowLoader``.
private struct RowPage: PreparedPage {
    let loader: RowLoader
    let rows: MappedRows

    /// What a row comes to depends on what is stored.
    var goesAhead: Bool { false }

    func begin(in session: PostgresConnection) {}

    func load(
        _ checkpoint: Checkpoint, carefully: Bool, isBegun: Bool, in session: PostgresConnection
    ) async throws -> PageLoad {
        try await loader.load(rows, checkpoint, carefully: carefully, in: session)
    }
}

extension Row {
    /// A cell of microseconds since 1970.
    func moment(_ column: Int) -> Timestamp? {
        self[column].flatMap { Int64($0) }.map { Timestamp(microseconds: $0) }
    }
}
