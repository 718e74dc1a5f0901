/// How grave what a patch mends is.
public enum PatchSeverity: String, Sendable, Hashable, CaseIterable {
    case critical, important, moderate, low, unknown
}
