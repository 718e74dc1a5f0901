import HTTPTransport
import HTTPTypes
import JSON

/// Calls one tenant's zone: finds it, says who we are by three headers, and stops for good at the first refusal of who
/// we are, since repeated ones lock the user (trap 5).
struct AutotaskClient: Sendable {
    private let context: ConnectorContext
    private let lock = AutotaskLock()
    private let zones: TokenSource
    /// The zone, proven to take us and to have calls left: for five minutes.
    private let entry: TokenSource

    init(_ context: ConnectorContext, _ options: AutotaskOptions) {
        self.context = context
        let door = AutotaskDoor(context: context)
        let lock = lock
        let zones = TokenSource(now: context.now) { () async throws(ConnectorError) in try await door.zone() }
        self.zones = zones
        entry = TokenSource(now: context.now, manners: TokenManners(renewsEarlyBy: 0)) {
            () async throws(ConnectorError) in
            let (zone, cost) = try await zones.token()
            return try await AutotaskEntry(door: door, zones: zones, lock: lock, percent: options.stopAtPercent)
                .token(zone, cost)
        }
    }

    /// Proves that base URL and credentials are right, by the call that tells how many calls are left.
    func prove() async throws(ConnectorError) { _ = try await entry.token() }

    /// The answer to a query; it only asks, and may be sent twice.
    func query(_ entity: AutotaskEntity, _ body: String) async throws(ConnectorError) -> VendorAnswer {
        try await answer { zone in AutotaskDoor.query(zone.folder + entity.queryPath, body) }
    }

    /// The answer to the same query by an address that a page gave for the next.
    func query(at address: String, _ body: String) async throws(ConnectorError) -> VendorAnswer {
        try await answer { _ in AutotaskDoor.query(address, body) }
    }

    /// What an entity's fields are, pick lists with them.
    func fields(_ entity: AutotaskEntity) async throws(ConnectorError) -> VendorAnswer {
        try await answer { zone in
            VendorCall(zone.folder + entity.fieldsPath)
        }
    }

    /// A 401 may mean that the tenant has moved to another zone: then the call is made there, once.
    private func answer(
        _ call: @Sendable (AutotaskZone) -> VendorCall
    ) async throws(ConnectorError) -> VendorAnswer {
        let door = AutotaskDoor(context: context)
        let identity = try await door.identity()
        try await lock.check(identity)
        var (url, cost) = try await entry.token()
        do throws(ConnectorError) {
            return try await door.answer(call(AutotaskZone(url: url)), at: AutotaskZone(url: url), as: identity)
                .adding(cost)
        } catch {
            guard case .unauthorised = error else { throw error }
            let moved = try await zones.token(replacing: url)
            guard moved.value != url else { throw await lock.refuse(identity, error) }
        }
        (url, cost) = try await entry.token(replacing: url)
        do throws(ConnectorError) {
            return try await door.answer(call(AutotaskZone(url: url)), at: AutotaskZone(url: url), as: identity)
                .adding(cost)
        } catch {
            throw await lock.refuse(identity, error)
        }
    }
}

extension VendorAnswer {
    fileprivate func adding(_ more: CallCost) -> VendorAnswer {
        var answer = self
        answer.cost.calls += more.calls
        answer.cost.bytes += more.bytes
        return answer
    }
}
