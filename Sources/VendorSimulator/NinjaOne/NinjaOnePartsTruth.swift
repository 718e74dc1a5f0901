import Inventory

/// What the reports' rows should become.
extension NinjaOneTruth {
    var volumes: [String: Row] {
        perDevice { device in
            let free = fleet.readings(of: device).freeBytes
            return device.volumes.enumerated().map { index, volume in
                (
                    "\(id(device)):\(volume.name)",
                    [
                        "name": .text(volume.name), "file_system": text(volume.fileSystem),
                        "capacity_bytes": .integer(Int64(volume.capacityBytes)),
                        "free_bytes": .integer(Int64(free[index])),
                    ]
                )
            }
        }
    }

    var interfaces: [String: Row] {
        perDevice { device in
            guard device.hasAgent else { return [] }
            return device.interfaces.map { interface in
                (
                    "\(id(device)):\(interface.index)",
                    [
                        "name": .text(interface.name), "mac_address": text(interface.mac?.lowercased()),
                        "ip_addresses": interface.addresses.isEmpty ? .null : .textArray(interface.addresses),
                    ]
                )
            }
        }
    }

    var antivirus: [String: Row] {
        perDevice { device in
            device.antivirus.map {
                ("\(id(device)):\($0.product)", ["product": .text($0.product), "version": text($0.version)])
            }
        }
    }

    var software: [String: Row] {
        perDevice { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(id(device)):\(title.name):\(version ?? "")",
                    [
                        "name": .text(title.name), "version": text(version), "publisher": text(title.publisher),
                        "installed_on": item.installedOn.map { .date($0) } ?? .null,
                        "size_bytes": title.sizeBytes.map { .integer(Int64($0)) } ?? .null,
                    ]
                )
            }
        }
    }

    /// What waits, of machines that are on; of what was tried, the newest attempt.
    var patches: [String: Row] {
        perDevice { device in
            PatchCatalogue.Patch.Kind.both.flatMap { kind in
                let attempts = Dictionary(
                    grouping: NinjaOnePatchRow.rows(fleet, device, kind, isHistory: true), by: \.patch.number
                ).values.compactMap { $0.max { ($0.installedAt ?? fleet.start) < ($1.installedAt ?? fleet.start) } }
                return (NinjaOnePatchRow.rows(fleet, device, kind, isHistory: false) + attempts).map {
                    ("\(id(device)):\($0.patch.uid)", patch($0))
                }
            }
        }
    }

    private func patch(_ found: NinjaOnePatchRow) -> Row {
        var row: Row = [
            "kb": text(found.patch.kb), "title": .text(found.patch.title),
            "kind": .text(found.patch.kind == .system ? "os" : "third_party"), "severity_label": .text(found.grade),
            "state_label": .text(found.status),
        ]
        let states = [
            "MANUAL": "pending", "APPROVED": "approved", "REJECTED": "rejected", "INSTALLED": "installed",
            "FAILED": "failed",
        ]
        row["state"] = text(states[found.status])
        let grade = found.grade.lowercased()
        if ["critical", "important", "unknown"].contains(grade) { row["severity"] = .text(grade) }
        if found.status != "FAILED" { row["installed_at"] = found.installedAt.map { .timestamp($0) } ?? .null }
        return row
    }

    var backups: [String: Row] {
        perDevice { device in
            Dictionary(grouping: fleet.backupJobs(of: device), by: \.plan.uid).compactMap { plan, jobs in
                guard let newest = jobs.max(by: { $0.startedAt < $1.startedAt }) else { return nil }
                let words: [BackupJob.Status: String] = [.completed: "success", .failed: "failed", .running: "running"]
                var row: Row = [
                    "organization_external_id": .text(String(NinjaOneID.organization(device.organization))),
                    "job_name": .text(newest.plan.name), "last_run_at": .timestamp(newest.startedAt),
                    "status_label": .text(NinjaOneReport.word(newest.status)),
                ]
                if let word = words[newest.status] { row["status"] = .text(word) }
                return ("\(id(device)):\(plan)", row)
            }
        }
    }

    /// Rows that hang on devices.
    private func perDevice(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices {
            for (key, row) in rows(device) {
                all[key] = row
                all[key]?["device_external_id"] = .text(id(device))
            }
        }
        return all
    }
}

extension PatchCatalogue.Patch.Kind {
    static let both: [Self] = [.system, .thirdParty]
}
