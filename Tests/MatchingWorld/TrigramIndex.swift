/// Finds names that share groups of three letters, as pg_trgm does in the warehouse.
struct TrigramIndex {
    private var holders: [String: [Int]] = [:]
    private let sizes: [Int]

    init(_ names: [String]) {
        let all = names.map(Self.trigrams)
        sizes = all.map(\.count)
        for (index, trigrams) in all.enumerated() {
            for trigram in trigrams { holders[trigram, default: []].append(index) }
        }
    }

    /// The nearest names, by the share of groups that both have.
    func nearest(_ name: String, least: Double = 0.3, limit: Int = 10) -> [Int] {
        let trigrams = Self.trigrams(name)
        var shared: [Int: Int] = [:]
        for trigram in trigrams { for holder in holders[trigram] ?? [] { shared[holder, default: 0] += 1 } }
        let near = shared.map {
            (index: $0.key, share: Double($0.value) / Double(trigrams.count + sizes[$0.key] - $0.value))
        }
        return near.filter { $0.share >= least }.sorted { ($1.share, $0.index) < ($0.share, $1.index) }
            .prefix(limit).map(\.index)
    }

    private static func trigrams(_ name: String) -> Set<String> {
        var trigrams: Set<String> = []
        for word in name.split(separator: " ") {
            let padded = Array("  \(word) ")
            for start in 0..<max(0, padded.count - 2) { trigrams.insert(String(padded[start..<start + 3])) }
        }
        return trigrams
    }
}
