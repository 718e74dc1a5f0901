import Inventory

/// What happens to tickets in a step.
extension Fleet {
    mutating func changeTickets(_ share: Double) {
        let maker = TicketMaker(seed: seed, now: now)
        for index in tickets.indices
        where tickets[index].closedAt == nil && happens(.ticket, tickets[index].number, share * 5) {
            var random = SplitMix64(seed: seed, .ticket, tickets[index].number, tick)
            tickets[index].move(at: now, lookups, &random)
            let ticket = tickets[index]
            maker.add(
                random.pick(Words.replies), to: ticket, member: random.within(1...7), isDescription: false, at: now,
                in: &self,
                &random)
        }
        let places = TicketMaker.Places(self)
        for _ in 0..<max(1, Int(Double(tickets.count) * share)) { maker.add(places, openedAt: now, to: &self) }
    }
}

extension Ticket {
    /// The next stage of its life.
    mutating func move(at now: Timestamp, _ lookups: Lookups, _ random: inout SplitMix64) {
        let stage = min(5, status % 10 + random.within(1...2))
        status = board * 10 + stage
        respondedAt = respondedAt ?? now
        if lookups.status(status)?.category == .closed {
            resolvedAt = resolvedAt ?? now
            closedAt = now
        }
        updatedAt = now
    }
}
