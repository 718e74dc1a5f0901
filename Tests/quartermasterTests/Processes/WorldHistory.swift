import Foundation
import VendorSimulator

/// What each vendor has had, since when: a row may be gone from the warehouse only if it was gone from there.
struct WorldHistory: Sendable {
    private struct Moment {
        /// Microseconds of this machine's clock, which is the database's too.
        var at: Int64
        /// By vendor and entity.
        var ids: [String: [String: Set<String>]]
    }

    private var moments: [Moment] = []

    init(_ world: World) { note(world) }

    /// The world has changed.
    mutating func note(_ world: World) {
        let vendors = world.vendors.connections.map(\.vendor)
        let ids = vendors.map { ($0, world.vendors.truth($0).mapValues { Set($0.keys) }) }
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        moments.append(Moment(at: now, ids: Dictionary(uniqueKeysWithValues: ids)))
    }

    func entities(_ vendor: String) -> [String] { moments.last?.ids[vendor]?.keys.sorted() ?? [] }

    /// Whether it was away at some time between the two.
    func wasAway(_ id: String, _ entity: String, of vendor: String, from start: Int64, to end: Int64) -> Bool {
        moments.indices.contains { index in
            let until = index + 1 < moments.count ? moments[index + 1].at : .max
            return moments[index].at <= end && until >= start && !has(id, entity, vendor, moments[index])
        }
    }

    /// What has been there without a break since before the moment.
    func lasting(_ entity: String, of vendor: String, since moment: Int64) -> Set<String> {
        guard let first = moments.lastIndex(where: { $0.at < moment }) else { return [] }
        let sets = moments[first...].map { $0.ids[vendor]?[entity] ?? [] }
        return sets.dropFirst().reduce(sets[0]) { $0.intersection($1) }
    }

    private func has(_ id: String, _ entity: String, _ vendor: String, _ moment: Moment) -> Bool {
        moment.ids[vendor]?[entity]?.contains(id) ?? false
    }
}
