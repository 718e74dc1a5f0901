/// What became of an opportunity.
public enum OpportunityStatus: String, Sendable, Hashable, CaseIterable {
    case open, won, lost
}
