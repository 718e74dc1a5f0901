/// The family of a device's operating system.
public enum OSFamily: String, Sendable, Hashable, CaseIterable {
    case windows, macos, linux, network, other
}
