import UnixSignals

/// Runs work that Ctrl-C or SIGTERM cancels: the work ends cleanly, and its caller learns that it was stopped.
func cancelledBySignals<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        group.addTask { try await body() }
        group.addTask {
            for await _ in signals { break }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            group.cancelAll()
            // The work's own end after its cancellation; it may still have finished.
            if let last = try await group.next(), let result = last { return result }
            throw CancellationError()
        }
        return result
    }
}
