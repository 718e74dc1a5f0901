import Inventory

/// Makes what is sold: products, agreements with their lines, opportunities.
struct BusinessMaker {
    let seed: UInt64
    let now: Timestamp

    private static let goods: [(String, Product.Kind, String, Int, Int)] = [
        ("Managed workstation", .service, "Managed services", 4_500, 1_200),
        ("Managed server", .service, "Managed services", 12_000, 3_000),
        ("Backup per device", .service, "Backup", 1_800, 700), ("Antivirus per device", .service, "Security", 350, 120),
        ("Microsoft 365 Business Premium", .product, "Licences", 2_200, 1_890),
        ("Firewall subscription", .product, "Security", 6_900, 4_100),
        ("Laptop 14 inch", .product, "Hardware", 129_900, 101_000),
        ("Docking station", .product, "Hardware", 18_900, 14_200),
        ("Starter bundle", .bundle, "Managed services", 15_000, 6_000),
    ]

    private static let wishes = ["New server", "Laptop refresh", "Firewall", "Managed services"]

    func make(into fleet: inout Fleet) {
        for number in 1...18 { fleet.products.append(product(number)) }
        for company in fleet.companies where company.kind == .customer { addAgreements(company, to: &fleet) }
        for company in fleet.companies where company.kind == .customer || company.kind == .prospect {
            addOpportunities(company, to: &fleet)
        }
    }

    private func product(_ number: Int) -> Product {
        var random = SplitMix64(seed: seed, .product, number)
        let good = Self.goods[(number - 1) % Self.goods.count]
        let created = now.earlier(within: 200...900, &random)
        return Product(
            number: number, name: number > Self.goods.count ? "\(good.0) (annual)" : good.0,
            sku: "SKU-\(1000 + number)",
            kind: good.1, category: good.2, priceCents: number > Self.goods.count ? good.3 * 10 : good.3,
            costCents: number > Self.goods.count ? good.4 * 10 : good.4, isActive: number != 18, createdAt: created,
            updatedAt: created)
    }

    private func addAgreements(_ company: Company, to fleet: inout Fleet) {
        var random = SplitMix64(seed: seed, .agreement, company.number)
        for part in 0..<(random.chance(0.3) ? 2 : 1) {
            let number = fleet.agreements.count + 1
            let starts = TimeText.date(now).plus(days: -random.within(60...1000))
            let status: Agreement.Status = part == 1 ? random.pick([.expired, .cancelled, .active]) : .active
            let created = now.earlier(within: 60...1000, &random)
            fleet.agreements.append(
                Agreement(
                    number: number, company: company.number, name: part == 0 ? "Managed services" : "Block of hours",
                    kind: part == 0 ? "Managed" : "Block time", status: status, startsOn: starts,
                    endsOn: status == .active
                        ? (random.chance(0.5) ? starts.plus(days: 1460) : nil) : starts.plus(days: 40),
                    amountCents: random.within(20...400) * 1_000,
                    cycle: random.pick([.monthly, .monthly, .monthly, .quarterly, .yearly, .oneTime]),
                    createdAt: created,
                    updatedAt: created))
            addLines(number, starts, created, &random, to: &fleet)
        }
    }

    private func addLines(
        _ agreement: Int, _ starts: CalendarDate, _ created: Timestamp, _ random: inout SplitMix64,
        to fleet: inout Fleet
    ) {
        let first = random.within(1...6)
        for line in 0..<random.within(1...4) {
            guard let product = fleet.product(first + line * 2) else { continue }
            let quantity = random.within(1...60)
            let included = random.chance(0.2) ? min(quantity, 5) : 0
            fleet.additions.append(
                Addition(
                    number: fleet.additions.count + 1, agreement: agreement, product: product.number,
                    name: product.name,
                    quantity: quantity, included: included, billed: quantity - included, priceCents: product.priceCents,
                    costCents: product.costCents, startsOn: starts,
                    endsOn: random.chance(0.1) ? starts.plus(days: 365) : nil, updatedAt: created))
        }
    }

    private func addOpportunities(_ company: Company, to fleet: inout Fleet) {
        var random = SplitMix64(seed: seed, .opportunity, company.number)
        for _ in 0..<random.below(3) {
            let status: Opportunity.Status = random.pick([.open, .open, .won, .lost])
            let created = now.earlier(within: 10...300, &random)
            let closed = TimeText.date(now).plus(days: -random.within(1...9))
            fleet.opportunities.append(
                Opportunity(
                    number: fleet.opportunities.count + 1, company: company.number,
                    contact: fleet.people.first { $0.company == company.number }?.number,
                    name: "\(random.pick(Self.wishes)) for \(company.name)",
                    status: status, stage: status == .open ? random.pick(["Prospect", "Quote", "Commit"]) : "Closed",
                    probability: status == .open ? random.pick([20, 50, 80]) : status == .won ? 100 : 0,
                    owner: random.within(1...7), amountCents: random.within(5...400) * 10_000,
                    expectedCloseOn: TimeText.date(now).plus(days: random.within(-20...90)),
                    closedOn: status == .open ? nil : closed, createdAt: created, updatedAt: created))
        }
    }
}
