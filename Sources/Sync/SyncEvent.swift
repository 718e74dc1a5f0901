public import Foundation

/// What happens during a run, as it happens.
public enum SyncEvent: Sendable {
    /// Another holds the connection; the run waits for it.
    case waiting(owner: String)
    case started(run: UUID, connection: String, streams: [String])
    case streamStarted(stream: String, isSweep: Bool, isResumed: Bool)
    /// A page was stored; the report is the stream's so far.
    case progressed(StreamReport)
    case streamFinished(StreamReport)
    case finished(RunReport)
}
