import Foundation

/// What each sign is worth, in natural log-odds: three more are twenty times as sure. Set by hand, and held to the figures
/// that the benchmark prints.
enum Weights {
    /// One pair out of some hundreds that have anything in common is true.
    static let prior = -6.0
    static let nativeID = 14.0
    static let sameName = 6.5
    static let initials = 2.5
    static let otherName = -1.5
    static let onlyOfThatName = 4.0
    static let phone = 5.0
    static let address = 5.0
    static let postalCode = 2.0
    static let town = 0.5
    static let otherTown = -2.0
    static let domain = 6.0
    /// A name that only an inner network knows is made of the company's own, and so says little that it does not.
    static let innerDomain = 2.0
    static let otherDomain = -2.0
    static let otherDevices = -1.5
    /// Fewer serial numbers on either side are no reason to expect any in common.
    static let enoughSerials = 3
    /// Devices do not say more than this together, however many they are.
    static let devices = 12.0

    /// Names that are alike, by how much.
    static func alike(_ likeness: Double) -> Double { max(0, (likeness - 0.45) * 12) }

    /// A name within a name may be a branch, or the parent of several.
    static func contained(_ likeness: Double) -> Double { max(2, alike(likeness) - 1) }

    /// Devices that both sides show under the same serial number, or by the RMM's id.
    static func serials(_ count: Int) -> Double {
        switch count {
        case ...0: 0
        case 1: 5
        case 2: 8
        case 3: 10
        default: devices
        }
    }

    /// Host names are given again and again: one says little.
    static func hostnames(_ count: Int) -> Double { count < 1 ? 0 : min(7, 2 + 1.5 * log2(Double(count))) }

    /// What several companies have in common tells little about each.
    static func shared(_ weight: Double, by companies: Int) -> Double {
        max(0, weight - 2 * log2(Double(max(1, companies))))
    }
}
