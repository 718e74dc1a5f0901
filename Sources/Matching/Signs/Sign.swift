import Foundation

/// What speaks for or against an organisation's being a company.
public struct Sign: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The RMM stores the PSA's id.
        case nativeID = "native_id"
        /// The company's configurations name devices of the organisation by the RMM's id.
        case linkedDevices = "linked_devices"
        case serials, hostnames, domain
        case innerDomain = "inner_domain"
        case name
        /// No other company and no other organisation has that name.
        case onlyOfThatName = "only_of_that_name"
        case phone, address
        /// These speak against it.
        case otherName = "other_name"
        case otherDomain = "other_domain"
        case otherTown = "other_town"
        /// Both sides have serial numbers, and none in common.
        case otherDevices = "other_devices"
    }

    public let kind: Kind
    /// In natural log-odds: added up they give the score. Below zero it speaks against.
    public let weight: Double
    /// What was found, for the person who decides.
    public let detail: String
}

/// All signs of one pair. Its score is explained by them and by nothing else.
public struct Evidence: Sendable, Hashable {
    public let signs: [Sign]

    public init(signs: [Sign]) { self.signs = signs }

    /// The log-odds that the two are one.
    public var logit: Double { signs.reduce(Weights.prior) { $0 + $1.weight } }
    /// The same as a probability, 0 to 1.
    public var score: Double { 1 / (1 + exp(-logit)) }
    /// What speaks for it beside the names, and beside inner domains, which are made of names.
    public var besideName: Double {
        signs.filter { $0.weight > 0 && ![.name, .onlyOfThatName, .innerDomain].contains($0.kind) }.reduce(0) {
            $0 + $1.weight
        }
    }

    public func has(_ kind: Sign.Kind) -> Bool { signs.contains { $0.kind == kind } }

    /// By what it was found, in the words of `organization_companies.method`: what proves most goes first.
    public var method: String {
        if has(.nativeID) { return "native_id" }
        if weight([.serials, .linkedDevices, .hostnames]) >= Weights.serials(1) { return "serial_overlap" }
        if weight([.domain]) >= Weights.domain / 2 { return "domain" }
        return signs.contains { $0.kind == .name && $0.weight == Weights.sameName } ? "exact_name" : "similar_name"
    }

    private func weight(_ kinds: Set<Sign.Kind>) -> Double {
        signs.filter { kinds.contains($0.kind) }.reduce(0) { $0 + $1.weight }
    }
}
