import Dispatch

/// Runs tasks one after the other in the order in which they are ready: between two steps of one no other is kept waiting by
/// the machine, so that a clock which jumps leaves nobody behind.
final class OneThread: TaskExecutor {
    private let queue = DispatchQueue(label: "one-thread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
