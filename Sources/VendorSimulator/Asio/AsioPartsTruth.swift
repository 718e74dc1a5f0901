import Inventory

/// What hangs on devices.
extension AsioTruth {
    var antivirus: [String: Row] {
        perDevice { device in device.antivirus.map { ("\(device.uid):\($0.product)", ["product": .text($0.product)]) } }
    }

    var interfaces: [String: Row] {
        perDevice { device in
            guard device.hasAgent else { return [] }
            return device.interfaces.compactMap { interface in
                guard let mac = interface.mac?.lowercased() else { return nil }
                let addresses = interface.addresses.filter { !$0.contains(":") }
                return (
                    "\(device.uid):\(mac)",
                    ["mac_address": .text(mac), "ip_addresses": addresses.isEmpty ? .null : .textArray(addresses)]
                )
            }
        }
    }

    var software: [String: Row] {
        perDevice { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(device.uid):\(title.name):\(version ?? "")",
                    [
                        "name": .text(title.name), "version": text(version), "publisher": text(title.publisher),
                        "installed_on": .null,
                    ]
                )
            }
        }
    }

    var patches: [String: Row] {
        perDevice { device in
            guard AsioPatches.isCovered(device) else { return [] }
            let system = AsioPatches.system(fleet, device).map { ("\(device.uid):\($0.id)", self.system($0)) }
            let products = AsioPatches.products(fleet, device).map { found in
                (
                    "\(device.uid):\(found.patch.uid)",
                    [
                        "kind": .text("third_party"), "state": .text(found.isMissing ? "missing" : "installed"),
                        "state_label": .text(found.isMissing ? "OUT-OF-DATE" : "UP-TO-DATE"),
                    ] as Row
                )
            }
            return system + products
        }
    }

    private func system(_ found: AsioPatches.System) -> Row {
        var row: Row = [
            "kb": text(found.patch.kb), "kind": .text("os"),
            "state": .text(found.installedAt == nil ? "missing" : "installed"),
            "installed_at": found.installedAt.map { .timestamp($0.wholeSecond) } ?? .null,
            "severity_label": text(AsioPatches.severity(found.patch)),
        ]
        if let severity = AsioPatches.severity(found.patch) { row["severity"] = .text(severity.lowercased()) }
        return row
    }

    var patchStatus: [String: Row] {
        perDevice { device in
            guard AsioPatches.isCovered(device) else { return [] }
            let all = AsioPatches.system(fleet, device)
            let missing = all.filter { $0.installedAt == nil }.count
            let status = device.needsReboot ? "reboot_required" : missing > 0 ? "pending" : "compliant"
            return [
                (
                    device.uid,
                    [
                        "pending_count": .integer(Int64(missing)), "status": .text(status),
                        "installed_count": .integer(Int64(all.count - missing)),
                        "last_scanned_at": .timestamp(AsioPatches.assessedAt(fleet)),
                    ]
                )
            ]
        }
    }

    var backups: [String: Row] {
        perDevice { device in
            AsioBackups.newest(fleet, device).map { job in
                let words: [BackupJob.Status: String] = [
                    .completed: "success", .failed: "failed", .running: "running",
                ]
                var row: Row = [
                    "organization_external_id": .text(places.company(device)), "product": .text(AsioBackups.product),
                    "job_name": .text(job.plan.name), "last_run_at": .timestamp(job.startedAt),
                    "status_label": .text(AsioBackups.word(job.status)),
                ]
                if let word = words[job.status] { row["status"] = .text(word) }
                return ("\(device.uid):\(AsioBackups.product):\(job.plan.name)", row)
            }
        }
    }

    /// Rows that hang on devices.
    private func perDevice(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where AsioID.category(device) != nil {
            for (key, row) in rows(device) {
                all[key] = row
                all[key]?["device_external_id"] = .text(device.uid)
            }
        }
        return all
    }
}
