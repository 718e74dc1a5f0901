import Inventory

/// A device's asset record: the promised categories and, under `_extra`, all of them. Every leaf is a text.
struct NCentralAssets {
    let fleet: Fleet
    let device: Device

    /// A licence key, which nobody should store.
    static let licenceKey = "SIMULATED-LICENCE-KEY"

    var answer: VendorAnswer {
        var json = JSONWriter(reserving: 40_000)
        json.object { json in
            json.member(
                "data",
                object: { json in
                    promised(to: &json)
                    json.member("_extra", object: { extra(to: &$0) })
                })
            json.member("_links", object: { _ in })
        }
        return .json(json.bytes)
    }

    // MARK: - The promised categories

    private func promised(to json: inout JSONWriter) {
        json.member(
            "os",
            object: {
                $0.member("reportedos", device.inNCentral.supportedSystem)
                $0.member("osarchitecture", device.system?.architecture)
                $0.member("version", device.system?.version)
            })
        json.member("computersystem", object: computer)
        json.member("processor", object: processor)
        let cards = device.interfaces
        list("networkadapter", cards.count, to: &json) { networkAdapter(cards[$0], to: &$1) }
        json.member("device", object: identity)
        let software = fleet.software(of: device)
        list("application", software.count, to: &json) {
            $1.member("displayname", SoftwareCatalogue.shared.titles[software[$0].title].name)
        }
    }

    private func computer(to json: inout JSONWriter) {
        json.member("manufacturer", device.manufacturer)
        json.member("model", device.model)
        json.member("serialnumber", device.inNCentral.serial)
        json.member("netbiosname", device.inNCentral.netbiosName)
        json.member("totalphysicalmemory", device.memoryBytes.map { String($0) })
    }

    private func processor(to json: inout JSONWriter) {
        json.member("name", device.cpu?.name)
        json.member("numberofcores", device.cpu.map { String($0.cores) })
        json.member("numberofcpus", device.cpu.map { String($0.sockets) })
    }

    private func networkAdapter(_ card: NetworkInterface, to json: inout JSONWriter) {
        let hasAddress = !card.addresses.isEmpty
        json.member("description", card.adapter)
        json.member("ipaddress", card.addresses.first)
        json.member("macaddress", card.mac?.lowercased())
        json.member("gateway", hasAddress ? "10.0.0.1" : nil)
        json.member("dnsserver", hasAddress ? "10.0.0.1, 10.0.0.2" : nil)
        json.member("dhcpserver", nil as String?)
    }

    private func identity(to json: inout JSONWriter) {
        json.member("deviceid", String(NCentralID.device(device.number)))
        json.member("longname", device.inNCentral.longName)
        json.member("uri", device.interfaces.first?.addresses.first ?? device.hostname)
        json.member("deviceclass", device.inNCentral.deviceClass)
        json.member("deleted", "false")
        json.member("lastlogin", NCentralTime.spaced(fleet.readings(of: device).lastUpdate))
    }

    // MARK: - Everything else

    private func extra(to json: inout JSONWriter) {
        let software = fleet.software(of: device)
        list("application", software.count, to: &json) { application(software[$0], to: &$1) }
        list("logicaldevice", device.volumes.count, to: &json) { place, json in
            json.member("volumename", device.volumes[place].name)
            json.member("maxcapacity", String(device.volumes[place].capacityBytes))
        }
        list("physicaldrive", device.volumes.count, to: &json) { place, json in
            json.member("capacity", String(device.volumes[place].capacityBytes + 1_073_741_824))
            json.member("modelnumber", "Simulated NVMe \(place)")
            json.member("serialnumber", "SIM\(device.number)-\(place)")
        }
        list("memory", 2, to: &json) { place, json in
            json.member("capacity", device.memoryBytes.map { String($0 / 2) })
            json.member("location", "DIMM \(place)")
        }
        json.member("os", object: system)
        json.member("processor", object: clock)
        json.member("device", object: { $0.member("lastloggedinuser", device.lastUser) })
        json.member("motherboard", object: board)
        list("osfeatures", 1, to: &json) {
            $1.member("pkey", "PowerShellVersion")
            $1.member("pvalue", $0 == 0 ? "5.1" : nil)
        }
        list("service", 2, to: &json) { place, json in
            json.member("displayname", ["Print Spooler", "Windows Update"][place])
            json.member("state", fleet.tick % 2 == place ? "Running" : "Stopped")
        }
    }

    private func application(_ item: InstalledSoftware, to json: inout JSONWriter) {
        let title = SoftwareCatalogue.shared.titles[item.title]
        json.member("displayname", title.name)
        json.member("version", SoftwareCatalogue.version(title, item.step))
        json.member("publisher", title.publisher)
        json.member("installationdate", item.installedOn.map(TimeText.day))
        json.member("licensekey", item.title % 40 == 1 ? Self.licenceKey : nil)
        json.member("productid", title.productCode)
    }

    private func system(to json: inout JSONWriter) {
        json.member("supportedos", device.inNCentral.supportedSystem)
        json.member("licensetype", "OEM")
        json.member("licensekey", Self.licenceKey)
        json.member("installdate", "\(NCentralTime.local(device.createdAt)).0")
        // Sometimes with a fraction, sometimes without.
        let tail = device.number % 2 == 0 ? ".0" : ""
        json.member("lastbootuptime", device.bootedAt.map { NCentralTime.local($0) + tail })
    }

    private func clock(to json: inout JSONWriter) {
        json.member("name", device.cpu?.name)
        json.member("description", "Intel64 Family 6 Model 154")
        json.member("maxclockspeed", device.cpu.map { String($0.megahertz) })
    }

    private func board(to json: inout JSONWriter) {
        json.member("product", "Board \(device.number % 30)")
        json.member("serialnumber", "None")
        json.member("biosversion", "1.\(device.number % 9)")
        json.member("version", "None")
        json.member("manufacturer", device.manufacturer)
    }

    /// Several rows are a list with an index; one alone is a plain object, and none is no category.
    private func list(
        _ category: StaticString, _ count: Int, to json: inout JSONWriter, _ write: (Int, inout JSONWriter) -> Void
    ) {
        if count == 1 { json.member(category, object: { write(0, &$0) }) }
        guard count > 1 else { return }
        json.member(
            category,
            object: { json in
                json.member(
                    "list",
                    array: { json in
                        for place in 0..<count {
                            json.object {
                                $0.member("_index", place)
                                write(place, &$0)
                            }
                        }
                    })
            })
    }
}
