/// Whether technicians have accepted a device into management.
public enum ApprovalStatus: String, Sendable, Hashable, CaseIterable {
    case approved, pending, ignored
}
