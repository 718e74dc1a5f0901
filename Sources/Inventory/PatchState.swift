/// How a patch stands on a device.
public enum PatchState: String, Sendable, Hashable, CaseIterable {
    case installed, pending, approved, rejected, failed, missing
}
