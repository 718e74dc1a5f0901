/// How grave an alert is, on one scale for all vendors.
public enum AlertSeverity: String, Sendable, Hashable, CaseIterable {
    case critical, major, moderate, minor, info
}
