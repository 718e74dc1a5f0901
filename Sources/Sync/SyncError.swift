/// Why a sync could not begin, or could not go on.
public enum SyncError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownConnection(String)
    case unknownStream(String, known: [String])
    case connectionPaused(String)
    /// Somebody else syncs the connection, and the request would not wait.
    case leaseHeld(owner: String)
    /// Our lease ended while we worked: another may hold the connection, and nothing more is written.
    case leaseLost
    /// The queued run is not there, or is not queued any more.
    case runNotQueued
    case unknownRun(String)
    /// The run held nothing that could be decided.
    case nothingHeld(String)
    /// What a run held of the stream is done, or is not what is held now.
    case holdOver(stream: String, HoldState)
    /// The idempotency key belongs to a request with another content.
    case idempotencyKeyReused(String)

    public var description: String {
        switch self {
        case .unknownConnection(let name):
            "there is no connection '\(name)'; 'connection list' shows them"
        case .unknownStream(let name, let known):
            "there is no stream '\(name)'; choose from \(known.joined(separator: ", "))"
        case .connectionPaused(let name):
            "the connection '\(name)' is paused; 'connection resume' lets it go on"
        case .leaseHeld(let owner):
            "the connection is being synced by \(owner); wait for it, or try again later"
        case .leaseLost:
            "the lease of the connection ended before the work did; another worker goes on at the last page"
        case .runNotQueued:
            "the run is not queued any more"
        case .unknownRun(let id):
            "there is no run '\(id)'; 'sync runs' shows them"
        case .nothingHeld(let id):
            "the run '\(id)' held nothing; 'sync runs --state held' shows those that did"
        case .holdOver(let stream, let state):
            """
            what the run held of \(stream) is over (\(state.rawValue)): the vendor shows it otherwise by now, or it is done; \
            'sync runs --state held' shows what is held now
            """
        case .idempotencyKeyReused(let key):
            "the idempotency key '\(key)' was used before for another request"
        }
    }
}
