public import Inventory

/// A bearer token that is fetched when it is first needed, renewed shortly before it ends, and once more when a
/// vendor refuses it. However many ask at once, one fetch is in flight.
public actor TokenSource {
    /// A token as a vendor gave it.
    public struct Token: Sendable {
        var value: String
        var lifetimeSeconds: Int
        var cost: CallCost

        public init(_ value: String, lifetimeSeconds: Int, cost: CallCost = CallCost()) {
            self.value = value
            self.lifetimeSeconds = lifetimeSeconds
            self.cost = cost
        }
    }

    private let fetch: @Sendable () async throws(ConnectorError) -> Token
    private let now: @Sendable () -> Timestamp
    private var held: (value: String, renewAt: Timestamp)?
    private var isFetching = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How often fetching has failed, and the last reason: whoever waited for that fetch shares its failure.
    private var failure: (count: Int, error: ConnectorError?) = (0, nil)

    public init(
        now: @escaping @Sendable () -> Timestamp, fetch: @escaping @Sendable () async throws(ConnectorError) -> Token
    ) {
        self.now = now
        self.fetch = fetch
    }

    /// The token to use now, and what fetching it has cost this caller.
    /// - Parameter refused: the token that the vendor has just refused, which is not given again.
    public func token(replacing refused: String? = nil) async throws(ConnectorError) -> (value: String, cost: CallCost)
    {
        while true {
            if let held, held.value != refused, now() < held.renewAt { return (held.value, CallCost()) }
            guard isFetching else { return try await renew() }
            let failuresBefore = failure.count
            await withCheckedContinuation { waiting.append($0) }
            if failure.count > failuresBefore, let error = failure.error, error != .cancelled { throw error }
        }
    }

    private func renew() async throws(ConnectorError) -> (value: String, cost: CallCost) {
        isFetching = true
        defer {
            isFetching = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
        do {
            let token = try await fetch()
            held = (token.value, renewal(of: token))
            return (token.value, token.cost)
        } catch {
            held = nil
            failure = (failure.count + 1, error)
            throw error
        }
    }

    /// A minute before the end, or a fifth of a short life.
    private func renewal(of token: Token) -> Timestamp {
        let early = min(60, token.lifetimeSeconds / 5)
        return Timestamp(microseconds: now().microseconds + Int64(token.lifetimeSeconds - early) * 1_000_000)
    }
}
