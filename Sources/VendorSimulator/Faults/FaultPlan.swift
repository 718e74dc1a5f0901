/// Says which faults befall a call: the rules, and how often each was met. No clock and no randomness but the seed's.
struct FaultPlan: Sendable {
    let seed: UInt64
    private var entries: [Entry] = []

    private struct Entry: Sendable {
        var rule: FaultRule
        var seen = 0
        var struck = 0
    }

    init(seed: UInt64) { self.seed = seed }

    var rules: [FaultRule] { entries.map(\.rule) }

    /// How often the rules that are in force have struck, all together.
    var struck: Int { entries.reduce(0) { $0 + $1.struck } }

    mutating func add(_ rule: FaultRule) { entries.append(Entry(rule: rule)) }

    mutating func clear() { entries.removeAll() }

    /// The rules that strike this call.
    mutating func strike(vendor: String, path: String) -> [FaultRule] {
        var striking: [FaultRule] = []
        for index in entries.indices where entries[index].rule.covers(vendor: vendor, path: path) {
            entries[index].seen += 1
            guard strikes(entries[index], index) else { continue }
            entries[index].struck += 1
            striking.append(entries[index].rule)
        }
        return striking
    }

    private func strikes(_ entry: Entry, _ index: Int) -> Bool {
        let rule = entry.rule
        guard entry.seen >= rule.from, (entry.seen - rule.from) % rule.every == 0 else { return false }
        if let count = rule.count, entry.struck >= count { return false }
        if rule.probability >= 1 { return true }
        var random = SplitMix64(seed: seed, .fault, entry.seen, index)
        return random.chance(rule.probability)
    }
}

extension FaultRule {
    func covers(vendor: String, path: String) -> Bool {
        (self.vendor ?? vendor) == vendor && path.hasPrefix(self.path ?? "")
    }
}
