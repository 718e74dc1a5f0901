/// A small deterministic source of randomness: the same seed gives the same numbers on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A stream of its own for one thing of one kind, independent of what was drawn for others.
    public init(seed: UInt64, _ kind: Salt, _ number: Int, _ revision: Int = 0) {
        state = Self.hash(seed, kind, number, revision)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.finish(state)
    }

    /// One number for one thing, without a generator.
    public static func hash(_ seed: UInt64, _ kind: Salt, _ number: Int, _ revision: Int = 0) -> UInt64 {
        var mixed = finish(seed &+ 0x9E37_79B9_7F4A_7C15 &* (kind.rawValue &+ 1))
        mixed = finish(mixed ^ UInt64(bitPattern: Int64(number)))
        return finish(mixed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(bitPattern: Int64(revision)))
    }

    @inline(__always)
    static func finish(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number below `bound` (which must be positive).
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// A whole number of the range.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True in `share` of all draws.
    public mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

    /// One of a list that is not empty.
    public mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}

/// Keeps the random numbers of different purposes apart.
public enum Salt: UInt64, Sendable {
    case client = 1
    case company, organization, site, person, device, deviceParts, network, software, softwareChange, patch
    case patchChange, backup, backupJob, alert, ticket, note, timeEntry, agreement, product, opportunity, lookup, uid
    case step, reading, credential, fault, row, configuration
}
