/// What a patch mends.
public enum PatchKind: String, Sendable, Hashable, CaseIterable {
    case os
    case thirdParty = "third_party"
}
