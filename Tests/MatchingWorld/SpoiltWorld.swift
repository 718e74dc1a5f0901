public import Foundation

/// An RMM's organisations and a PSA's companies as people have written them down, and the truth about them.
public struct SpoiltWorld: Sendable {
    public private(set) var organizations: [WorldOrganization] = []
    public private(set) var companies: [WorldCompany] = []
    public let rmm: UUID
    public let psa: UUID
    private var random: WorldRandom
    private var domains: Set<String> = []
    private let devicesEach: Int

    /// A world of so many companies, and about as many organisations.
    public init(companies count: Int, devicesEach: Int = 12, seed: UInt64) {
        random = WorldRandom(seed: seed)
        self.devicesEach = devicesEach
        (rmm, psa) = (Self.uuid(&random), Self.uuid(&random))
        while companies.count < count { addFamily() }
        companies = Array(companies.prefix(count))
        for company in companies.indices where !random.chance(0.1) { addOrganizations(of: company) }
        for _ in 0..<count / 25 { addStranger() }
        moveDevices()
        organizations.shuffle(using: &random)
    }

    /// What the organisation really is.
    public var truth: [UUID: UUID] {
        Dictionary(uniqueKeysWithValues: organizations.compactMap { one in one.company.map { (one.id, $0) } })
    }

    static func uuid(_ random: inout WorldRandom) -> UUID {
        let (high, low) = (random.next(), random.next())
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: high >> ($0 * 8)) }
        let more = (0..<8).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
        let all = bytes + more
        return UUID(
            uuid: (
                all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9], all[10], all[11],
                all[12], all[13], all[14], all[15]
            ))
    }

    // MARK: Companies

    /// A company; or two of one name in two towns; or a parent with its children.
    private mutating func addFamily() {
        let first = real()
        switch random.below(100) {
        case 0..<2:
            var twin = real()
            twin.name = first.name
            add(first, "two of one name")
            add(twin, "two of one name")
        case 2..<5:
            var parent = first
            parent.sharesDomain = true
            add(parent, "parent")
            for town in NameParts.towns.shuffled(using: &random).prefix(2) {
                var child = parent
                child.name = "\(parent.name) \(town)"
                (child.phone, child.address) = (phone(), address(town))
                add(child, "child")
            }
        case 5..<8: add(first, "renamed")
        default: add(first, "plain")
        }
    }

    private mutating func real() -> RealCompany {
        let name = NameParts.name(&random)
        let town = random.pick(NameParts.towns)
        let word = name.lowercased().filter(\.isLetter).prefix(14)
        let ending = random.pick([".com", ".com", ".net", ".co.uk", ".de", ".com.au"])
        // A domain has one owner; who comes later of the same name takes another.
        var domain = "\(word)\(ending)"
        while !domains.insert(domain).inserted { domain = "\(word)\(random.digits(2))\(ending)" }
        return RealCompany(
            name: name, domain: domain, address: address(town), phone: phone())
    }

    private mutating func add(_ real: RealCompany, _ trait: String) {
        var name = trait == "renamed" ? NameParts.name(&random) : real.name
        if random.chance(0.6) { name += " \(random.pick(NameParts.legalForms))" }
        if trait == "renamed" && random.chance(0.3) { name += " (formerly \(real.name))" }
        var company = WorldCompany(
            id: Self.uuid(&random), externalID: String(1_000 + companies.count), name: name, real: real)
        company.trait = trait
        if random.chance(0.7) { company.website = "https://www.\(real.domain)/" }
        if random.chance(0.6) { company.phone = real.phone }
        if random.chance(0.7) { company.address = real.address }
        companies.append(company)
    }

    private mutating func phone() -> String {
        "+1 (\(2 + random.below(8))\(random.digits(2))) \(2 + random.below(8))\(random.digits(2))-\(random.digits(4))"
    }

    private mutating func address(_ town: String) -> WorldAddress {
        let street =
            "\(1 + random.below(400)) \(random.pick(NameParts.surnames)) \(random.pick(["Street", "Road", "Ave"]))"
        return WorldAddress(street: street, city: town, postalCode: random.digits(5))
    }

    // MARK: Organisations

    private mutating func addOrganizations(of company: Int) {
        guard random.chance(0.04) else { return addOrganization(of: company, branch: nil) }
        for town in NameParts.towns.shuffled(using: &random).prefix(2) { addOrganization(of: company, branch: town) }
    }

    private mutating func addOrganization(of index: Int, branch: String?) {
        let company = companies[index]
        var name = company.real.name
        if let branch { name += " - \(branch)" }
        var one = WorldOrganization(
            id: Self.uuid(&random), name: NameSpoiling.spoil(name, &random), company: company.id,
            trait: branch == nil ? company.trait : "branch")
        if random.chance(0.12) { one.psaCompanyID = company.externalID }
        if random.chance(0.5) { one.domain = domain(company.real.domain) }
        if random.chance(0.3) { one.phone = company.real.phone.filter { !"()".contains($0) } }
        if random.chance(0.4), branch == nil { one.address = company.real.address }
        addDevices(&one, to: index)
        one.hasEvidence = hasEvidence(one, companies[index])
        one.isKnowable = one.hasEvidence || company.trait != "renamed" || company.name.contains("formerly")
        organizations.append(one)
    }

    /// As the directory has it: the domain itself, a name below it, or an inner name.
    private mutating func domain(_ domain: String) -> String {
        let label = domain.prefix { $0 != "." }
        return random.pick([domain, domain, "ad.\(domain)", "corp.\(domain)", "\(label).local"])
    }

    private func hasEvidence(_ one: WorldOrganization, _ company: WorldCompany) -> Bool {
        let configured = Set(company.configurations.map(\.serial))
        let serials = one.devices.filter { configured.contains($0.serial) && !WorldDevices.isFiller($0.serial) }
        let hasDomain = one.domain?.hasSuffix(".local") == false && company.website != nil && !company.real.sharesDomain
        return one.psaCompanyID != nil || !serials.isEmpty || hasDomain || (one.phone != nil && company.phone != nil)
            || (one.address != nil && company.address != nil)
    }

    /// One that the PSA knows nothing of.
    private mutating func addStranger() {
        let real = real()
        var one = WorldOrganization(
            id: Self.uuid(&random), name: NameSpoiling.spoil(real.name, &random), trait: "stranger")
        if random.chance(0.5) { one.domain = real.domain }
        one.devices = (0..<1 + random.below(devicesEach)).map { WorldDevices.make($0, &random) }
        organizations.append(one)
    }

    private mutating func addDevices(_ one: inout WorldOrganization, to company: Int) {
        one.devices = (0..<1 + random.below(devicesEach * 2)).map { WorldDevices.make($0, &random) }
        guard random.chance(0.6) else { return }
        let known = random.pick([0.2, 0.7, 0.95])
        let storesID = random.chance(0.2)
        for device in one.devices where random.chance(known) {
            companies[company].configurations.append(
                WorldConfiguration(
                    serial: device.serial, name: device.hostname, deviceUID: storesID ? device.uid : nil))
        }
    }

    /// Some computers were handed on to another client, and the PSA still has them where they were.
    private mutating func moveDevices() {
        for index in organizations.indices where random.chance(0.04) {
            let company = random.below(companies.count)
            guard companies[company].id != organizations[index].company,
                let configuration = companies[company].configurations.first
            else { continue }
            organizations[index].devices.append(
                WorldDevice(
                    uid: WorldDevices.uid(&random), serial: configuration.serial, hostname: configuration.name))
        }
    }
}
