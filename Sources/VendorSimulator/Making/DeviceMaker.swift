import Inventory

/// Makes machines, one at a time, so that a step can make more of them.
struct DeviceMaker {
    let seed: UInt64
    let now: Timestamp

    func make(_ count: Int, into fleet: inout Fleet) {
        for _ in 0..<count { add(to: &fleet) }
    }

    /// Adds the next device; `number` only where an old number is to be used again.
    func add(to fleet: inout Fleet, number reused: Int? = nil, createdAt: Timestamp? = nil) {
        let number = reused ?? fleet.nextNumbers.device
        if reused == nil { fleet.nextNumbers.device += 1 }
        guard !fleet.organizations.isEmpty else { return }
        var random = SplitMix64(seed: seed, .device, number, createdAt == nil ? 0 : fleet.tick + 1)
        let organization = fleet.organizations[placement(&random, fleet.organizations.count)]
        let sites = fleet.sites.filter { $0.organization == organization.number }
        var device = DeviceDraft(seed: seed, now: now, number: number, organization: organization)
            .device(site: sites.isEmpty ? nil : sites[random.below(sites.count)], createdAt: createdAt, &random)
        attach(&device, fleet, &random)
        let position = Fleet.index(after: number, in: fleet.devices)
        fleet.devices.insert(device, at: position)
    }

    /// Some clients have many machines, most have few.
    private func placement(_ random: inout SplitMix64, _ count: Int) -> Int {
        min(random.below(count), random.below(count))
    }

    /// Its host, its owner, and sometimes a serial number that is another's.
    private func attach(_ device: inout Device, _ fleet: Fleet, _ random: inout SplitMix64) {
        let near = fleet.devices.suffix(80).filter { $0.organization == device.organization }
        if device.kind == .virtualMachine { device.parent = near.last { $0.kind == .hypervisor }?.number }
        if device.serial != nil, random.chance(0.01), let twin = near.last(where: { $0.kind == device.kind }) {
            device.serial = twin.serial
        }
        guard device.kind == .laptop || device.kind == .workstation, random.chance(0.4) else { return }
        let person = fleet.people[random.below(fleet.people.count)]
        if person.organization == device.organization { device.owner = person.number }
    }
}
