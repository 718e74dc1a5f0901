import Inventory

/// The audit of a machine with an agent; all of it null where none was taken yet.
struct DattoRMMMachineAudit {
    let fleet: Fleet
    let device: Device

    init(_ fleet: Fleet, _ device: Device) {
        self.fleet = fleet
        self.device = device
    }

    func write(to json: inout JSONWriter) {
        json.member("portalUrl", "https://vidal.rmm.datto.com/device/\(DattoRMMID.device(device.number))")
        guard !device.isUnaudited else { return empty(&json) }
        system(&json)
        json.member("processors", array: { processors in processors.object { $0.member("name", device.cpu?.name) } })
        json.member("logicalDisks", array: disks)
        json.member("nics", array: { DattoRMMDeviceRow.interfaces(device, to: &$0) })
        json.member("physicalMemory", array: memory)
        json.member("displays", array: { _ in })
        json.member("snmpInfo", nil as String?)
    }

    private func empty(_ json: inout JSONWriter) {
        json.member("systemInfo", nil as String?)
        json.member("bios", nil as String?)
        json.member("baseBoard", nil as String?)
        json.member("processors", nil as String?)
        json.member("logicalDisks", nil as String?)
        json.member("nics", nil as String?)
        json.member("physicalMemory", nil as String?)
    }

    private func system(_ json: inout JSONWriter) {
        json.member(
            "systemInfo",
            object: {
                $0.member("manufacturer", device.manufacturer)
                $0.member("model", device.model)
                $0.member("totalPhysicalMemory", device.memoryBytes)
                $0.member("username", device.lastUser)
                $0.member("dotNetVersion", device.system?.family == .windows ? "4.8" : nil)
                $0.member("totalCpuCores", device.cpu.map { $0.cores * $0.sockets })
            })
        json.member(
            "bios",
            object: {
                $0.member("serialNumber", device.serial)
                $0.member("smBiosVersion", "1.9.\(device.number % 7)")
                $0.member("releaseDate", milliseconds: device.biosReleasedOn?.midnight)
            })
        json.member(
            "baseBoard",
            object: {
                $0.member("manufacturer", device.manufacturer)
                $0.member("product", "0ABCDE")
            })
    }

    private func disks(_ json: inout JSONWriter) {
        let free = fleet.readings(of: device).freeBytes
        for (index, volume) in device.volumes.enumerated() {
            json.object {
                $0.member("description", "Local Fixed Disk")
                $0.member("diskIdentifier", volume.name)
                $0.member("size", volume.capacityBytes)
                $0.member("freespace", free[index])
            }
        }
        if device.kind == .workstation, device.number % 4 == 0 {
            json.object {
                $0.member("description", "CD-ROM Disc")
                $0.member("diskIdentifier", "Z:")
                $0.member("size", 0)
                $0.member("freespace", 0)
            }
        }
    }

    private func memory(_ json: inout JSONWriter) {
        guard let bytes = device.memoryBytes else { return }
        for module in 0..<2 {
            json.object {
                $0.member("module", "DIMM.A\(module + 1)")
                $0.member("size", bytes / 2)
                $0.member("type", "DDR4")
                $0.member("speed", "3200")
            }
        }
    }
}
