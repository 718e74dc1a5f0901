import Foundation
public import Matching

/// How right a matcher was about a world.
public struct WorldFigures: Sendable {
    /// An organisation that was not treated as it should be.
    public struct Fault: Sendable {
        public let kind: String
        public let trait: String
        public let organization: String
        public let company: String
        /// What it was linked to, or the signs that it has.
        public let found: String
    }

    public private(set) var automatic = 0
    public private(set) var right = 0
    public private(set) var withEvidence = 0
    public private(set) var withEvidenceLinked = 0
    public private(set) var pairs = 0
    public private(set) var amongThree = 0
    /// True pairs that nobody could know: another name altogether, and nothing else in common.
    public private(set) var unknowable = 0
    public private(set) var faults: [Fault] = []

    /// Of automatic links, those that are true.
    public var precision: Double { Double(right) / Double(max(1, automatic)) }
    /// Of true pairs with evidence beside the name, those that are linked automatically.
    public var linked: Double { Double(withEvidenceLinked) / Double(max(1, withEvidence)) }
    /// Of true pairs, those that are the link or among the first three suggestions.
    public var suggested: Double { Double(amongThree) / Double(max(1, pairs)) }

    public init(_ world: SpoiltWorld, _ links: [Link], explain: (PairKey) -> String) {
        let byOrganization = Dictionary(grouping: links, by: \.key.organization)
        let names = Dictionary(uniqueKeysWithValues: world.companies.map { ($0.id, $0.name) })
        for one in world.organizations {
            let mine = byOrganization[one.id, default: []].sorted { $0.rank < $1.rank }
            let link = mine.first { $0.state == .automatic }
            if let link { judge(link, one, names, explain) }
            guard let truth = one.company else { continue }
            judge(one, truth, names, link, mine, explain)
        }
    }

    private mutating func judge(
        _ link: Link, _ one: WorldOrganization, _ names: [UUID: String], _ explain: (PairKey) -> String
    ) {
        automatic += 1
        guard link.key.company != one.company else { return right += 1 }
        let wrong = "\(names[link.key.company] ?? "?"): \(explain(link.key))"
        faults.append(fault("wrong link", one, names, wrong))
    }

    private mutating func judge(
        _ one: WorldOrganization, _ truth: UUID, _ names: [UUID: String], _ link: Link?, _ mine: [Link],
        _ explain: (PairKey) -> String
    ) {
        guard one.isKnowable else { return unknowable += 1 }
        pairs += 1
        let isLinked = link?.key.company == truth
        let signs = explain(PairKey(organization: one.id, company: truth))
        if mine.prefix(3).contains(where: { $0.key.company == truth }) {
            amongThree += 1
        } else {
            faults.append(fault("not among three", one, names, signs))
        }
        guard one.hasEvidence else { return }
        withEvidence += 1
        if isLinked { return withEvidenceLinked += 1 }
        if link == nil { faults.append(fault("not linked", one, names, signs)) }
    }

    private func fault(_ kind: String, _ one: WorldOrganization, _ names: [UUID: String], _ found: String) -> Fault {
        Fault(
            kind: kind, trait: one.trait, organization: one.name, company: one.company.flatMap { names[$0] } ?? "none",
            found: found)
    }

    /// The figures and what was wrong, for people.
    public var text: String {
        let lines = [
            "automatic links that are right         \(Self.share(right, automatic))",
            "true pairs with evidence linked        \(Self.share(withEvidenceLinked, withEvidence))",
            "true pairs among three suggestions     \(Self.share(amongThree, pairs))",
            "beside \(unknowable) pairs that nobody could know: renamed, and nothing else in common",
        ]
        let table = faults.sorted { ($1.kind, $0.trait) < ($0.kind, $1.trait) }.map {
            "  \($0.kind) | \($0.trait) | \($0.organization) | \($0.company) | \($0.found)"
        }
        return (lines + ["", "  what | trait | organisation | its company | found"] + table).joined(separator: "\n")
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        String(format: "%6.2f %%  (%d of %d)", 100 * Double(part) / Double(max(1, whole)), part, whole)
    }
}

extension Evidence {
    /// In a line.
    public var line: String {
        signs.map { String(format: "%@ %+.1f", $0.kind.rawValue, $0.weight) }.joined(separator: ", ")
    }
}
