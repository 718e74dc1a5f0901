import Inventory

/// One device as the lists write it.
struct DattoRMMDeviceRow {
    let request: DattoRMMRequest
    let device: Device

    init(_ request: DattoRMMRequest, _ device: Device) {
        self.request = request
        self.device = device
    }

    private var fleet: Fleet { request.fleet }

    func write(to json: inout JSONWriter) {
        identity(&json)
        network(&json)
        times(&json)
        standing(&json)
        if request.version == 3 {
            DattoRMMFields(device).writeTyped(to: &json)
        } else {
            DattoRMMFields(device).write(to: &json)
        }
        json.member("portalUrl", "https://vidal.rmm.datto.com/device/\(DattoRMMID.device(device.number))")
        json.member("webRemoteUrl", "https://vidal.rmm.datto.com/web-remote/\(DattoRMMID.device(device.number))")
    }

    private func identity(_ json: inout JSONWriter) {
        let words = DattoRMMClass(device)
        let site = fleet.organizations.first { $0.number == device.organization }
        json.member("id", DattoRMMID.device(device.number))
        json.member("uid", device.uid)
        json.member("siteId", DattoRMMID.site(device.organization))
        json.member("siteUid", DattoRMMID.siteUID(fleet, device.organization))
        json.member("siteName", site?.name)
        json.member(
            "deviceType",
            object: {
                $0.member("category", words.category)
                $0.member("type", words.type)
            })
        json.member("deviceClass", words.name)
        json.member("hostname", device.hostname)
        json.member("description", device.displayName ?? device.hostname)
        json.member("operatingSystem", Self.system(device))
        json.member("a64Bit", device.hasAgent ? true : nil)
        json.member("cagVersion", device.agentVersion)
        json.member("displayVersion", device.agentVersion.map { "\($0).\($0.split(separator: ".").last ?? "0")" })
    }

    /// One text: name and version together, where there are both.
    static func system(_ device: Device) -> String? {
        guard let system = device.system else { return nil }
        let maker = system.family == .windows ? "Microsoft " : ""
        return maker + system.name + (system.version.map { " \($0)" } ?? "")
    }

    private func network(_ json: inout JSONWriter) {
        json.member("intIpAddress", device.interfaces.flatMap(\.addresses).first ?? "")
        json.member("extIpAddress", device.publicAddress)
        json.member("domain", device.domain)
        json.member("lastLoggedInUser", device.lastUser)
        json.member("snmpEnabled", !device.hasAgent)
        json.member("networkProbe", false)
        json.member("onboardedViaNetworkMonitor", !device.hasAgent)
    }

    private func times(_ json: inout JSONWriter) {
        let readings = fleet.readings(of: device)
        let isOdd = device.number % 2 == 1
        let audited = device.hasAgent && !device.isUnaudited ? readings.lastUpdate : nil
        json.member("lastSeen", milliseconds: readings.lastContact)
        json.member("lastReboot", milliseconds: device.bootedAt, sentinel: isOdd)
        json.member("lastAuditDate", milliseconds: audited, sentinel: isOdd)
        json.member("creationDate", milliseconds: device.createdAt)
        json.member("warrantyDate", device.warranty.map { TimeText.day($0.endsOn) })
    }

    private func standing(_ json: inout JSONWriter) {
        json.member("online", fleet.readings(of: device).isOnline)
        json.member("suspended", device.number % 50 == 9)
        json.member("deleted", false)
        json.member("rebootRequired", device.hasAgent ? device.needsReboot : nil)
        json.member("softwareStatus", nil as String?)
        antivirus(&json)
        guard let patches = DattoRMMPatchCounts(fleet, device) else {
            return json.member("patchManagement", nil as String?)
        }
        json.member("patchManagement", object: { patches.write(to: &$0) })
    }

    /// One product at most; a machine that has none says so, another kind of device says nothing.
    private func antivirus(_ json: inout JSONWriter) {
        guard device.hasAgent, device.system?.family == .windows else {
            return json.member("antivirus", nil as String?)
        }
        let product = device.antivirus.first
        json.member(
            "antivirus",
            object: {
                $0.member("antivirusProduct", product?.product)
                $0.member("antivirusStatus", Self.word(product?.state))
            })
    }

    static func word(_ state: Antivirus.State?) -> String {
        switch state {
        case .protected: "RunningAndUpToDate"
        case .outdated: "RunningAndNotUpToDate"
        case .disabled: "NotRunning"
        case nil: "NotDetected"
        }
    }

    /// As a site's list of network interfaces has it.
    func writeInterfaces(to json: inout JSONWriter) {
        json.member("id", DattoRMMID.device(device.number))
        json.member("uid", device.uid)
        json.member("siteId", DattoRMMID.site(device.organization))
        json.member("siteUid", DattoRMMID.siteUID(fleet, device.organization))
        json.member("hostname", device.hostname)
        json.member("intIpAddress", device.interfaces.flatMap(\.addresses).first ?? "")
        json.member("extIpAddress", device.publicAddress)
        json.member("nics", array: { Self.interfaces(device, to: &$0) })
    }

    static func interfaces(_ device: Device, to json: inout JSONWriter) {
        for interface in device.interfaces {
            json.object {
                $0.member("instance", interface.adapter)
                $0.member("ipv4", interface.addresses.first { !$0.contains(":") })
                $0.member("ipv6", interface.addresses.first { $0.contains(":") })
                $0.member("macAddress", interface.mac?.filter { $0 != ":" })
                $0.member("type", interface.isVirtual ? "Virtual" : "Ethernet")
            }
        }
    }
}
