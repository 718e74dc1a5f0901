import Inventory

/// What hangs on computers, as it should become.
extension AutomateTruth {
    var volumes: [String: Row] {
        perComputer { device in
            zip(device.volumes, fleet.readings(of: device).freeBytes).enumerated().map { index, volume in
                (
                    String(Automate.ID.drive(device.number, index)),
                    [
                        "name": .text(volume.0.name), "file_system": text(volume.0.fileSystem),
                        "capacity_bytes": bytes(volume.0.capacityBytes), "free_bytes": bytes(volume.1),
                    ]
                )
            }
        }
    }

    /// Sent in megabytes of 1,048,576 bytes.
    private func bytes(_ size: Int) -> Value { .integer(Int64(size / 1_048_576) * 1_048_576) }

    var antivirus: [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where Automate.Computers.isOne(device) {
            guard let product = device.antivirus.first else { continue }
            all["\(device.automateID):31"] = [
                "device_external_id": .text(device.automateID), "product": .text(product.product),
                "definitions_at": product.definitionsAt.map { .timestamp($0.wholeSecond) } ?? .null,
            ]
        }
        return all
    }

    var software: [String: Row] {
        perComputer { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(device.automateID):\(title.name):\(version ?? "")",
                    [
                        "name": .text(title.name), "version": text(version),
                        "installed_on": item.installedOn.map { .date($0) } ?? .null,
                    ]
                )
            }
        }
    }

    var patches: [String: Row] {
        perComputer { device in
            PatchCatalogue.Patch.Kind.both.flatMap { kind in
                Automate.Patches.states(device, fleet, kind).map {
                    ("\(device.automateID):\($0.patch.uid)", patch($0.patch, $0.state))
                }
            }
        }
    }

    private func patch(_ patch: PatchCatalogue.Patch, _ state: PatchState) -> Row {
        var row: Row = [
            "kb": text(patch.kb), "title": .text(patch.title),
            "kind": .text(patch.kind == .system ? "os" : "third_party"),
            "state_label": .text(Automate.Patches.word(state.state)),
            "installed_at": state.state == .installed
                ? state.attempts.last.map { .timestamp($0.at.wholeSecond) } ?? .null : .null,
        ]
        switch state.state {
        case .installed: row["state"] = .text("installed")
        case .failed: row["state"] = .text("failed")
        case .pending: row["state"] = .text("missing")
        case .approved, .rejected: break
        }
        if patch.kind == .system {
            row["severity_label"] = .text(Automate.Patches.severity(patch))
            if patch.grade != .none { row["severity"] = .text(Automate.Patches.severity(patch).lowercased()) }
            row["released_on"] =
                CalendarDate(iso8601: Automate.Patches.released(patch)).map { .date($0) } ?? .null
        }
        return row
    }

    var patchStatus: [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where Automate.Computers.isOne(device) {
            let has = Automate.Computers.hasInventory(device)
            all[device.automateID] = [
                "device_external_id": .text(device.automateID),
                "last_scanned_at": has ? .timestamp(Automate.Patches.scanned(device, fleet)) : .null,
            ]
        }
        return all
    }

    /// Rows that hang on computers which have sent an inventory.
    private func perComputer(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where Automate.Computers.hasInventory(device) {
            for (key, row) in rows(device) {
                all[key] = row
                all[key]?["device_external_id"] = .text(device.automateID)
            }
        }
        return all
    }
}
