import Foundation

/// Which organisation is which company, over all of a tenant at once. An organisation is at most one company of each PSA;
/// several organisations may be one company. What is not safe is only suggested, and a tie is never decided.
public struct Assignment: Sendable {
    /// A link needs these log-odds,
    static let least = 3.5
    /// as many beside the name (unless nobody else has that name),
    static let leastBesideName = 3.5
    /// and to be so much ahead of the organisation's next company.
    static let margin = 2.5
    /// A company that another organisation of the same RMM surely is comes later among suggestions.
    static let taken = 3.0
    /// Below it nothing is suggested, nor more than so many.
    static let leastSuggested = -6.5
    static let suggestions = 5

    private let candidates: [Question: [Candidate]]
    private let decisions: Decisions

    /// Which company of this PSA is this organisation?
    private struct Question: Hashable {
        let organization: UUID
        let psa: UUID
    }
    private struct Claim: Hashable {
        let company: UUID
        let rmm: UUID
    }

    /// - Parameter candidates: Of all organisations; those that people have decided included, so that their companies are
    ///   known to be taken.
    public init(_ candidates: [Candidate], decisions: Decisions = .init()) {
        self.candidates = Dictionary(grouping: candidates) {
            Question(organization: $0.key.organization, psa: $0.psa)
        }.mapValues { $0.sorted(by: Self.isBetter) }
        self.decisions = decisions
    }

    /// The links and suggestions, in no order. Pairs that people decided are not among them.
    public func solve() -> [Link] {
        let open = candidates.filter { $0.value.allSatisfy { !decisions.confirmed.contains($0.key) } }
            .mapValues { $0.filter { !decisions.rejected.contains($0.key) } }
        let proven = open.compactMapValues(proven)
        let taken = taken(by: Array(proven.values))
        return open.flatMap { question, list in
            links(list, proven: proven[question], taken: taken)
        }
    }

    private func links(_ list: [Candidate], proven: Candidate?, taken: Set<Claim>) -> [Link] {
        if let link = proven ?? named(list, taken) { return [Link(key: link.key, state: .automatic, rank: 1)] }
        let later = { (candidate: Candidate) in
            candidate.logit
                - (taken.contains(Claim(company: candidate.key.company, rmm: candidate.rmm)) ? Self.taken : 0)
        }
        let worth = list.filter { $0.logit >= Self.leastSuggested }.map { (candidate: $0, logit: later($0)) }
        let ranked = worth.sorted {
            $0.logit != $1.logit ? $0.logit > $1.logit : Self.isBetter($0.candidate, $1.candidate)
        }
        return ranked.prefix(Self.suggestions).enumerated().map { index, one in
            Link(key: one.candidate.key, state: .suggested, rank: index + 1)
        }
    }

    /// The best, where more than its name speaks for it and no other comes near.
    private func proven(_ list: [Candidate]) -> Candidate? {
        guard let best = clearBest(list), best.besideName >= Self.leastBesideName else { return nil }
        return best
    }

    /// The best by its name alone, where nobody else has that name, no other organisation is proven to be the company, and
    /// nothing beside the name leads to another company.
    private func named(_ list: [Candidate], _ taken: Set<Claim>) -> Candidate? {
        guard let best = clearBest(list), best.isOnlyOfThatName,
            !taken.contains(Claim(company: best.key.company, rmm: best.rmm)),
            list.dropFirst().allSatisfy({ $0.besideName < Self.leastBesideName })
        else { return nil }
        return best
    }

    private func clearBest(_ list: [Candidate]) -> Candidate? {
        guard let best = list.first, best.logit >= Self.least else { return nil }
        if list.count > 1, best.logit - list[1].logit < Self.margin { return nil }
        // The vendors contradict each other: the stored id names another company.
        if !best.hasNativeID, list.contains(where: \.hasNativeID) { return nil }
        return best
    }

    private func taken(by proven: [Candidate]) -> Set<Claim> {
        let confirmed = candidates.values.joined().filter { decisions.confirmed.contains($0.key) }
        return Set((proven + confirmed).map { Claim(company: $0.key.company, rmm: $0.rmm) })
    }

    private static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
        a.logit != b.logit ? a.logit > b.logit : a.key.company.uuidString < b.key.company.uuidString
    }
}
