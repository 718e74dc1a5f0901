/// How alike tickets are, by the words of their summaries: what few of them say weighs more than what many say.
struct TicketLikeness: Sendable {
    private let weights: [String: Double]

    /// Over the summaries among which likes are looked for.
    init(_ summaries: [String]) {
        var counts: [String: Int] = [:]
        for summary in summaries { for word in Self.words(summary) { counts[word, default: 0] += 1 } }
        let all = Double(summaries.count)
        weights = counts.mapValues { 1 / (1 + Double($0) * Double($0) / (all + 1)) }
    }

    /// 0, nothing in common, to 1, the same words.
    func likeness(_ one: String, _ other: String) -> Double {
        let (mine, its) = (Self.words(one), Self.words(other))
        let all = weight(mine.union(its))
        return all > 0 ? weight(mine.intersection(its)) / all : 0
    }

    private func weight(_ words: Set<String>) -> Double { words.reduce(0) { $0 + (weights[$1] ?? 1) } }

    /// Words and numbers of three signs or more.
    static func words(_ text: String) -> Set<String> {
        Set(
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }.map(String.init))
    }
}
