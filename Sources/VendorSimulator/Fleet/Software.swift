public import Inventory

/// One title on one machine.
public struct InstalledSoftware: Sendable, Hashable {
    public let title: Int
    /// The step of the title's life; see ``SoftwareCatalogue/version(_:_:)``.
    public let step: Int
    public let installedOn: CalendarDate?
}

extension Fleet {
    /// What is installed on a device now, worked out from the seed and the number of changes: about a hundred titles.
    public func software(of device: Device) -> [InstalledSoftware] {
        guard device.hasAgent else { return [] }
        var slots = (0..<SoftwareCatalogue.slots).map { SoftwareSlot(seed, device.number, $0) }
        for revision in 0..<device.softwareRevision {
            var random = SplitMix64(seed: seed, .softwareChange, device.number, revision + 1)
            for _ in 0..<3 { slots[random.below(slots.count)].change(&random) }
        }
        let firstDay = Int(start.microseconds / 86_400_000_000)
        return slots.enumerated().compactMap { slot, state in
            state.isPresent
                ? InstalledSoftware(
                    title: slot * SoftwareCatalogue.titlesInSlot + state.choice, step: state.step,
                    installedOn: state.day(before: firstDay))
                : nil
        }
    }
}

/// What one machine has of one slot of the catalogue.
struct SoftwareSlot {
    var isPresent: Bool
    let choice: Int
    var step: Int
    private let base: UInt64
    private var isChanged = false

    init(_ seed: UInt64, _ device: Int, _ slot: Int) {
        base = SplitMix64.hash(seed, .software, device, slot)
        isPresent = base & 0xFF < 197
        choice = Int(base >> 8 & 3)
        step = Int(base >> 10 & 3)
    }

    mutating func change(_ random: inout SplitMix64) {
        if isPresent && random.chance(0.8) { step += 1 } else { isPresent.toggle() }
        isChanged = true
    }

    /// One in eight tells no day.
    func day(before first: Int) -> CalendarDate? {
        if base >> 12 & 7 == 0 { return nil }
        return CalendarDate(days: Int32(isChanged ? first : first - 1 - Int((base >> 16) % 700)))
    }
}
