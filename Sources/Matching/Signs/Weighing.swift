import Foundation

/// Gathers the signs of a pair. Pure: the same parties give the same evidence.
public struct Weighing: Sendable {
    private let rarity: Rarity

    public init(rarity: Rarity) { self.rarity = rarity }

    /// - Parameters:
    ///   - shared: What the organisation's devices have in common with the company.
    ///   - total: The same with all companies of the company's connection together.
    ///   - hasNativeID: The RMM stores the company's id, and no other connection's company has that id.
    public func evidence(
        _ organization: Party, _ company: Party, shared: SharedDevices = .init(), total: SharedDevices = .init(),
        hasNativeID: Bool = false
    ) -> Evidence {
        var signs: [Sign] = []
        if hasNativeID {
            signs.append(Sign(kind: .nativeID, weight: Weights.nativeID, detail: "the RMM stores the company's id"))
        }
        signs += devices(shared, of: total)
        if shared == SharedDevices() { signs += otherDevices(organization, company) }
        signs += domain(organization, company)
        signs += phone(organization, company) + place(organization, company)
        let name = name(organization, company)
        let isContradicted = signs.contains { $0.weight < 0 }
        return Evidence(signs: signs + name + (isContradicted ? [] : onlyOne(organization, company, name)))
    }

    private func devices(_ shared: SharedDevices, of total: SharedDevices) -> [Sign] {
        let found: [(Sign.Kind, Int, Int, Double, String)] = [
            (
                .linkedDevices, shared.linked, total.linked, Weights.serials(shared.linked),
                "configurations naming a device"
            ),
            (.serials, shared.serials, total.serials, Weights.serials(shared.serials), "shared serial numbers"),
            (.hostnames, shared.hostnames, total.hostnames, Weights.hostnames(shared.hostnames), "shared host names"),
        ]
        var left = Weights.devices
        return found.filter { $0.1 > 0 }.map { kind, count, all, full, words in
            // What is spread over several companies speaks for none of them.
            let share = Double(count) / Double(max(all, count))
            let weight = min(left, full * max(0, 2 * share - 1))
            left -= weight
            return Sign(kind: kind, weight: weight, detail: "\(count) of \(max(all, count)) \(words)")
        }
    }

    private func otherDevices(_ organization: Party, _ company: Party) -> [Sign] {
        guard min(organization.serials, company.serials) >= Weights.enoughSerials else { return [] }
        let detail = "none of \(organization.serials) and \(company.serials) serial numbers in common"
        return [Sign(kind: .otherDevices, weight: Weights.otherDevices, detail: detail)]
    }

    private func domain(_ organization: Party, _ company: Party) -> [Sign] {
        guard !organization.domains.isEmpty, !company.domains.isEmpty else { return [] }
        let whole = organization.domains.intersection(company.domains).filter(Domains.isRegistered).map { domain in
            let owners = rarity.companies(.domain(domain), of: company.connection)
            return Sign(kind: .domain, weight: Weights.shared(Weights.domain, by: owners), detail: domain)
        }
        if let best = heaviest(whole) { return [best] }
        let labels = Set(organization.domains.map(Domains.label)).intersection(company.domains.map(Domains.label))
        let inner = labels.map { label in
            let owners = rarity.companies(.label(label), of: company.connection)
            return Sign(kind: .innerDomain, weight: Weights.shared(Weights.innerDomain, by: owners), detail: label)
        }
        if let best = heaviest(inner) { return [best] }
        guard organization.domains.contains(where: Domains.isRegistered) else { return [] }
        let detail = "\(list(organization.domains)) and \(list(company.domains))"
        return [Sign(kind: .otherDomain, weight: Weights.otherDomain, detail: detail)]
    }

    private func phone(_ organization: Party, _ company: Party) -> [Sign] {
        let signs = organization.phones.intersection(company.phones).map { phone in
            let owners = rarity.companies(.phone(phone), of: company.connection)
            return Sign(kind: .phone, weight: Weights.shared(Weights.phone, by: owners), detail: "ends in \(phone)")
        }
        return heaviest(signs).map { [$0] } ?? []
    }

    private func place(_ organization: Party, _ company: Party) -> [Sign] {
        let pairs = organization.places.flatMap { mine in company.places.map { (mine, $0) } }
        let signs = pairs.compactMap { mine, its in address(mine, its, company) }
        if let best = heaviest(signs) { return [best] }
        let towns = (Set(organization.places.compactMap(\.city)), Set(company.places.compactMap(\.city)))
        guard !towns.0.isEmpty, !towns.1.isEmpty else { return [] }
        return [Sign(kind: .otherTown, weight: Weights.otherTown, detail: "\(list(towns.0)) and \(list(towns.1))")]
    }

    private func address(_ mine: Place, _ its: Place, _ company: Party) -> Sign? {
        let isSameTown = mine.city != nil && mine.city == its.city
        let isSamePostalCode = mine.postalCode != nil && mine.postalCode == its.postalCode
        if let street = mine.street, street == its.street, isSameTown || isSamePostalCode {
            let owners = rarity.companies(.place(its), of: company.connection)
            return Sign(kind: .address, weight: Weights.shared(Weights.address, by: owners), detail: street)
        }
        if isSamePostalCode {
            return Sign(kind: .address, weight: Weights.postalCode, detail: mine.postalCode ?? "")
        }
        return isSameTown ? Sign(kind: .address, weight: Weights.town, detail: mine.city ?? "") : nil
    }

    private func name(_ organization: Party, _ company: Party) -> [Sign] {
        switch organization.likeness.relation(to: company.likeness) {
        case .same: [Sign(kind: .name, weight: Weights.sameName, detail: "the same name")]
        case .alike(let likeness):
            [Sign(kind: .name, weight: Weights.alike(likeness), detail: "names alike by \(percent(likeness))")]
        case .contained(let likeness):
            [Sign(kind: .name, weight: Weights.contained(likeness), detail: "one name within the other")]
        case .initials: [Sign(kind: .name, weight: Weights.initials, detail: "one name is the other's initials")]
        case .different: [Sign(kind: .otherName, weight: Weights.otherName, detail: "names that are not alike")]
        }
    }

    /// A name that says which company it is, and that nobody else has on either side.
    private func onlyOne(_ organization: Party, _ company: Party, _ name: [Sign]) -> [Sign] {
        let key = Rarity.Value.name(company.name.key)
        guard name.first?.weight == Weights.sameName, company.name.isDistinctive,
            rarity.companies(key, of: company.connection) == 1,
            rarity.organizations(key, of: organization.connection) == 1
        else { return [] }
        return [Sign(kind: .onlyOfThatName, weight: Weights.onlyOfThatName, detail: "no other has that name")]
    }

    private func heaviest(_ signs: [Sign]) -> Sign? {
        signs.max { ($0.weight, $1.detail) < ($1.weight, $0.detail) }
    }

    private func list(_ texts: Set<String>) -> String { texts.sorted().prefix(3).joined(separator: ", ") }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
