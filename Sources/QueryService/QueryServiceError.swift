/// Why the query service cannot start, with what to do.
public enum QueryServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case portForbidden(host: String, port: Int)
    case addressUnknown(host: String)

    public var description: String {
        switch self {
        case .portInUse(let host, let port):
            "something else listens at \(host):\(port) already; stop it, or choose another port with --port"
        case .portForbidden(let host, let port):
            "this user may not listen at \(host):\(port); choose a port above 1023 with --port"
        case .addressUnknown(let host):
            "'\(host)' is no address of this machine; choose one that is with --host"
        }
    }
}
