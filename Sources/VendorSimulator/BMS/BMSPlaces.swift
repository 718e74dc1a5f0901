import Synchronization

/// What belongs to what, looked up once each time that the fleet has changed: a list of a hundred thousand notes is not
/// gone through for each ticket.
final class BMSPlaces: Sendable {
    private let held = Mutex(Held())

    private struct Held {
        var key: [Int] = []
        /// The places in the fleet's list of a ticket's notes, without the description, which is none here.
        var notes: [Int: [Int]] = [:]
        var sites: [Int: [Int]] = [:]
    }

    func notes(of ticket: Int, _ fleet: Fleet) -> [TicketNote] {
        current(fleet).notes[ticket, default: []].map { fleet.notes[$0] }
    }

    func sites(of company: Int, _ fleet: Fleet) -> [Site] {
        current(fleet).sites[company, default: []].map { fleet.sites[$0] }
    }

    private func current(_ fleet: Fleet) -> Held {
        held.withLock { held in
            // A test may have changed the world between two steps.
            let key = [fleet.generation, fleet.tick, fleet.notes.count, fleet.sites.count]
            if held.key != key {
                held = Held(key: key)
                for (place, note) in fleet.notes.enumerated() where !note.isDescription {
                    held.notes[note.ticket, default: []].append(place)
                }
                for (place, site) in fleet.sites.enumerated() {
                    if let company = site.company { held.sites[company, default: []].append(place) }
                }
            }
            return held
        }
    }
}
