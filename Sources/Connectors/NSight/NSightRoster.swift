import Inventory
import JSON

/// What the roster says of devices: their client, their site, and what is switched on for each, so that services are
/// called only where they have something to say. Read by client; shared by the streams for an hour.
actor NSightRoster {
    struct Device: Sendable, Hashable {
        let id: String
        let client: String
        let site: String?
        let kind: NSightKind
        /// nil: not told.
        let patches, backsUp, antivirus: Bool?
        /// False: no check of any kind is on it.
        let hasChecks: Bool
    }

    /// One client's devices, and the rows of the mobile ones, which are in no other list.
    struct Part: Sendable {
        var devices: [String: Device] = [:]
        var mobile: [(row: JSONValue, site: String?)] = []
        var at: Timestamp
    }

    private static let lifetime: Int64 = 3_600_000_000

    private let client: NSightClient
    private let clients: NSightClients
    private let now: @Sendable () -> Timestamp
    private var parts: [String: Part] = [:]

    init(_ client: NSightClient, _ clients: NSightClients, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.clients = clients
        self.now = now
    }

    /// A device, whose client need not be known; nil for one that the roster does not have (agentless ones, it seems).
    func device(_ id: String) async throws(ConnectorError) -> (Device?, CallCost) {
        var (clients, cost) = try await clients.all()
        for client in clients where isOld(client) {
            let (_, more) = try await part(of: client, isFresh: false)
            cost += more
        }
        clients = clients.filter { parts[$0.id]?.devices[id] != nil }
        return (clients.first.flatMap { parts[$0.id]?.devices[id] }, cost)
    }

    private func isOld(_ client: NSightClients.Client) -> Bool {
        guard let part = parts[client.id] else { return true }
        return now().microseconds - part.at.microseconds > Self.lifetime
    }

    /// A client's part. A type of which the client has no active device is not asked for.
    func part(
        of owner: NSightClients.Client, isFresh: Bool
    ) async throws(ConnectorError) -> (Part, CallCost) {
        if !isFresh, !isOld(owner), let part = parts[owner.id] { return (part, CallCost()) }
        var part = Part(at: now())
        var cost = CallCost()
        for kind in NSightKind.all where owner.count(kind) != 0 {
            // Where no count is told, mobile devices are left unasked for: a third of all calls for what few have.
            if kind == .mobileDevice, owner.mobileDevices == nil { continue }
            let answer = try await client.rows(
                .roster, [("clientid", owner.id), ("devicetype", kind.rawValue)])
            cost += answer.cost
            for row in answer.rows { take(row, kind, owner.id, &part) }
        }
        parts[owner.id] = part
        return (part, cost)
    }

    private func take(_ row: JSONValue, _ kind: NSightKind, _ owner: String, _ part: inout Part) {
        for site in row["site"].array ?? [] {
            for device in site[kind.rawValue].array ?? [] {
                guard let id = device["id"].cleaned else { continue }
                if kind == .mobileDevice {
                    part.mobile.append((device, site["id"].cleaned))
                } else {
                    part.devices[id] = Self.device(device, id, kind, client: owner, site: site["id"].cleaned)
                }
            }
        }
    }

    private static func device(
        _ row: JSONValue, _ id: String, _ kind: NSightKind, client: String, site: String?
    ) -> Device {
        let counts = (row["checkcount"].array ?? []).flatMap { [$0["pass"], $0["clear"], $0["fail"]] }
        return Device(
            id: id, client: client, site: site, kind: kind, patches: row["patch"].flag, backsUp: row["mob"].flag,
            antivirus: row["mav"].flag, hasChecks: counts.isEmpty || counts.contains { $0.digits != 0 })
    }
}
