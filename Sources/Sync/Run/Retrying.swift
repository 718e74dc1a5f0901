import Postgres

extension PostgresClient {
    /// Tries work again that lost against another transaction, or whose session broke. The work must come out the same
    /// when a try before it was committed after all.
    func retrying<Result: Sendable>(
        _ tries: Int = 5, _ work: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        for left in (1..<tries).reversed() {
            do {
                return try await work(self)
            } catch let error as PostgresError where ErrorPolicy.isTransient(error) || ErrorPolicy.isBroken(error) {
                // A little longer each time, so that who won can finish.
                try await Task.sleep(for: .milliseconds(20 << (tries - left)))
            }
        }
        return try await work(self)
    }
}

/// Runs what must be done even when the caller is being stopped (letting the lease go, saying how the run ended): in a
/// task of its own, which the caller's cancellation does not reach, and waited for.
func uncancelled<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await Task(operation: work).value
}
