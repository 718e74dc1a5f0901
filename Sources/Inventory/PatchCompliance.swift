/// How a device stands with its patches as a whole.
public enum PatchCompliance: String, Sendable, Hashable, CaseIterable {
    case compliant
    case pending
    case failed
    case rebootRequired = "reboot_required"
    case unknown
}
