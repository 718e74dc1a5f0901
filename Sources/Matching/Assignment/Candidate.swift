public import Foundation

/// A pair as the assignment sees it.
public struct Candidate: Sendable, Hashable {
    public let key: PairKey
    /// The connections of the organisation and of the company.
    public let rmm: UUID
    public let psa: UUID
    public let logit: Double
    /// What speaks for it beside the names.
    public let besideName: Double
    public let hasNativeID: Bool
    public let isOnlyOfThatName: Bool

    public init(_ organization: Party, _ company: Party, _ evidence: Evidence) {
        self.init(
            key: PairKey(organization: organization.id, company: company.id), rmm: organization.connection,
            psa: company.connection, logit: evidence.logit, besideName: evidence.besideName,
            hasNativeID: evidence.has(.nativeID), isOnlyOfThatName: evidence.has(.onlyOfThatName))
    }

    public init(
        key: PairKey, rmm: UUID, psa: UUID, logit: Double, besideName: Double, hasNativeID: Bool, isOnlyOfThatName: Bool
    ) {
        (self.key, self.rmm, self.psa, self.logit) = (key, rmm, psa, logit)
        (self.besideName, self.hasNativeID, self.isOnlyOfThatName) = (besideName, hasNativeID, isOnlyOfThatName)
    }
}

/// What people have said: neither is ever undone by the program.
public struct Decisions: Sendable {
    public var confirmed: Set<PairKey>
    public var rejected: Set<PairKey>

    public init(confirmed: Set<PairKey> = [], rejected: Set<PairKey> = []) {
        (self.confirmed, self.rejected) = (confirmed, rejected)
    }
}

/// What the program makes of a pair.
public struct Link: Sendable, Hashable {
    public let key: PairKey
    /// Automatic or suggested.
    public let state: MatchState
    /// For suggestions: 1 is the first.
    public let rank: Int

    public init(key: PairKey, state: MatchState, rank: Int) { (self.key, self.state, self.rank) = (key, state, rank) }
}
