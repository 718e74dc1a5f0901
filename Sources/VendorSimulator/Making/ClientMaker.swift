import Inventory

/// Makes companies, organisations and sites: mostly one of each a client, but not always.
struct ClientMaker {
    let seed: UInt64
    let now: Timestamp
    let count: Int

    func make(into fleet: inout Fleet) {
        for client in 1...count {
            var random = SplitMix64(seed: seed, .client, client)
            let fate = client <= 2 ? 0.5 : Double(random.below(1000)) / 1000
            let company = fate < 0.93 ? add(company: client, .customer, &random, to: &fleet) : nil
            if fate >= 0.08 { addOrganizations(client, company, &random, to: &fleet) }
        }
        for extra in 0..<max(2, count / 5) {
            var random = SplitMix64(seed: seed, .company, extra)
            let kind: Company.Kind = random.pick([.prospect, .prospect, .former, .vendor, .partner])
            _ = add(company: count + 1 + extra, kind, &random, to: &fleet)
        }
    }

    private func name(_ client: Int) -> (name: String, slug: String) {
        let head = Words.companyHeads[client % Words.companyHeads.count]
        let tail = Words.companyTails[(client / 3 + client) % Words.companyTails.count]
        let again = client / (Words.companyHeads.count * 4)
        let name = "\(head) \(tail)" + (client > 130 ? " \(again + 1)" : "")
        let letters = name.unicodeScalars.filter { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
        return (name, String(String.UnicodeScalarView(letters)).lowercased() + "\(client)")
    }

    private func add(
        company number: Int, _ kind: Company.Kind, _ random: inout SplitMix64, to fleet: inout Fleet
    ) -> Int {
        let (name, slug) = name(number)
        let form = random.pick(Words.legalForms)
        let created = now.earlier(within: 400...2000, &random)
        let company = Company(
            number: number, name: form.isEmpty ? name : "\(name) \(form)", identifier: String(slug.prefix(25)),
            kind: kind,
            isActive: kind != .former, website: random.chance(0.7) ? "https://www.\(slug).example" : nil,
            phone: random.chance(0.8) ? phone(&random) : nil, address: address(&random),
            parent: number > 3 && random.chance(0.04) ? 1 : nil, accountManager: random.within(1...7),
            domain: "\(slug).example", createdAt: created, updatedAt: now.earlier(within: 1...300, &random))
        fleet.companies.append(company)
        addSites(nil, number, company.address, created, &random, to: &fleet)
        return number
    }

    private func addOrganizations(
        _ client: Int, _ company: Int?, _ random: inout SplitMix64, to fleet: inout Fleet
    ) {
        let (name, slug) = name(client)
        for part in 0..<(client > 2 && random.chance(0.1) ? 2 : 1) {
            let number = fleet.organizations.count + 1
            let created = now.earlier(within: 300...1500, &random)
            fleet.organizations.append(
                Organization(
                    number: number, name: part == 0 ? name : "\(name) - Branch",
                    details: random.chance(0.3)
                        ? "Looked after since \(created.microseconds / 31_556_952_000_000 + 1970)" : nil,
                    company: company, approval: random.pick([.automatic, .automatic, .manual]),
                    domain: "\(slug).example", createdAt: created, updatedAt: created))
            addSites(number, company, nil, created, &random, to: &fleet)
        }
    }

    /// A company's first site comes with it and is no organisation's; an organisation's sites are known to both.
    private func addSites(
        _ organization: Int?, _ company: Int?, _ address: Address?, _ created: Timestamp, _ random: inout SplitMix64,
        to fleet: inout Fleet
    ) {
        for index in 0..<(organization == nil ? 1 : 1 + random.below(3)) {
            fleet.sites.append(
                Site(
                    number: fleet.sites.count + 1, organization: organization, company: company,
                    name: organization == nil ? "Headquarters" : Words.siteNames[index],
                    address: address ?? self.address(&random), phone: random.chance(0.5) ? phone(&random) : nil,
                    isPrimary: organization == nil, createdAt: created, updatedAt: created))
        }
    }

    private func phone(_ random: inout SplitMix64) -> String { "+1 555 01\(random.within(10...99))" }

    private func address(_ random: inout SplitMix64) -> Address {
        let place = random.pick(Words.places)
        return Address(
            line1: "\(random.within(1...240)) \(random.pick(Words.streets))",
            line2: random.chance(0.2) ? "Floor \(random.within(1...9))" : nil, city: place.city, region: place.region,
            postalCode: place.postal, country: place.country)
    }
}
