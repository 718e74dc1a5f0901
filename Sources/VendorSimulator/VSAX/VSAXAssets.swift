import Inventory

/// The heavy list: hardware, software, disks, addresses and counts of missing updates, a record a device.
enum VSAXAssets {
    static let list = VSAXList<Device>(
        things: { request in request.fleet.devices.filter(isListed) }, number: { $0.number },
        fields: [
            "Identifier": { one, _ in .text(one.uid) }, "Name": { one, _ in .text(VSAXDevices.name(one)) },
            "SiteId": { one, _ in one.site.map { .number(VSAXID.site($0)) } ?? .null },
        ]
    ) { one, request, json in write(one, request.fleet, to: &json) }

    /// Of what has no agent some are here, with nothing in them, and some are not.
    static func isListed(_ device: Device) -> Bool { device.hasAgent || device.number.isMultiple(of: 2) }

    static func type(_ device: Device) -> String? {
        guard device.hasAgent else { return nil }
        return switch device.system?.family {
        case .windows: "windows"
        case .macos: "mac"
        case .linux: "linux"
        default: nil
        }
    }

    static func write(_ one: Device, _ fleet: Fleet, to json: inout JSONWriter) {
        let readings = fleet.readings(of: one)
        json.member("Identifier", one.uid)
        json.member("Name", VSAXDevices.name(one))
        json.member("GroupName", groupName(one, fleet))
        json.member("SiteId", one.site.map(VSAXID.site))
        json.member("Description", one.hasAgent ? one.system?.name : "\(one.manufacturer ?? "") \(one.model ?? "")")
        json.member("Tags", array: { json in for tag in one.tags { json.value(tag) } })
        json.member("Type", type(one) ?? "")
        json.member("ClientVersion", one.agentVersion)
        json.member("LastUpdated", audited(one, readings).map(VSAXTime.iso) ?? "")
        json.member("LastSeenOnline", VSAXTime.iso(readings.lastContact))
        json.member("LastReboot", booted(one).map(VSAXTime.iso) ?? "")
        json.member("ExternalUrl", "https://sim.vsax.net/app/devices/\(one.uid)")
        json.member("PublicIpAddress", one.publicAddress)
        guard one.hasAgent else { return bare(to: &json) }
        load(one, readings, to: &json)
        security(one, to: &json)
        updates(one, fleet, to: &json)
        VSAXAssetInfo.write(one, to: &json)
        VSAXAddresses.adapters(one, to: &json)
        if one.number.isMultiple(of: 2) { VSAXAddresses.local(one, to: &json) }
        disks(one, readings, to: &json)
        software(one, fleet, to: &json)
    }

    /// Sometimes the whole text from the organisation down, whose parts may hold the separator themselves.
    private static func groupName(_ one: Device, _ fleet: Fleet) -> String? {
        guard let site = one.site.flatMap(fleet.site) else { return nil }
        guard one.number.isMultiple(of: 3) else { return VSAXClients.group(site) }
        return "\(fleet.organization(one.organization)?.name ?? "") - \(site.name) - \(VSAXClients.group(site))"
    }

    static func audited(_ one: Device, _ readings: Readings) -> Timestamp? {
        one.hasAgent && !one.number.isMultiple(of: 4) ? readings.lastUpdate : nil
    }

    static func booted(_ one: Device) -> Timestamp? {
        one.hasAgent && !one.number.isMultiple(of: 5) ? one.bootedAt : nil
    }

    /// Arrays are null here and missing there.
    private static func bare(to json: inout JSONWriter) {
        json.member("AssetInfo", nil as String?)
        json.member("Disks", nil as String?)
        json.member("InstalledSoftware", array: { _ in })
    }

    private static func load(_ one: Device, _ readings: Readings, to json: inout JSONWriter) {
        let drawn = Int(readings.lastContact.microseconds / 1000)
        json.member("CpuUsage", drawn % 100)
        json.member("MemoryUsage", 20 + drawn % 70)
        json.member("MemoryTotal", one.memoryBytes)
        json.object("EventLogs") { json in
            json.member("Error", drawn % 9)
            json.member("Warning", drawn % 50)
            json.member("Information", drawn % 2000)
        }
    }

    private static func security(_ one: Device, to json: inout JSONWriter) {
        guard type(one) == "windows" else { return }
        let state = one.antivirus.first?.state
        json.member("FirewallEnabled", !one.number.isMultiple(of: 11))
        json.member("AntivirusEnabled", state == nil ? "" : state == .disabled ? "disabled" : "enabled")
        json.member("AntivirusUpToDate", state == nil ? "" : state == .protected ? "yes" : "no")
        json.member("UacEnabled", true)
    }

    /// Missing updates of the system by severity; older servers lack two of the counts.
    private static func updates(_ one: Device, _ fleet: Fleet, to json: inout JSONWriter) {
        guard let counts = missingUpdates(one, fleet) else { return json.member("Updates", nil as String?) }
        json.object("Updates") { json in
            json.member("Critical", counts[.critical, default: 0])
            json.member("Important", counts[.important, default: 0])
            if !one.number.isMultiple(of: 7) {
                json.member("Moderate", 0)
                json.member("Low", counts[.optional, default: 0])
                json.member("Unspecified", counts[.none, default: 0])
            } else {
                json.member("Unspecified", counts[.optional, default: 0] + counts[.none, default: 0])
            }
        }
    }

    static func missingUpdates(_ one: Device, _ fleet: Fleet) -> [PatchCatalogue.Patch.Grade: Int]? {
        guard type(one) == "windows" else { return nil }
        return fleet.patches(of: one).reduce(into: [:]) { counts, found in
            let patch = PatchCatalogue.shared.patches[found.patch]
            if patch.kind == .system, found.state != .installed { counts[patch.grade, default: 0] += 1 }
        }
    }

    private static func disks(_ one: Device, _ readings: Readings, to json: inout JSONWriter) {
        json.member(
            "Disks",
            array: { json in
                for (index, volume) in one.volumes.enumerated() {
                    json.object { json in
                        json.member("Name", volume.name)
                        json.member("System", index == 0)
                        json.member("FreePercentage", freePercentage(volume, readings.freeBytes[index]))
                        json.member("TotalValue", kibibytes(volume))
                    }
                }
            })
    }

    static func kibibytes(_ volume: Volume) -> Int { volume.capacityBytes / 1024 }
    static func freePercentage(_ volume: Volume, _ free: Int) -> Int { free * 100 / max(1, volume.capacityBytes) }

    private static func software(_ one: Device, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member(
            "InstalledSoftware",
            array: { json in
                for (place, item) in fleet.software(of: one).enumerated() {
                    let title = SoftwareCatalogue.shared.titles[item.title]
                    // A few stand there twice.
                    for _ in 0...(place == 3 ? 1 : 0) {
                        json.object { json in
                            json.member("Name", title.name)
                            json.member("Publisher", title.publisher ?? "")
                            json.member("Version", SoftwareCatalogue.version(title, item.step) ?? "")
                        }
                    }
                }
            })
    }
}
