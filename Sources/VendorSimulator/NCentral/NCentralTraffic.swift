import Synchronization

/// Counts the calls that run at once, an endpoint each, and refuses what is over the endpoint's limit.
final class NCentralTraffic: Sendable {
    private let running = Mutex<[String: Int]>([:])

    /// The answer, unless too many run already. Others get a turn meanwhile, as they do while a server works.
    func answer(_ endpoint: NCentralEndpoint, _ make: @Sendable () -> VendorAnswer) async -> VendorAnswer {
        let count = running.withLock { running in
            running[endpoint.name, default: 0] += 1
            return running[endpoint.name, default: 0]
        }
        defer { running.withLock { $0[endpoint.name, default: 1] -= 1 } }
        guard count <= endpoint.mostAtOnce else {
            return NCentralError.answer("TOO_MANY_REQUESTS: Too many concurrent calls", 429)
        }
        for _ in 0..<3 { await Task.yield() }
        return make()
    }
}
