import Synchronization

/// Asks runs to end at their next good place, between two pages. Unlike a cancellation, the page in hand is stored.
final class StopSignal: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
