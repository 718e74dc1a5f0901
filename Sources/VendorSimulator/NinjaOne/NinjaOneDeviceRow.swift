import Inventory

/// A device as the vendor writes it.
struct NinjaOneDeviceRow {
    let fleet: Fleet
    let device: Device
    let readings: Readings
    /// With hardware and addresses.
    let isDetailed: Bool

    init(_ request: NinjaOneRequest, _ device: Device, isDetailed: Bool) {
        self.init(request.fleet, device, isDetailed: isDetailed)
    }

    init(_ fleet: Fleet, _ device: Device, isDetailed: Bool) {
        self.fleet = fleet
        self.device = device
        self.isDetailed = isDetailed
        readings = fleet.readings(of: device)
    }

    func write(to json: inout JSONWriter, expanding references: Set<String> = []) {
        common(to: &json)
        if !references.isEmpty {
            json.member("references", object: { NinjaOneReferences(row: self).write(references, to: &$0) })
        }
        guard isDetailed else { return }
        detail(to: &json)
        switch device.kind {
        case .server, .workstation, .laptop: agent(to: &json)
        case .hypervisor: host(to: &json)
        case .virtualMachine: guest(to: &json)
        default: break
        }
    }

    private func common(to json: inout JSONWriter) {
        json.member("id", NinjaOneID.device(device.number))
        json.member("uid", device.uid)
        json.member("parentDeviceId", present: device.parent.map(NinjaOneID.device))
        json.member("organizationId", NinjaOneID.organization(device.organization))
        json.member("locationId", present: device.site.map(NinjaOneID.location))
        json.member("nodeClass", NinjaOneClass.name(device))
        json.member("nodeRoleId", NinjaOneClass.role(device))
        json.member("rolePolicyId", 40 + NinjaOneClass.role(device))
        json.member("approvalStatus", device.approval == .approved ? "APPROVED" : "PENDING")
        json.member("offline", !readings.isOnline)
        json.member("displayName", device.displayName)
        json.member("systemName", device.hostname)
        if device.hasAgent {
            json.member("dnsName", device.domain.map { "\(device.hostname).\($0)" })
            json.member("netbiosName", String(device.hostname.prefix(15)).uppercased())
        }
        json.member("assignedOwnerUid", present: device.owner.flatMap(fleet.person)?.uid)
        json.member("created", epoch: device.createdAt)
        json.member("lastContact", epoch: readings.lastContact)
        json.member("lastUpdate", epoch: readings.lastUpdate)
        json.member("userData", object: { _ in })
        json.member("tags", texts: device.tags)
    }

    private func detail(to json: inout JSONWriter) {
        json.member("ipAddresses", texts: device.interfaces.flatMap(\.addresses))
        json.member("macAddresses", texts: device.interfaces.compactMap(\.mac))
        json.member("publicIP", present: device.publicAddress)
        json.member(
            "notes",
            array: { json in
                if let notes = device.notes { json.object { $0.member("text", notes) } }
            })
        json.member("deviceType", NinjaOneClass.type(device))
    }

    private func agent(to json: inout JSONWriter) {
        json.member("os", object: { NinjaOneParts.system(device, to: &$0) })
        json.member("system", object: { NinjaOneParts.computer(device, to: &$0) })
        json.member("memory", object: { $0.member("capacity", device.memoryBytes) })
        json.member(
            "processors",
            array: { json in
                for cpu in NinjaOneParts.processors(device) { json.object { NinjaOneParts.processor(cpu, to: &$0) } }
            })
        json.member(
            "volumes",
            array: { json in
                for (volume, free) in zip(device.volumes, readings.freeBytes) {
                    json.object { NinjaOneParts.volume(volume, free: free, withEncryption: false, to: &$0) }
                }
            })
        json.member("lastLoggedInUser", device.lastUser)
    }

    private func host(to json: inout JSONWriter) {
        json.member("cpuMhz", device.cpu?.megahertz)
        json.member("cpuModel", device.cpu?.name)
        json.member("cpuCores", device.cpu.map { $0.cores * $0.sockets })
        json.member("cpuPackages", device.cpu?.sockets)
        json.member("cpuThreads", device.cpu.map { $0.threads * $0.sockets })
        json.member("memorySize", device.memoryBytes)
        json.member("vendor", device.manufacturer)
        json.member("model", device.model)
        json.member("name", device.hostname)
        json.member("serviceTag", device.serial)
        json.member("releaseName", device.system?.release)
        json.member("version", device.system?.version)
        json.member("buildNumber", device.system?.build)
        json.member("lastBootTime", epoch: device.bootedAt)
    }

    private func guest(to json: inout JSONWriter) {
        json.member("guestOSFullName", device.system?.name)
        json.member("guestOSFamily", device.system?.family == .linux ? "linuxGuest" : "windowsGuest")
        json.member("powerState", readings.isOnline ? "POWERED_ON" : "POWERED_OFF")
        json.member("memorySize", device.memoryBytes)
        json.member("cpuCores", 4)
        json.member("coresPerSocket", 2)
        json.member("snapshotCount", 0)
        json.member("snapshotTotalSize", 0)
        json.member("toolStatus", "TOOLS_OK")
    }
}
