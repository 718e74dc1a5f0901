import Foundation
import Inventory
import JSON

/// The zone of the server's clock: several of its dates have none of their own (sheet, Base URL and Traps).
actor NCentralClock {
    private let client: NCentralClient
    private let given: TimeZone?
    private var held: TimeZone??

    init(_ client: NCentralClient, _ settings: [String: String]) {
        self.client = client
        given = settings["timezone"].flatMap { TimeZone(identifier: $0) }
    }

    /// By its name, since today's offset is wrong on the other side of a clock change; nil where the server does not
    /// tell it, and then such dates are not known.
    func zone() async throws(ConnectorError) -> (zone: TimeZone?, cost: CallCost) {
        if let given { return (given, CallCost()) }
        if let held { return (held, CallCost()) }
        do throws(ConnectorError) {
            let answer = try await client.get("/api/server-info/time")
            let zone = answer.json["timezone"].cleaned.flatMap { TimeZone(identifier: $0) }
            held = .some(zone)
            return (zone, answer.cost)
        } catch {
            switch error {
            // Older servers do not have it.
            case .notFound, .forbidden, .notAvailable, .rejectedCall: held = .some(nil)
            default: throw error
            }
            return (nil, CallCost(calls: 1))
        }
    }
}
