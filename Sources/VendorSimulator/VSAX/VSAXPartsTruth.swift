import Inventory

/// What the parts of the assets, and the managed antivirus, should become.
extension VSAXTruth {
    /// A disk's size is told in KiB, what is free of it in percent.
    static func bytes(_ volume: Volume, _ free: Int) -> (capacity: Int64, free: Int64) {
        let capacity = Int64(VSAXAssets.kibibytes(volume)) * 1024
        return (capacity, capacity * Int64(VSAXAssets.freePercentage(volume, free)) / 100)
    }

    var volumes: [String: Row] {
        perDevice { device in
            let free = fleet.readings(of: device).freeBytes
            return device.volumes.enumerated().map { index, volume in
                let bytes = Self.bytes(volume, free[index])
                return (
                    "\(device.uid):\(volume.name)",
                    [
                        "name": .text(volume.name), "capacity_bytes": .integer(bytes.capacity),
                        "free_bytes": .integer(bytes.free), "file_system": .null,
                    ]
                )
            }
        }
    }

    var interfaces: [String: Row] {
        perDevice { device in
            device.interfaces.map { interface in
                let addresses = VSAXAddresses.addresses(interface).map { String($0.prefix { $0 != "%" }) }
                return (
                    "\(device.uid):\(interface.name)",
                    [
                        "name": .text(interface.name),
                        "mac_address": interface.isVirtual ? .null : text(interface.mac?.lowercased()),
                        "ip_addresses": addresses.isEmpty ? .null : .textArray(addresses),
                    ]
                )
            }
        }
    }

    var antivirus: [String: Row] {
        keyed(fleet.devices.filter { VSAXDevices.managedAntivirus($0) != nil }) { device in
            var row: Row = ["device_external_id": .text(device.uid)]
            if VSAXDevices.managedAntivirus(device) == .protected { row["status"] = .text("protected") }
            return (device.uid, row)
        }
    }

    /// Told by name, publisher and version: the vendor has no id. What stands twice is one.
    var software: [String: Row] {
        perDevice { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(device.uid):\(title.name):\(title.publisher ?? ""):\(version ?? "")",
                    [
                        "name": .text(title.name), "version": text(version), "publisher": text(title.publisher),
                        "installed_on": .null, "size_bytes": .null,
                    ]
                )
            }
        }
    }

    var patchStatus: [String: Row] {
        var rows: [String: Row] = [:]
        for device in fleet.devices {
            guard let missing = VSAXAssets.missingUpdates(device, fleet)?.values.reduce(0, +) else { continue }
            rows[device.uid] = [
                "device_external_id": .text(device.uid), "pending_count": .integer(Int64(missing)),
                "installed_count": .null, "failed_count": .null, "rejected_count": .null,
            ]
            if missing > 0 { rows[device.uid]?["status"] = .text("pending") }
        }
        return rows
    }

    /// Rows that hang on devices with an agent.
    private func perDevice(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where device.hasAgent {
            for (key, row) in rows(device) {
                all[key] = row
                all[key]?["device_external_id"] = .text(device.uid)
            }
        }
        return all
    }
}
