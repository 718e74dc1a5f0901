import Inventory

/// Makes the PSA's picture of the machines: most of them, some out of date, some that nobody has seen for years.
struct ConfigurationMaker {
    let seed: UInt64
    let now: Timestamp

    func make(into fleet: inout Fleet) {
        for device in fleet.devices { add(device, to: &fleet) }
        for company in fleet.companies where company.kind == .customer {
            var random = SplitMix64(seed: seed, .configuration, -company.number)
            if random.chance(0.6) { addForgotten(company, &random, to: &fleet) }
        }
    }

    /// The configuration of a device, if its client is in the PSA at all.
    func add(_ device: Device, to fleet: inout Fleet) {
        var random = SplitMix64(seed: seed, .configuration, device.number)
        guard let company = fleet.organization(device.organization)?.company, random.chance(0.88) else { return }
        // Some hours after the device, yet never later than now.
        let created = min(device.createdAt.plus(hours: random.within(1...40)), now)
        fleet.configurations.append(
            Configuration(
                number: take(&fleet), company: company, site: device.site,
                contact: fleet.people.first { $0.number == device.owner }?.number, device: device.number,
                isLinked: random.chance(0.8), name: random.chance(0.9) ? device.hostname : device.hostname.lowercased(),
                kind: kind(device.kind), status: "Active", isActive: true,
                serial: random.chance(0.9) ? device.serial : nil, manufacturer: device.manufacturer,
                model: device.model,
                installedOn: random.chance(0.4) ? TimeText.date(device.createdAt) : nil,
                purchasedOn: device.purchasedOn, warrantyEndsOn: device.warranty?.endsOn, createdAt: created,
                updatedAt: created))
    }

    private func addForgotten(_ company: Company, _ random: inout SplitMix64, to fleet: inout Fleet) {
        let created = now.earlier(within: 900...1500, &random)
        fleet.configurations.append(
            Configuration(
                number: take(&fleet), company: company.number, site: nil, contact: nil, device: nil, isLinked: false,
                name: "OLD-\(company.number)", kind: "Managed Workstation", status: "Retired", isActive: false,
                serial: Identifiers.serial(&random, length: 7), manufacturer: "Dell Inc.", model: "OptiPlex 390",
                installedOn: nil, purchasedOn: nil, warrantyEndsOn: nil, createdAt: created, updatedAt: created))
    }

    private func take(_ fleet: inout Fleet) -> Int {
        defer { fleet.nextNumbers.configuration += 1 }
        return fleet.nextNumbers.configuration
    }

    private func kind(_ kind: Device.Kind) -> String {
        switch kind {
        case .server, .virtualMachine, .hypervisor: "Managed Server"
        case .workstation, .laptop: "Managed Workstation"
        case .printer: "Printer"
        default: "Network Device"
        }
    }
}
