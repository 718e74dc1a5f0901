import NIOCore
import NIOPosix

/// Runs the answers' tasks on the event loops that read and write their sockets, each on the one that it comes from: an
/// answer takes a dozen steps, and each would be a change of thread.
final class LoopExecutor: TaskExecutor {
    private let loops = MultiThreadedEventLoopGroup.singleton

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loops.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
