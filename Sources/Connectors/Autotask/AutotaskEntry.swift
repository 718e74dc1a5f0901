import Inventory

/// The first call to a zone, by one of all who wait for it: that it takes us, and that the tenant has calls left.
struct AutotaskEntry: Sendable {
    let door: AutotaskDoor
    let zones: TokenSource
    let lock: AutotaskLock
    let percent: Int

    /// The zone, good for five minutes: then the count is asked for again.
    func token(_ url: String, _ cost: CallCost) async throws(ConnectorError) -> TokenSource.Token {
        let identity = try await door.identity()
        try await lock.check(identity)
        var (url, cost) = (url, cost)
        let told: (AutotaskThreshold?, CallCost)
        do throws(ConnectorError) {
            told = try await door.threshold(at: AutotaskZone(url: url), as: identity)
        } catch {
            guard case .unauthorised = error else { throw error }
            let moved = try await zones.token(replacing: url)
            guard moved.value != url else { throw await lock.refuse(identity, error) }
            url = moved.value
            told = try await second(url, identity)
        }
        cost += told.1
        if let refusal = told.0?.refusal(at: percent) { throw refusal }
        return TokenSource.Token(url, lifetimeSeconds: 300, cost: cost)
    }

    private func second(
        _ url: String, _ identity: AutotaskIdentity
    ) async throws(ConnectorError) -> (AutotaskThreshold?, CallCost) {
        do throws(ConnectorError) {
            return try await door.threshold(at: AutotaskZone(url: url), as: identity)
        } catch {
            throw await lock.refuse(identity, error)
        }
    }
}

/// Remembers who was refused, so that the same is not tried again: after a few refusals the vendor locks the user, and
/// an administrator must unlock it.
actor AutotaskLock {
    private var refused: AutotaskIdentity?

    func check(_ identity: AutotaskIdentity) throws(ConnectorError) {
        if identity == refused { throw .unauthorised("refused before, and not tried again: that would lock the user") }
    }

    /// The error that a call ended with; where it refuses who we are, that is kept.
    func refuse(_ identity: AutotaskIdentity, _ error: ConnectorError) -> ConnectorError {
        if case .unauthorised = error { refused = identity }
        return error
    }
}
