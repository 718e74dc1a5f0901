import Inventory
import Synchronization

/// What the vendor's database would have indexes for: tickets and opportunities in the order of their shared ids, and
/// what was said and done on each ticket.
struct HaloBook: Sendable {
    /// Tickets and opportunities by id.
    private(set) var requests: [Request] = []
    /// Places in the fleet's lists by ticket; descriptions are not among the notes.
    private(set) var notes: [Int: [Int]] = [:]
    private(set) var times: [Int: [Int]] = [:]

    /// A ticket or an opportunity, by its place in the fleet's list.
    struct Request: Sendable {
        let id: Int
        let place: Int
        let isOpportunity: Bool
        let updatedAt: Timestamp
        let actedAt: Timestamp
        let isClosed: Bool
    }

    init() {}

    init(_ fleet: Fleet) {
        for (place, note) in fleet.notes.enumerated() where !note.isDescription {
            notes[note.ticket, default: []].append(place)
        }
        for (place, entry) in fleet.timeEntries.enumerated() { times[entry.ticket, default: []].append(place) }
        requests = fleet.tickets.enumerated().map { place, ticket in
            Request(
                id: HaloID.ticket(ticket.number), place: place, isOpportunity: false, updatedAt: ticket.updatedAt,
                actedAt: lastAction(on: ticket, fleet), isClosed: ticket.closedAt != nil)
        }
        requests += fleet.opportunities.enumerated().map { place, opportunity in
            Request(
                id: HaloID.opportunity(opportunity.number), place: place, isOpportunity: true,
                updatedAt: opportunity.updatedAt, actedAt: opportunity.updatedAt,
                isClosed: opportunity.closedOn != nil)
        }
        requests.sort { $0.id < $1.id }
    }

    private func lastAction(on ticket: Ticket, _ fleet: Fleet) -> Timestamp {
        let said = (notes[ticket.number] ?? []).map { fleet.notes[$0].writtenAt }
        let done = (times[ticket.number] ?? []).map { fleet.timeEntries[$0].updatedAt }
        return (said + done).max() ?? ticket.openedAt
    }

    /// The one with an id.
    func request(_ id: Int) -> Request? {
        var (low, high) = (0, requests.count)
        while low < high {
            let middle = (low + high) / 2
            if requests[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < requests.count && requests[low].id == id ? requests[low] : nil
    }
}

/// The book of the fleet as it stands, made anew when the fleet has changed.
final class HaloBooks: Sendable {
    private let held = Mutex<(edition: [Int], book: HaloBook)>(([], HaloBook()))

    func book(_ fleet: Fleet) -> HaloBook {
        // A test may change the world between two steps.
        let edition = [
            fleet.generation, fleet.tickets.count, fleet.opportunities.count, fleet.notes.count,
            fleet.timeEntries.count, fleet.tickets.last?.number ?? 0, Int(fleet.now.microseconds / 1_000_000),
        ]
        return held.withLock { held in
            if held.edition != edition { held = (edition, HaloBook(fleet)) }
            return held.book
        }
    }
}
