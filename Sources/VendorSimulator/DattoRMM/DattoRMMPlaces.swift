import Synchronization

/// Where the devices of a fleet stand by their uids, so that a call about one need not look at all.
final class DattoRMMPlaces: Sendable {
    private let held = Mutex<(generation: Int, numbers: [String: Int])>((-1, [:]))

    func device(_ uid: String, _ fleet: Fleet) -> Device? {
        let number = held.withLock { held -> Int? in
            if held.generation != fleet.generation {
                held = (fleet.generation, Dictionary(fleet.devices.map { ($0.uid, $0.number) }) { $1 })
            }
            return held.numbers[uid]
        }
        if let number {
            let index = Fleet.index(after: number - 1, in: fleet.devices)
            if index < fleet.devices.count, fleet.devices[index].uid == uid { return fleet.devices[index] }
        }
        // A test may have changed the world between two steps.
        return fleet.devices.first { $0.uid == uid }
    }
}
