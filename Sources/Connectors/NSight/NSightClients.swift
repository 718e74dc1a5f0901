import Inventory
import JSON

/// The clients, which nearly everything is asked for by. The vendor does not want a query repeated within 90 seconds, so
/// streams that follow each other share one answer.
actor NSightClients {
    struct Client: Sendable, Hashable {
        let id: String
        let servers: Int64?
        let workstations: Int64?
        let mobileDevices: Int64?

        /// How many active devices of a type it has, where that is told.
        func count(_ kind: NSightKind) -> Int64? {
            switch kind {
            case .server: servers
            case .workstation: workstations
            case .mobileDevice: mobileDevices
            }
        }
    }

    private static let lifetime: Int64 = 90_000_000

    private let client: NSightClient
    private let now: @Sendable () -> Timestamp
    private var held: (clients: [Client], at: Timestamp)?

    init(_ client: NSightClient, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.now = now
    }

    /// All of them in the order of their ids.
    func all(isFresh: Bool = false) async throws(ConnectorError) -> ([Client], CallCost) {
        if !isFresh, let held, now().microseconds - held.at.microseconds < Self.lifetime {
            return (held.clients, CallCost())
        }
        let answer = try await read()
        return (held?.clients ?? [], answer.cost)
    }

    /// The list as it is now, for the stream that it fills.
    func read() async throws(ConnectorError) -> NSightAnswer {
        let answer = try await client.rows(.clients)
        let clients = answer.rows.compactMap { row in
            row["clientid"].cleaned.map {
                Client(
                    id: $0, servers: row["server_count"].digits, workstations: row["workstation_count"].digits,
                    mobileDevices: row["mobile_device_count"].digits)
            }
        }
        held = (clients.sorted { Self.isBefore($0.id, $1.id) }, now())
        return answer
    }

    /// A page of a stream that is read by client, a call or more for each; as a whole it is a list like any other.
    nonisolated func walk(
        at position: ReadPosition?, batch: Int,
        _ read: @escaping @Sendable (Client, _ within: ReadPosition?) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        let (clients, cost) = try await all()
        let byID = Dictionary(clients.map { ($0.id, $0) }) { $1 }
        let request = ReadRequest(scope: .everything) { after, limit in
            let rest = clients.map(\.id).filter { id in after.map { Self.isBefore($0, id) } ?? true }
            return Array(rest.prefix(limit))
        }
        var page = try await ParentWalker(batch: batch).page(request, at: position) {
            (id, within) throws(ConnectorError) in
            guard let client = byID[id] else { return Page() }
            return try await self.unlessGone(client) { () throws(ConnectorError) in try await read(client, within) }
        }
        page.completedParents = []
        page.add(cost)
        return page
    }

    /// A client that is refused as unknown is gone once the list of clients says so too; else something is wrong.
    private nonisolated func unlessGone(
        _ client: Client, _ read: () async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        do throws(ConnectorError) {
            return try await read()
        } catch {
            guard case .notFound(let words) = error else { throw error }
            let (now, cost) = try await all(isFresh: true)
            guard !now.contains(where: { $0.id == client.id }) else {
                throw .unavailable("client \(client.id) is listed, and yet refused as unknown: \(words)")
            }
            return Page(calls: cost.calls + 1, bytes: cost.bytes)
        }
    }

    /// By number, as the ids are.
    private static func isBefore(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count ? a < b : a.utf8.count < b.utf8.count
    }
}
