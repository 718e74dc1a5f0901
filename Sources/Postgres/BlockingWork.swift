import Foundation
import Synchronization

/// Work that blocks (name resolution, child processes, file locks) on a thread of its own, never on the cooperative
/// pool.
enum BlockingWork {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// The same, but a cancelled task does not wait for the end: nil, and what the work makes is dropped when it comes.
    static func runAbandonably<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        let slot = Slot<Value>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                slot.fill(continuation)
                Thread.detachNewThread { slot.resume(work()) }
                if Task.isCancelled { slot.resume(nil) }
            }
        } onCancel: {
            slot.resume(nil)
        }
    }

    /// Whoever comes first, the work or the cancellation, resumes; the other finds nobody.
    private final class Slot<Value: Sendable>: Sendable {
        private let waiter = Mutex<CheckedContinuation<Value?, Never>?>(nil)
        func fill(_ continuation: CheckedContinuation<Value?, Never>) { waiter.withLock { $0 = continuation } }
        func resume(_ value: Value?) {
            let continuation = waiter.withLock { waiter in
                defer { waiter = nil }
                return waiter
            }
            continuation?.resume(returning: value)
        }
    }
}
