/// Where an agreement stands.
public enum AgreementStatus: String, Sendable, Hashable, CaseIterable {
    case active, expired, cancelled, draft
}
