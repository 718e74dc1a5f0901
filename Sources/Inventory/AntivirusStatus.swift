/// How well an antivirus product protects a device.
public enum AntivirusStatus: String, Sendable, Hashable, CaseIterable {
    case protected, outdated, disabled, missing, unknown
}
