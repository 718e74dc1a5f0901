import Inventory

/// Makes people: a few at every company and organisation, more where there are more machines.
struct PersonMaker {
    let seed: UInt64
    let now: Timestamp
    let count: Int

    func make(into fleet: inout Fleet) {
        let places: [(company: Int?, organization: Int?)] =
            fleet.organizations.map { ($0.company, $0.number) }
            + fleet.companies.map { company in (company.number, nil) }
        for number in 1...(max(places.count, count)) {
            let place = number <= places.count ? places[number - 1] : places[number % max(1, fleet.organizations.count)]
            fleet.people.append(person(number, place.company, place.organization, fleet))
        }
        fleet.nextNumbers.person = fleet.people.count + 1
    }

    private func person(_ number: Int, _ company: Int?, _ organization: Int?, _ fleet: Fleet) -> Person {
        var random = SplitMix64(seed: seed, .person, number)
        let first = random.pick(Words.firstNames)
        let last = random.pick(Words.lastNames)
        let login = "\(first.prefix(1)).\(last.filter(\.isASCII))\(number)".lowercased()
        let domain = organization.flatMap(fleet.organization)?.domain ?? company.flatMap(fleet.company)?.domain
        let created = now.earlier(within: 30...1200, &random)
        return Person(
            number: number, uid: Identifiers.uuid(seed, .person, number), company: company, organization: organization,
            site: nil, firstName: first, lastName: last,
            email: random.chance(0.9) ? "\(login.filter { $0 != "'" })@\(domain ?? "nobody.example")" : nil,
            phone: random.chance(0.6) ? "+1 555 0\(random.within(100...999))" : nil,
            jobTitle: random.chance(0.7) ? random.pick(Words.jobTitles) : nil, login: login,
            isActive: random.chance(0.93), createdAt: created, updatedAt: created)
    }
}
