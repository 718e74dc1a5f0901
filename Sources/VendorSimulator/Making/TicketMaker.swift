import Inventory

/// Makes tickets with what was said and done on them, one at a time, so that a step can make more.
struct TicketMaker {
    let seed: UInt64
    let now: Timestamp

    func make(_ count: Int, into fleet: inout Fleet) {
        let places = Places(fleet)
        for _ in 0..<count { add(places, openedAt: nil, to: &fleet) }
    }

    /// Who has what, looked up once.
    struct Places {
        var configurations: [Int: [Int]] = [:]
        var contacts: [Int: [Int]] = [:]
        var agreements: [Int: Int] = [:]
        var companies: [Int] = []

        init(_ fleet: Fleet) {
            for configuration in fleet.configurations {
                configurations[configuration.company, default: []].append(configuration.number)
            }
            for person in fleet.people {
                if let company = person.company { contacts[company, default: []].append(person.number) }
            }
            for agreement in fleet.agreements where agreement.status == .active {
                agreements[agreement.company] = agreement.number
            }
            companies = fleet.companies.filter { $0.kind == .customer }.map(\.number)
        }
    }

    /// Adds the next ticket; one that is opened in a step is new, the others are at any stage of their lives.
    func add(_ places: Places, openedAt: Timestamp?, to fleet: inout Fleet) {
        guard !places.companies.isEmpty else { return }
        let number = fleet.nextNumbers.ticket
        fleet.nextNumbers.ticket += 1
        var random = SplitMix64(seed: seed, .ticket, number)
        let company = random.pick(places.companies)
        let board = random.within(1...fleet.lookups.boards.count)
        let stage = openedAt == nil ? random.pick([0, 1, 1, 2, 3, 4, 5, 5, 5, 5]) : 0
        let opened = openedAt ?? now.earlier(within: 0...400, &random)
        let isClosed = stage >= 4
        let closed = isClosed ? min(opened.plus(hours: random.within(1...200)), now) : nil
        let summary = random.pick(Words.complaints)
        let owned = places.configurations[company] ?? []
        let ticket = Ticket(
            number: number, summary: summary,
            details: random.chance(0.9) ? "\(summary).\nReported by mail; \"urgent\"." : nil,
            board: board, status: board * 10 + stage, priority: random.within(1...4),
            type: random.chance(0.8) ? board * 10 + random.below(3) : nil, source: random.within(1...4),
            company: company,
            site: fleet.sites.first { $0.company == company }?.number,
            contact: places.contacts[company].map { random.pick($0) },
            configurations: owned.isEmpty || random.chance(0.4)
                ? [] : (0..<random.within(1...2)).map { _ in random.pick(owned) }.uniqued(),
            agreement: places.agreements[company], assignee: random.chance(0.85) ? random.within(1...7) : nil,
            parent: number > 20 && random.chance(0.02) ? number - 7 : nil,
            mergedInto: isClosed && number > 20 && random.chance(0.01) ? number - 3 : nil, openedAt: opened,
            respondedAt: stage > 0 ? min(opened.plus(minutes: random.within(5...300)), now) : nil,
            dueAt: random.chance(0.7) ? opened.plus(days: random.within(1...10)) : nil, resolvedAt: closed,
            closedAt: closed,
            updatedAt: closed ?? min(opened.plus(hours: random.within(0...90)), now))
        fleet.tickets.append(ticket)
        addTalk(ticket, &random, to: &fleet)
    }

    private func addTalk(_ ticket: Ticket, _ random: inout SplitMix64, to fleet: inout Fleet) {
        if let details = ticket.details {
            add(details, to: ticket, member: nil, isDescription: true, at: ticket.openedAt, in: &fleet, &random)
        }
        guard ticket.respondedAt != nil else { return }
        for reply in 0..<random.below(4) {
            let at = min(ticket.openedAt.plus(hours: reply + 1), now)
            let member = random.chance(0.75) ? random.within(1...7) : nil
            add(
                random.pick(Words.replies), to: ticket, member: member, isDescription: false, at: at, in: &fleet,
                &random)
        }
        for _ in 0..<random.below(3) { addTime(ticket, at: ticket.respondedAt ?? now, &random, to: &fleet) }
    }

    func add(
        _ body: String, to ticket: Ticket, member: Int?, isDescription: Bool, at time: Timestamp, in fleet: inout Fleet,
        _ random: inout SplitMix64
    ) {
        fleet.notes.append(
            TicketNote(
                number: fleet.nextNumbers.note, ticket: ticket.number, body: body, member: member,
                isInternal: !isDescription && member != nil && random.chance(0.4), isDescription: isDescription,
                writtenAt: time, updatedAt: time))
        fleet.nextNumbers.note += 1
    }

    private func addTime(_ ticket: Ticket, at time: Timestamp, _ random: inout SplitMix64, to fleet: inout Fleet) {
        let minutes = random.within(1...16) * 15
        fleet.timeEntries.append(
            TimeEntry(
                number: fleet.nextNumbers.timeEntry, ticket: ticket.number, company: ticket.company,
                agreement: ticket.agreement, member: random.within(1...7), workType: random.within(1...4),
                startedAt: time, endedAt: time.plus(minutes: minutes), minutes: minutes,
                billing: random.pick([.billable, .billable, .doNotBill, .noCharge]),
                hourlyRateCents: random.chance(0.8) ? random.pick([9_500, 12_000, 15_000]) : nil,
                notes: random.chance(0.7) ? random.pick(Words.replies) : nil, updatedAt: time.plus(minutes: minutes)))
        fleet.nextNumbers.timeEntry += 1
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order of its first coming.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
