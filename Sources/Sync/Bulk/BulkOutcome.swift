import Inventory

/// What is known of a page's devices once it is stored: of which the stored rows are all that there are, and which digests have
/// become true or untrue. Without I/O.
struct BulkOutcome: Sendable {
    /// What is stored of these has been seen.
    private(set) var whole: [Int32] = []
    /// The rows seen of all others.
    private(set) var seen: [UInt64] = []
    private(set) var digests: [(device: Int32, digest: [UInt8])] = []
    /// Devices whose rows were written without being whole.
    private(set) var untrue: [Int32] = []

    /// - Parameter told: devices of the page that were told whole earlier in the read.
    init(
        _ page: BulkPage, _ comparison: BulkComparison, _ stored: [BulkKey: [String?]], refused: Set<Int>,
        told: Set<Int32>
    ) {
        let storedCounts = Dictionary(grouping: stored.keys, by: \.device).mapValues(\.count)
        let written = Set(
            (comparison.new.map(\.place) + comparison.changed.map(\.row.place)).map { page.keys[$0].device }
        )
        .union(comparison.gone.map(\.device))
        for group in page.groups where group.device != 0 {
            if group.isUnchanged {
                whole.append(group.device)
                continue
            }
            let isSpotless =
                (page.left.isEmpty && refused.isEmpty && !page.rows.holdsDeleted)
                || group.rows.allSatisfy {
                    !page.left.contains($0) && !refused.contains($0) && !page.rows.isDeleted($0)
                }
            let isAll = storedCounts[group.device, default: 0] == comparison.found[group.device, default: 0]
            if let digest = group.digest, isSpotless, isAll {
                whole.append(group.device)
                if digest != group.storedDigest { digests.append((group.device, digest)) }
                continue
            }
            seen += Self.hashes(of: group, page)
            if group.mayBeStored, written.contains(group.device) || group.storedDigest != nil {
                untrue.append(group.device)
            }
        }
        // Their own page told no rows: those that were stored then are seen, and told now that there are more.
        for key in stored.keys where told.contains(key.device) { seen.append(key.hash) }
    }

    private static func hashes(of group: BulkPage.Group, _ page: BulkPage) -> [UInt64] {
        group.rows.filter { !page.left.contains($0) && !page.rows.isDeleted($0) }.map { page.keys[$0].hash }
    }
}
