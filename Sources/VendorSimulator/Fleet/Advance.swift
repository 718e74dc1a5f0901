import Inventory

extension Fleet {
    /// Time passes.
    /// - Parameters:
    ///   - step: What happens meanwhile.
    ///   - seconds: How far the vendors' clock moves.
    public mutating func advance(_ step: Step = .usual(), seconds: Int = 900) {
        tick += 1
        now = now.plus(seconds: max(1, seconds))
        if step != .checkIn { generation += 1 }
        switch step {
        case .checkIn: break
        case .usual(let share):
            changeDevices(share)
            changeClients(share)
            changeTickets(share)
            changeAlerts()
            comeAndGo(max(1, Int(Double(devices.count) * share / 10)))
        case .turnover: comeAndGo(max(2, devices.count / 200))
        case .silent(let share): moveSilently(share)
        case .numbersReused(let share): reuseNumbers(share)
        case .hostileTexts: for text in HostileText.allCases { write(text) }
        }
    }

    /// Whether something happens to a thing in this step.
    func happens(_ salt: Salt, _ number: Int, _ share: Double) -> Bool {
        var random = SplitMix64(seed: seed ^ 0xC0FFEE, salt, number, tick)
        return random.chance(share)
    }

    private mutating func changeDevices(_ share: Double) {
        for index in devices.indices where happens(.device, devices[index].number, share) {
            var random = SplitMix64(seed: seed, .step, devices[index].number, tick)
            devices[index].change(at: now, &random)
        }
        for index in devices.indices where happens(.software, devices[index].number, share) && devices[index].hasAgent {
            devices[index].softwareRevision += 1
        }
        for index in devices.indices where happens(.patch, devices[index].number, share) && devices[index].hasAgent {
            devices[index].patchRevision += 1
        }
    }

    private mutating func changeClients(_ share: Double) {
        for index in companies.indices where happens(.company, companies[index].number, share) {
            companies[index].phone = "+1 555 02\(10 + tick % 90)"
            companies[index].updatedAt = now
        }
        for index in organizations.indices where happens(.organization, organizations[index].number, share) {
            organizations[index].name += " (\(generation))"
            organizations[index].updatedAt = now
        }
        for index in people.indices where happens(.person, people[index].number, share) {
            people[index].jobTitle = Words.jobTitles[tick % Words.jobTitles.count]
            people[index].updatedAt = now
        }
        for index in configurations.indices where happens(.configuration, configurations[index].number, share) {
            configurations[index].status = configurations[index].isActive ? "In repair" : "Retired"
            configurations[index].updatedAt = now
        }
    }

    private mutating func changeAlerts() {
        for index in alerts.indices.reversed() where happens(.alert, alerts[index].number, 0.1) {
            let alert = alerts.remove(at: index)
            cleared.append(ClearedAlert(alert: alert, clearedAt: now))
            bury(.alert, alert.number)
        }
        let maker = AlertMaker(seed: seed, now: now)
        for device in devices where happens(.alert, -device.number, 0.004) {
            maker.add(device, raisedAt: now, to: &self)
        }
    }

    /// Numbers of the deleted, for whoever asks for them later.
    mutating func bury(_ kind: Tombstone.Kind, _ number: Int, uid: String? = nil) {
        deleted.append(Tombstone(kind: kind, number: number, uid: uid, deletedAt: now))
    }
}

extension Device {
    /// One of the things that happen to machines.
    mutating func change(at now: Timestamp, _ random: inout SplitMix64) {
        switch random.below(6) {
        case 0: displayName = "Renamed \(number) \(random.below(1000))"
        case 1: hostname = "\(hostname.prefix(12))-R\(random.below(100))"
        case 2:
            offlineSince = offlineSince == nil ? now : nil
            if offlineSince == nil { bootedAt = now }
        case 3: needsReboot.toggle()
        case 4: agentVersion = hasAgent ? "8.0.\(2804 + random.below(20))" : nil
        default: memoryBytes = memoryBytes.map { $0 + (8 << 30) }
        }
        updatedAt = now
    }
}
