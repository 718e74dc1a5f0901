/// How far a device's disks are encrypted.
public enum DiskEncryption: String, Sendable, Hashable, CaseIterable {
    case on, partial, off, unknown
}
