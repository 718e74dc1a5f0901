import Foundation
import Inventory

/// The vendors' clock: the real one, or one that stands still between steps.
struct VendorClock: Sendable {
    let isLive: Bool

    static func real() -> Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }

    func now(_ fleet: Fleet) -> Timestamp { isLive ? max(fleet.now, Self.real()) : fleet.now }

    /// How far a step moves the fleet's clock, in seconds.
    func step(_ fleet: Fleet) -> Int {
        guard isLive else { return 900 }
        return max(1, Int((Self.real().microseconds - fleet.now.microseconds) / 1_000_000))
    }
}
