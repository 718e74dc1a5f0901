import NIOCore
import NIOPosix

/// Runs the answers' tasks on the event loops that read and write their sockets: an answer takes a dozen steps, and each
/// would be a change of thread.
final class LoopExecutor: TaskExecutor {
    private static let loops = MultiThreadedEventLoopGroup.singleton
    /// Whoever has work runs it on the loop that they are on already.
    static let any = LoopExecutor(nil)
    private static let own = Array(loops.makeIterator()).map { LoopExecutor($0) }

    /// Of the loop that runs this code, and of no other: who waits for the database comes back to where their socket is.
    /// Nil on any other thread.
    static var current: LoopExecutor? {
        guard let loop = MultiThreadedEventLoopGroup.currentEventLoop else { return nil }
        return own.first { $0.loop === loop }
    }

    private let loop: (any EventLoop)?

    private init(_ loop: (any EventLoop)?) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        (loop ?? Self.loops.any()).execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
