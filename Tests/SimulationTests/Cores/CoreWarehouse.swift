import Connectors
import Foundation
import Inventory
import TestSupport

@testable import Sync

/// The rows of one entity in memory: what the cores decide is done here, and judged.
struct CoreWarehouse: Sendable {
    /// Living rows, and the last deleted one of each id.
    private(set) var living: [String: StoredRow] = [:]
    private(set) var gone: [String: StoredRow] = [:]
    private(set) var changedAt: [String: Int64] = [:]

    func stored(_ ids: [String]) -> [String: StoredRow] {
        Dictionary(ids.compactMap { id in (living[id] ?? gone[id]).map { (id, $0) } }) { $1 }
    }

    mutating func apply(
        _ row: IncomingRow, _ action: PageComparison.Action, at now: Int64
    ) throws(Violation) {
        let id = row.externalID
        switch action {
        case .ignore: return
        case .keep:
            return try Violation.unless(
                living[id]?.digest == row.digest, "\(id) was kept though it differs")
        case .create:
            try Violation.unless(living[id] == nil, "\(id) was created twice")
            put(row, id: UUID(), at: now)
        case .replace(let old):
            try Violation.unless(living[id]?.id == old, "\(id) was replaced and was not there")
            delete(id, at: now)
            put(row, id: UUID(), at: now)
        case .restore(let old):
            try Violation.unless(living[id] == nil && gone[id]?.id == old, "\(id) was restored and was not gone")
            try Violation.unless(gone[id]?.createdAt == row.createdAt, "\(id) is another thing and was restored")
            put(row, id: old, at: now)
        case .update(let old):
            guard let before = living[id], before.id == old else {
                throw Violation("\(id) was updated and is not there")
            }
            let isOlder = (row.updatedAt ?? .distantFuture) < (before.updatedAt ?? .distantPast)
            try Violation.unless(!isOlder, "an older version of \(id) overwrote a newer one")
            try Violation.unless(before.createdAt == row.createdAt, "\(id) is another thing and was updated")
            put(row, id: old, at: now)
        case .delete(let old):
            try Violation.unless(living[id]?.id == old, "\(id) was deleted and was not there")
            delete(id, at: now, by: row.updatedAt)
        }
    }

    private mutating func put(_ row: IncomingRow, id: UUID, at now: Int64) {
        gone[row.externalID] = nil
        changedAt[row.externalID] = now
        living[row.externalID] = StoredRow(
            id: id, digest: row.digest, createdAt: row.createdAt, updatedAt: row.updatedAt, isDeleted: false,
            parents: row.parents)
    }

    /// `flag`: the vendor's time of it.
    mutating func delete(_ id: String, at now: Int64, by flag: Timestamp? = nil) {
        guard var row = living.removeValue(forKey: id) else { return }
        row.isDeleted = true
        row.deletedAt = Timestamp(microseconds: now)
        row.updatedAt = [row.updatedAt, flag].compactMap { $0 }.max()
        gone[id] = row
        changedAt[id] = now
    }

    /// Living rows that were not seen, and that nobody has touched since the read began.
    func missing(_ seen: SeenSet, since start: Int64) -> [String] {
        living.keys.filter { !seen.contains(SeenSet.hash($0)) && changedAt[$0, default: 0] < start }.sorted()
    }
}

extension Timestamp {
    fileprivate static let distantFuture = Timestamp(microseconds: .max)
    fileprivate static let distantPast = Timestamp(microseconds: .min)
}

extension StoredRow {
    /// What the world put into the digest.
    var revision: Int { digest.flatMap { Int($0) } ?? 0 }
}
