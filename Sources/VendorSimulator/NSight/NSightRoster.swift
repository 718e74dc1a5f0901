import Inventory

/// A client's devices of one type by site, with what is switched on for each.
enum NSightRoster {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let client = request.client else { return request.invalid("clientid") }
        // Letter case counts.
        guard let type = request.call.parameter("devicetype"),
            ["server", "workstation", "mobile_device"].contains(type)
        else { return request.invalid("devicetype") }
        let kind: NSightKind? = type == "server" ? .server : type == "workstation" ? .workstation : nil
        let devices = request.fleet.devices.filter {
            $0.organization == client.number && kind != nil && NSightKind($0) == kind
        }
        let bySite = Dictionary(grouping: devices) { $0.site ?? 0 }
        return .nSight(request.call) { xml in
            xml.element("items") { xml in
                if devices.isEmpty || request.call.disturbance.has(.emptyLists) { return }
                xml.element("client") { xml in
                    xml.number("id", NSightID.client(client.number))
                    xml.words("name", client.name)
                    for site in request.fleet.sites {
                        if let here = bySite[site.number] { write(site, here, kind == .server, request, to: &xml) }
                    }
                }
            }
        }
    }

    private static func write(
        _ site: Site, _ devices: [Device], _ areServers: Bool, _ request: NSightRequest, to xml: inout XMLWriter
    ) {
        xml.element("site") { xml in
            xml.number("id", NSightID.site(site.number))
            xml.words("name", site.name)
            request.rows(areServers ? "server" : "workstation", devices, number: \.number, to: &xml) { device, xml in
                write(device, to: &xml)
            }
        }
    }

    private static func write(_ device: Device, to xml: inout XMLWriter) {
        xml.number("id", NSightID.device(device.number))
        xml.words("name", device.hostname)
        xml.words("username", device.lastUser)
        xml.words("description", device.displayName)
        xml.text("status", "Ok")
        for kind in [1, 2] {
            xml.element("checkcount") {
                $0.number("dsc_247", kind)
                $0.number("pass", 3)
                $0.number("clear", 0)
                $0.number("fail", 0)
            }
        }
        xml.flag("takecontrol", true)
        xml.flag("patch", device.nSightPatches)
        xml.flag("mav", !device.antivirus.isEmpty)
        xml.flag("mob", device.nSightBacksUp)
        xml.flag("systray", false)
        xml.flag("mavbreck", false)
        xml.flag("webprotection", false)
        xml.flag("riskintelligence", false)
    }
}
