/// Whether an alert still stands.
public enum AlertStatus: String, Sendable, Hashable, CaseIterable {
    case open, resolved
}
