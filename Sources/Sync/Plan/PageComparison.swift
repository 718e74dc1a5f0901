import Foundation
import Inventory

/// What is stored of a thing, as far as comparing needs it.
struct StoredRow: Sendable, Hashable {
    var id: UUID
    /// The digest of what the reading stream last stored, nil where it has stored nothing yet.
    var digest: String?
    var createdAt: Timestamp?
    var updatedAt: Timestamp?
    var isDeleted: Bool
    /// When it was deleted here.
    var deletedAt: Timestamp?
    /// The parents' external ids that the brake watches.
    var parents: [String?] = []
    var serial: String?
}

/// What is to be done about a page's records: the comparing itself, without I/O.
struct PageComparison: Sendable {
    enum Action: Sendable, Hashable {
        case create
        /// Changes the live row.
        case update(UUID)
        /// Brings a deleted row back.
        case restore(UUID)
        /// The vendor has used the id again for another thing: the old row goes, a new one comes.
        case replace(UUID)
        /// The vendor says that it is deleted.
        case delete(UUID)
        /// Nothing that is compared has changed.
        case keep(UUID)
        /// Older than what is stored, deleted already, or (for a secondary stream) of a thing that is not there.
        case ignore
    }

    /// The actions in the order of the records.
    private(set) var actions: [(row: IncomingRow, action: Action)] = []
    /// Live rows that would change their organisation or company.
    private(set) var moved: [String] = []
    /// Live rows that the vendor flags as deleted.
    private(set) var flagged: [String] = []
    /// New rows under an id that another thing had.
    private(set) var replaced = 0

    /// `believesOlder`: of deleted rows, which may be brought back by a version that is older than the deletion.
    init(
        _ incoming: [IncomingRow], stored: [String: StoredRow], isPrimary: Bool,
        believesOlder: (StoredRow) -> Bool = { _ in true }
    ) {
        for row in Self.deduplicated(incoming) {
            let old = stored[row.externalID]
            let action = isPrimary ? Self.primary(row, old, believesOlder) : Self.secondary(row, old)
            note(row, old, action)
            actions.append((row, action))
        }
    }

    /// Leaves these rows as they are stored.
    mutating func leave(_ ids: Set<String>) {
        guard !ids.isEmpty else { return }
        for place in actions.indices where ids.contains(actions[place].row.externalID) {
            actions[place].action = .ignore
        }
    }

    private mutating func note(_ row: IncomingRow, _ old: StoredRow?, _ action: Action) {
        switch action {
        case .delete: flagged.append(row.externalID)
        case .replace: replaced += 1
        case .create where old != nil: replaced += 1
        case .update where zip(row.parents, old?.parents ?? []).contains(where: { $1 != nil && $0 != $1 }):
            moved.append(row.externalID)
        default: break
        }
    }

    /// One row an id: of several versions the newest, and where they do not say, the last.
    static func deduplicated(_ incoming: [IncomingRow]) -> [IncomingRow] {
        var places: [String: Int] = [:]
        var rows: [IncomingRow] = []
        rows.reserveCapacity(incoming.count)
        for row in incoming {
            guard let place = places[row.externalID] else {
                places[row.externalID] = rows.count
                rows.append(row)
                continue
            }
            if !isOlder(row.updatedAt, than: rows[place].updatedAt) { rows[place] = row }
        }
        return rows
    }

    private static func primary(_ row: IncomingRow, _ old: StoredRow?, _ believesOlder: (StoredRow) -> Bool) -> Action {
        guard let old else { return row.isDeleted ? .ignore : .create }
        if row.isDeleted {
            return old.isDeleted || isOlder(row.updatedAt, than: old.updatedAt) ? .ignore : .delete(old.id)
        }
        if old.isDeleted {
            if isOlder(row.updatedAt, than: old.updatedAt), !believesOlder(old) { return .ignore }
            return isAnotherThing(row, old) ? .create : .restore(old.id)
        }
        if isOlder(row.updatedAt, than: old.updatedAt) { return .ignore }
        if isAnotherThing(row, old) { return .replace(old.id) }
        return row.digest == old.digest ? .keep(old.id) : .update(old.id)
    }

    private static func secondary(_ row: IncomingRow, _ old: StoredRow?) -> Action {
        guard let old, !old.isDeleted, !row.isDeleted else { return .ignore }
        return row.digest == old.digest ? .keep(old.id) : .update(old.id)
    }

    static func isOlder(_ moment: Timestamp?, than other: Timestamp?) -> Bool {
        guard let moment, let other else { return false }
        return moment < other
    }

    /// Whether the vendor has given the id to another thing: made at another time, or with another serial number.
    static func isAnotherThing(_ row: IncomingRow, _ old: StoredRow) -> Bool {
        if let new = row.createdAt, let before = old.createdAt, new != before { return true }
        guard let new = row.serial, let before = old.serial else { return false }
        return new.uppercased() != before.uppercased()
    }
}
