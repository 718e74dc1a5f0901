/// How a run, or a stream within it, stands.
public enum RunState: String, Sendable, Hashable, Codable, CaseIterable {
    case queued, running, done
    case partlyDone = "partly_done"
    case deferred, held, failed, abandoned

    /// What the command line says with its exit: done 0; partly done, deferred or held 3; the rest 1.
    public var exitCode: Int32 {
        switch self {
        case .done: 0
        case .partlyDone, .deferred, .held: 3
        case .queued, .running, .failed, .abandoned: 1
        }
    }

    /// What a run is, from what its streams came to.
    static func ofRun(_ streams: [RunState]) -> RunState {
        let kinds = Set(streams)
        if kinds.isSubset(of: [.done]) { return .done }
        if kinds.contains(.abandoned) { return .abandoned }
        if kinds.contains(.failed) { return kinds.isSubset(of: [.failed]) ? .failed : .partlyDone }
        if kinds.contains(.held) { return .held }
        return kinds.contains(.deferred) ? .deferred : .partlyDone
    }
}

/// How a stream of a connection stands between runs.
public enum StreamState: String, Sendable, Hashable, Codable, CaseIterable {
    case neverRead = "never_read"
    case current, late, deferred, held, failing
    case notAvailable = "not_available"
}

/// How a connection stands.
public enum ConnectionState: String, Sendable, Hashable, Codable, CaseIterable {
    case active, paused, failing, blocked
}
