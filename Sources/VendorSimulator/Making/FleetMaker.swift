import Inventory

/// Makes a world from its seed.
struct FleetMaker {
    let seed: UInt64
    let now: Timestamp
    let deviceCount: Int
    let ticketCount: Int

    var clientCount: Int { max(4, deviceCount / 40) }

    mutating func make(into fleet: inout Fleet) {
        LookupMaker(seed: seed).make(into: &fleet)
        ClientMaker(seed: seed, now: now, count: clientCount).make(into: &fleet)
        PersonMaker(seed: seed, now: now, count: deviceCount).make(into: &fleet)
        DeviceMaker(seed: seed, now: now).make(deviceCount, into: &fleet)
        BusinessMaker(seed: seed, now: now).make(into: &fleet)
        ConfigurationMaker(seed: seed, now: now).make(into: &fleet)
        TicketMaker(seed: seed, now: now).make(ticketCount, into: &fleet)
        AlertMaker(seed: seed, now: now).make(into: &fleet)
    }
}

extension Timestamp {
    /// So much earlier or later.
    func plus(days: Int = 0, hours: Int = 0, minutes: Int = 0, seconds: Int = 0) -> Timestamp {
        let total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return Timestamp(microseconds: microseconds + Int64(total) * 1_000_000)
    }

    /// At most `days` earlier, to the second.
    func earlier(within days: ClosedRange<Int>, _ random: inout SplitMix64) -> Timestamp {
        plus(days: -random.within(days), seconds: -random.below(86_400))
    }
}

extension CalendarDate {
    func plus(days more: Int) -> CalendarDate { CalendarDate(days: days + Int32(more)) }
}
