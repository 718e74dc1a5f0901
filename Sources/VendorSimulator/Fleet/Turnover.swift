import Inventory

/// What comes, goes and moves in a step.
extension Fleet {
    /// So many devices come, so many go (one in twenty at most); a ticket or two as well.
    mutating func comeAndGo(_ count: Int) {
        var random = SplitMix64(seed: seed, .step, -1, tick)
        for _ in 0..<min(count, devices.count / 20) { remove(device: random.below(devices.count)) }
        add(devices: count)
        if tickets.count > 40 { remove(ticket: random.below(tickets.count)) }
    }

    /// Devices come, each with its configuration.
    public mutating func add(devices count: Int) {
        let maker = DeviceMaker(seed: seed, now: now)
        for _ in 0..<count {
            maker.add(to: &self, createdAt: now)
            if let device = devices.last { ConfigurationMaker(seed: seed, now: now).add(device, to: &self) }
        }
    }

    /// A device goes; its alerts go with it, its configuration stays and is inactive.
    public mutating func remove(device index: Int) {
        let device = devices.remove(at: index)
        let gone = device.number
        bury(.device, gone, uid: device.uid)
        for alert in alerts where alert.device == gone { bury(.alert, alert.number) }
        alerts.removeAll { $0.device == gone }
        for other in devices.indices where devices[other].parent == gone { devices[other].parent = nil }
        for other in configurations.indices where configurations[other].device == gone {
            configurations[other].isActive = false
            configurations[other].status = "Retired"
            configurations[other].updatedAt = now
        }
    }

    /// A ticket goes with all that hangs on it.
    mutating func remove(ticket index: Int) {
        let gone = tickets.remove(at: index).number
        bury(.ticket, gone)
        notes.removeAll { $0.ticket == gone }
        timeEntries.removeAll { $0.ticket == gone }
        for other in tickets.indices {
            if tickets[other].parent == gone { tickets[other].parent = nil }
            if tickets[other].mergedInto == gone { tickets[other].mergedInto = nil }
        }
    }

    /// Devices move to another site, statuses get other names, and no time of change moves with them.
    mutating func moveSilently(_ share: Double) {
        for index in devices.indices where happens(.site, devices[index].number, share) {
            let places = sites.filter { $0.organization == devices[index].organization }
            if !places.isEmpty { devices[index].site = places[tick % places.count].number }
        }
        for index in lookups.statuses.indices where happens(.lookup, lookups.statuses[index].number, share * 5) {
            lookups.statuses[index].name = "\(lookups.statuses[index].name.prefix(20)) \(tick)"
        }
    }

    /// Devices go, and others come under their numbers.
    mutating func reuseNumbers(_ share: Double) {
        let chosen = devices.map(\.number).filter { happens(.uid, $0, share) }
        let maker = DeviceMaker(seed: seed, now: now)
        for number in chosen.isEmpty ? devices.prefix(1).map(\.number) : chosen {
            let index = Fleet.index(after: number - 1, in: devices)
            remove(device: index)
            maker.add(to: &self, number: number, createdAt: now)
        }
    }
}
