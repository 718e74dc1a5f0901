import Inventory

/// Makes alerts: about one for every fifteen devices, and a few that belong to none.
struct AlertMaker {
    let seed: UInt64
    let now: Timestamp

    func make(into fleet: inout Fleet) {
        for device in fleet.devices where SplitMix64.hash(seed, .alert, device.number) % 15 == 0 {
            add(device, raisedAt: nil, to: &fleet)
        }
        add(nil, raisedAt: nil, to: &fleet)
    }

    func add(_ device: Device?, raisedAt: Timestamp?, to fleet: inout Fleet) {
        let number = fleet.nextNumbers.alert
        fleet.nextNumbers.alert += 1
        var random = SplitMix64(seed: seed, .alert, number, 1)
        let kind = device == nil ? .script : random.pick(Alert.Kind.allCases)
        let raised = raisedAt ?? now.earlier(within: 0...20, &random)
        fleet.alerts.append(
            Alert(
                number: number, uid: Identifiers.uuid(seed, .alert, number), device: device?.number,
                organization: device?.organization, kind: kind, message: message(kind, device, &random),
                severity: random.pick(Alert.Severity.allCases), ticket: nil, raisedAt: raised, updatedAt: raised))
    }

    private func message(_ kind: Alert.Kind, _ device: Device?, _ random: inout SplitMix64) -> String {
        switch kind {
        case .offline: "\(device?.hostname ?? "Agent") is offline"
        case .cpu: "CPU usage above \(random.within(85...99)) % for 15 minutes"
        case .memory: "Memory usage above \(random.within(85...99)) %"
        case .diskSpace: "Disk free space below \(random.within(2...10))% on C:"
        case .service: "Service 'Print Spooler' is stopped"
        case .script: "Script 'Nightly check' returned \(random.within(1...3))"
        case .antivirus: "Threat quarantined: EICAR-Test-File"
        case .backup: "Backup job did not complete"
        }
    }
}
