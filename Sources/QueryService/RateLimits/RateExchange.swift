import Foundation
import Logging
import Postgres

/// Tells the other processes once a second what this one has counted, and learns what they have: a limit is theirs together,
/// but for what each answers within that second. A process that reaches no database keeps to the limits by itself.
struct RateExchange: Sendable {
    private static let pace: Duration = .seconds(1)

    let limiter: RateLimiter
    let client: PostgresClient
    private let process = UUID()

    init(limiter: RateLimiter, client: PostgresClient) {
        self.limiter = limiter
        self.client = client
    }

    /// Until it is cancelled.
    func keep(_ logger: Logger) async {
        while !Task.isCancelled {
            // There is no event to await: others count by the clock. Cancelling ends the pause, and with it the loop: what was
            // counted until then is told once more.
            try? await Task.sleep(for: Self.pace)
            await exchange(logger)
        }
    }

    /// Nothing, where nothing was asked since the last time.
    func exchange(_ logger: Logger) async {
        let shares = limiter.shares()
        guard !shares.isEmpty else { return }
        do {
            let rows = try await client.query(
                """
                SELECT counted, used FROM control.share_request_counts(\(process), \(shares.map(\.id))::uuid[],
                    \(shares.map(\.used))::integer[], \(shares.map(\.seconds))::integer[])
                """)
            let counts = try rows.map { (try $0.get("counted", as: UUID.self), try $0.get("used", as: Int.self)) }
            let others = Dictionary(uniqueKeysWithValues: counts)
            for share in shares { limiter.learn(others[share.id] ?? 0, of: share.id) }
        } catch {
            logger.debug("requests are counted by this process alone", metadata: ["error": "\(error)"])
        }
    }
}
