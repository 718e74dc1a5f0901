public import Inventory

/// A bearer token that is fetched when it is first needed, renewed shortly before it ends, and once more when a
/// vendor refuses it. However many ask at once, one fetch is in flight. With a ``TokenKeeper``, the token outlives the
/// connector, and one fetch is in flight among all who share the keeper.
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
    private let manners: TokenManners
    private let shelf: Shelf?
    private var held: (value: String, renewAt: Timestamp)?
    private var restsUntil: Timestamp?
    private var isFetching = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How often fetching has failed, and the last reason: whoever waited for that fetch shares its failure.
    private var failure: (count: Int, error: ConnectorError?) = (0, nil)

    /// - Parameters:
    ///   - keeper: keeps the token under the name; nil: it is this source's alone.
    public init(
        now: @escaping @Sendable () -> Timestamp, manners: TokenManners = TokenManners(), name: String = "",
        keeper: (any TokenKeeper)? = nil, fetch: @escaping @Sendable () async throws(ConnectorError) -> Token
    ) {
        self.now = now
        self.manners = manners
        shelf = keeper.map { Shelf(keeper: $0, name: name) }
        self.fetch = fetch
    }

    /// The token to use now, and what fetching it has cost this caller.
    /// - Parameter refused: the token that the vendor has just refused, which is not given again.
    public func token(replacing refused: String? = nil) async throws(ConnectorError) -> (value: String, cost: CallCost)
    {
        while true {
            if let held, held.value != refused, now() < held.renewAt { return (held.value, CallCost()) }
            guard isFetching else { return try await renew(refused) }
            let failuresBefore = failure.count
            await withCheckedContinuation { waiting.append($0) }
            if failure.count > failuresBefore, let error = failure.error, error != .cancelled { throw error }
        }
    }

    private func renew(_ refused: String?) async throws(ConnectorError) -> (value: String, cost: CallCost) {
        isFetching = true
        defer {
            isFetching = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
        do {
            let (token, seconds) = try await find(refused)
            held = (token.value, Timestamp(microseconds: now().microseconds + Int64(seconds) * 1_000_000))
            return (token.value, token.cost)
        } catch {
            held = nil
            failure = (failure.count + 1, error)
            throw error
        }
    }

    /// A token, and for how many seconds it is used: the one on the shelf, or a new one.
    private func find(_ refused: String?) async throws(ConnectorError) -> (Token, seconds: Int) {
        switch try await shelf?.turn(refused) {
        case .kept(let token, let seconds): return (Token(token, lifetimeSeconds: seconds), seconds)
        case .wait(let seconds): throw .throttled(retryAfterSeconds: seconds, "a token is not to be asked for yet")
        case .ask, nil: return try await ask()
        }
    }

    private func ask() async throws(ConnectorError) -> (Token, seconds: Int) {
        if let restsUntil, now() < restsUntil {
            let seconds = Int((restsUntil.microseconds - now().microseconds) / 1_000_000) + 1
            throw .throttled(retryAfterSeconds: seconds, "a token is not to be asked for yet")
        }
        do {
            let token = try await fetch()
            let seconds = token.lifetimeSeconds - min(manners.renewsEarlyBy, token.lifetimeSeconds / 5)
            try await shelf?.keep(token.value, seconds: seconds)
            return (token, seconds)
        } catch {
            let seconds = rest(after: error)
            restsUntil = Timestamp(microseconds: now().microseconds + Int64(seconds) * 1_000_000)
            try await shelf?.rest(seconds: seconds)
            throw error
        }
    }

    private func rest(after error: ConnectorError) -> Int {
        guard manners.restsWhenThrottled, case .throttled(let seconds, _) = error else { return 0 }
        return seconds ?? 60
    }

    /// One name's place with a keeper.
    private struct Shelf: Sendable {
        let keeper: any TokenKeeper
        let name: String

        func turn(_ refused: String?) async throws(ConnectorError) -> TokenTurn {
            try await keeper.turn(name, refused: refused)
        }
        func keep(_ token: String, seconds: Int) async throws(ConnectorError) {
            try await keeper.keep(name, token, seconds: seconds)
        }
        func rest(seconds: Int) async throws(ConnectorError) { try await keeper.rest(name, seconds: seconds) }
    }
}
