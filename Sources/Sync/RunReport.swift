public import Foundation

/// What one run of a connection did.
public struct RunReport: Sendable, Hashable, Codable {
    public var run: UUID
    public var connection: String
    public var vendor: String
    public var state: RunState
    /// What kept it from being done, for a person.
    public var reason: String?
    public var streams: [StreamReport]
    public var seconds: Double
    /// What samples of the streams' rows, read again by id, have found; those that were due.
    public var drift: [DriftReport] = []

    /// The exit code of a command that did this run.
    public var exitCode: Int32 { state.exitCode }
}

/// What a run did with one stream.
public struct StreamReport: Sendable, Hashable, Codable {
    public var stream: String
    public var entity: String
    public var state: RunState
    public var reason: String?
    /// Whether everything was read, so that what is gone could show.
    public var isSweep: Bool
    public var read = 0
    public var created = 0
    public var updated = 0
    public var unchanged = 0
    public var deleted = 0
    public var quarantined = 0
    public var calls = 0
    public var bytes = 0
    public var seconds = 0.0
    /// What the brake kept: rows that would have gone or moved.
    public var wouldDelete: Int?

    init(stream: String, entity: String, state: RunState = .running, isSweep: Bool = false, reason: String? = nil) {
        self.stream = stream
        self.entity = entity
        self.state = state
        self.isSweep = isSweep
        self.reason = reason
    }

    /// Adds what a page, or the last step, did.
    mutating func add(_ tally: Tally) {
        read += tally.read
        created += tally.created
        updated += tally.updated
        unchanged += tally.unchanged
        deleted += tally.deleted
        quarantined += tally.quarantined
        calls += tally.calls
        bytes += tally.bytes
    }
}

/// What one transaction did.
struct Tally: Sendable, Hashable {
    var read = 0
    var created = 0
    var updated = 0
    var unchanged = 0
    var deleted = 0
    var quarantined = 0
    var calls = 0
    var bytes = 0
}
