import Foundation
import Inventory
import Postgres

/// Writes what a comparison found, and keeps what it did for the change feed.
struct RowWriter {
    typealias Item = (row: IncomingRow, action: PageComparison.Action)

    private let loader: RowLoader
    private let isFirstRead: Bool
    private(set) var tally = Tally()
    private(set) var changes: [ChangeRecord] = []
    /// Records that were a deletion.
    private(set) var removed = 0

    init(loader: RowLoader, isFirstRead: Bool) {
        self.loader = loader
        self.isFirstRead = isFirstRead
    }

    /// Writes all of the items or, where the database refuses a value, none and throws.
    mutating func write(_ items: [Item], in session: PostgresConnection) async throws {
        let plan = WritePlan(items)
        let gone = try await delete(plan.gone, in: session)
        let created = try await insert(plan.new, in: session)
        let changed = try await update(plan.changed, plan.restored, in: session)
        try await refresh(plan, in: session)
        // Only now is it certain: a bisected half that fails must leave nothing behind here.
        tally.deleted += gone.count
        tally.created += plan.new.count
        tally.updated += changed.count
        removed += plan.removals
        guard !isFirstRead else { return }
        changes += gone
        changes += created
        changes += changed
    }

    private func delete(
        _ gone: [(id: UUID, updatedAt: Timestamp?)], in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        guard !gone.isEmpty else { return [] }
        let ids = ArrayText(gone.map { Optional($0.id.postgresText) }).text
        let times = ArrayText(gone.map { $0.updatedAt.map { String($0.microseconds) } }).text
        let rows = try await session.query(
            SQL(text: loader.sql.deleteFlagged, parameters: [loader.tenant.postgresText, ids, times]))
        return rows.map { record($0[0], $0[1], .deleted, fields: $0[2]) }
    }

    private func insert(
        _ rows: [(id: String, row: IncomingRow)], in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        guard !rows.isEmpty else { return [] }
        let text = isFirstRead ? loader.sql.insert : loader.sql.insertTelling
        let answer = try await session.query(SQL(text: text, parameters: keys + loader.sql.arrays(rows)))
        return answer.map { record($0[0], $0[1], .created, fields: $0[2]) }
    }

    private func update(
        _ rows: [(id: String, row: IncomingRow)], _ restored: Set<String>, in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        guard !rows.isEmpty else { return [] }
        if !isFirstRead {
            let ids = ArrayText(rows.map { Optional($0.id) }).text
            try await session.query(
                SQL(text: loader.sql.lock, parameters: [loader.tenant.postgresText, ids]))
        }
        let answer = try await session.query(
            SQL(text: loader.sql.update, parameters: keys + loader.sql.arrays(rows)))
        return answer.map { row in
            let operation: ChangeRecord.Operation = restored.contains(row[0] ?? "") ? .restored : .updated
            return record(row[0], row[1], operation, fields: row[2])
        }
    }

    /// The volatile columns of everything that was met.
    private func refresh(_ plan: WritePlan, in session: PostgresConnection) async throws {
        guard loader.shape.hasReadings else { return }
        let met = plan.kept + plan.changed
        let tenant: [String?] = [loader.tenant.postgresText]
        if !met.isEmpty {
            try await session.query(
                SQL(text: loader.readings.update, parameters: tenant + loader.readings.arrays(met)))
        }
        let missing = try await missing(met.map(\.id), in: session)
        let known = (met.filter { missing.contains($0.id) } + plan.new).filter { _, row in
            row.volatileFields != nil || row.readings.contains { $0 != nil }
        }
        guard !known.isEmpty else { return }
        try await session.query(SQL(text: loader.readings.insert, parameters: tenant + loader.readings.arrays(known)))
    }

    /// Those that have no readings yet: few, so that the others' need not be sent twice.
    private func missing(_ ids: [String], in session: PostgresConnection) async throws -> Set<String> {
        guard !ids.isEmpty else { return [] }
        let texts = ArrayText(ids.map { Optional($0) }).text
        let rows = try await session.query(
            SQL(text: loader.readings.missing, parameters: [loader.tenant.postgresText, texts]))
        return Set(rows.compactMap { $0[0] })
    }

    private var keys: [String?] { [loader.tenant.postgresText, loader.connection.postgresText] }

    private func record(
        _ id: String?, _ externalID: String?, _ operation: ChangeRecord.Operation, fields: String?
    ) -> ChangeRecord {
        ChangeRecord(
            entity: loader.shape.entity.name, id: id, externalID: externalID, operation: operation,
            fields: fields ?? "{}")
    }
}

/// A comparison's actions by the statement that does them.
struct WritePlan {
    /// With the time that the vendor says of it.
    var gone: [(id: UUID, updatedAt: Timestamp?)] = []
    var new: [(id: String, row: IncomingRow)] = []
    var changed: [(id: String, row: IncomingRow)] = []
    var kept: [(id: String, row: IncomingRow)] = []
    var restored: Set<String> = []
    var removals = 0

    init(_ items: [RowWriter.Item]) {
        for (row, action) in items { add(row, action) }
    }

    private mutating func add(_ row: IncomingRow, _ action: PageComparison.Action) {
        switch action {
        case .create: new.append((UUID().postgresText, row))
        case .replace(let old):
            gone.append((old, nil))
            new.append((UUID().postgresText, row))
        case .update(let id): changed.append((id.postgresText, row))
        case .restore(let id):
            restored.insert(id.postgresText)
            changed.append((id.postgresText, row))
        case .delete(let id):
            gone.append((id, row.updatedAt))
            removals += 1
        case .keep(let id): kept.append((id.postgresText, row))
        case .ignore: break
        }
    }
}
