import Inventory

/// A call below `/api` that was let through.
struct HaloRequest: Sendable {
    let call: VendorCall
    /// In small letters: the vendor does not mind which are used.
    let path: [String]
    let book: HaloBook

    var fleet: Fleet { call.fleet }
    /// The id in the path.
    var id: Int? { path.count > 1 ? Int(path[1]) : nil }

    func parameter(_ name: String) -> String? { call.parameter(name) }
    func number(_ name: String) -> Int? { parameter(name).flatMap { Int($0) } }
    func asks(_ name: String) -> Bool { parameter(name)?.lowercased() == "true" }

    /// A time in a parameter; what is none is ignored like any other nonsense.
    func time(_ name: String) -> Timestamp? { parameter(name).flatMap { Timestamp(iso8601: $0) } }

    /// Whether a change at that time is asked for.
    func admits(changedAt time: Timestamp) -> Bool {
        if let from = self.time("lastupdatefromdate"), time < from { return false }
        if let to = self.time("lastupdatetodate"), time > to { return false }
        return true
    }

    /// Whether a thing in or out of use is asked for: those in use alone unless the flags say otherwise.
    func admits(isActive: Bool) -> Bool {
        let (active, inactive) = (asks("includeactive"), asks("includeinactive"))
        return isActive ? active || !inactive : inactive
    }
}

/// A path of the API and what answers it.
enum HaloEndpoint {
    typealias Answer = @Sendable (HaloRequest) -> VendorAnswer

    static func answer(_ request: HaloRequest) -> VendorAnswer {
        let key = request.path.count == 2 ? "\(request.path[0])/{id}" : request.path.joined(separator: "/")
        guard let answer = all[key] else { return HaloError.notFound }
        if let id = request.id ?? request.number("ticket_id"), request.call.disturbance.fails(record: id) {
            return HaloError.exception("System.Data.SqlClient.SqlException", "Execution Timeout Expired.", status: 500)
        }
        return answer(request)
    }

    private static let all = [
        HaloClients.endpoints, HaloTickets.endpoints, HaloActions.endpoints, HaloAssets.endpoints,
        HaloFinance.endpoints, HaloSetup.endpoints,
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
}
