import Inventory

/// What a call per device tells.
extension NSightTruth {
    private var scanned: [Device] { known.filter { $0.hasAgent && !$0.nSightIsNeverScanned } }

    var volumes: [String: Row] {
        parts(of: 10) { ["name": .text($0.name)] }
    }

    var interfaces: [String: Row] {
        parts(of: 1) { part in
            let mac = part.details.firstRange(of: "MACAddress=").map { String(part.details[$0.upperBound...]) }
            return ["name": .text(part.name), "mac_address": text(mac?.lowercased())]
        }
    }

    private func parts(of type: Int, _ row: (NSightPart) -> Row) -> [String: Row] {
        perDevice(scanned) { device in
            NSightPart.parts(of: device).filter { $0.type == type && !$0.isDeleted }.map { (String($0.id), row($0)) }
        }
    }

    var software: [String: Row] {
        perDevice(scanned) { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(title.name):\(version ?? "")",
                    [
                        "name": .text(title.name), "version": text(version), "publisher": .null,
                        "installed_on": item.installedOn.map { .date($0) } ?? .null, "size_bytes": .null,
                    ]
                )
            }
        }
    }

    var patches: [String: Row] {
        perDevice(known.filter(\.nSightPatches)) { device in
            NSightPatch.patches(of: device, fleet).map { patch in
                (
                    String(patch.id),
                    [
                        "kb": text(patch.patch.kb), "title": .text(patch.patch.title), "state": .text(patch.state),
                        "state_label": .text(patch.status.label), "severity_label": .text(String(patch.severity)),
                    ]
                )
            }
        }
    }

    /// One row a device, under the device's own id.
    var patchStatus: [String: Row] {
        keyed(known.filter(\.nSightPatches)) { device in
            let states = NSightPatch.patches(of: device, fleet).map(\.state)
            func count(_ state: String) -> Value { .integer(Int64(states.count { $0 == state })) }
            return (
                id(device),
                [
                    "device_external_id": .text(id(device)), "installed_count": count("installed"),
                    "failed_count": count("failed"), "rejected_count": count("rejected"),
                ]
            )
        }
    }

    var backups: [String: Row] {
        perDevice(known) { device in
            let owner = Value.text(String(NSightID.client(device.organization)))
            let sessions = NSightSession.sessions(of: device, fleet).filter { !$0.isRestore }
            let plugins = Dictionary(grouping: sessions, by: \.plugin).compactMap { plugin, sessions in
                sessions.max { $0.startedAt < $1.startedAt }.map { newest in
                    (plugin, backup(newest, sessions).merging(["organization_external_id": owner]) { $1 })
                }
            }
            let checks = NSightCheck.checks(of: device, fleet).filter { $0.type == NSightCheck.backupType }
            return plugins
                + checks.map { check in
                    let words = [0: "never_ran", 1: "failed", 5: "success"]
                    return (
                        "check:\(check.id)",
                        [
                            "job_name": .text(check.description), "status": text(words[check.status]),
                            "last_run_at": check.ranAt.map { .timestamp($0) } ?? .null, "protected_bytes": .null,
                            "organization_external_id": owner,
                        ]
                    )
                }
        }
    }

    private func backup(_ newest: NSightSession, _ sessions: [NSightSession]) -> Row {
        let success = sessions.filter { $0.status == "COMPLETED" }.map(\.endedAt).max()
        var row: Row = [
            "job_name": .text(newest.plugin), "last_run_at": .timestamp(newest.endedAt),
            "last_success_at": success.map { .timestamp($0) } ?? .null,
            "protected_bytes": .integer(Int64(newest.selectionBytes)), "status_label": .text(newest.status),
        ]
        let words = ["COMPLETED": "success", "COMPLETED_WITH_ERRORS": "warning", "FAILED": "failed"]
        if let word = words[newest.status] { row["status"] = .text(word) }
        return row
    }

    /// Rows that hang on devices, told by the device and a key of their own.
    private func perDevice(_ devices: [Device], _ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in devices {
            for (key, row) in rows(device) {
                all["\(id(device)):\(key)"] = row.merging(["device_external_id": .text(id(device))]) { $1 }
            }
        }
        return all
    }
}
