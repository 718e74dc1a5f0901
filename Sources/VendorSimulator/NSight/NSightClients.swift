import Inventory

/// Clients and sites. Neither names its parent.
enum NSightClients {
    static func clients(_ request: NSightRequest) -> VendorAnswer {
        var counts: [Int: (servers: Int, workstations: Int)] = [:]
        for device in request.fleet.devices {
            switch NSightKind(device) {
            case .server: counts[device.organization, default: (0, 0)].servers += 1
            case .workstation: counts[device.organization, default: (0, 0)].workstations += 1
            case .agentless, nil: break
            }
        }
        return request.items("client", request.fleet.organizations, number: \.number) { client, xml in
            write(client, counts[client.number] ?? (0, 0), to: &xml)
        }
    }

    private static func write(
        _ client: Organization, _ counts: (servers: Int, workstations: Int), to xml: inout XMLWriter
    ) {
        xml.words("name", client.name)
        xml.number("clientid", NSightID.client(client.number))
        xml.number("view_dashboard", 0)
        xml.number("view_wkstsn_assets", 0)
        xml.text("dashboard_username", "none")
        xml.text("timezone", client.number % 3 == 0 ? "Europe/Copenhagen" : "")
        xml.text("creation_date", TimeText.day(TimeText.date(client.createdAt)))
        xml.number("server_count", counts.servers)
        xml.number("workstation_count", counts.workstations)
        xml.number("mobile_device_count", 0)
        xml.number("device_count", counts.servers + counts.workstations)
    }

    static func sites(_ request: NSightRequest) -> VendorAnswer {
        guard let client = request.client else { return request.invalid("clientid") }
        let sites = request.fleet.sites.filter { $0.organization == client.number }
        return request.items("site", sites, number: \.number) { site, xml in
            xml.number("siteid", NSightID.site(site.number))
            xml.words("name", site.name)
            xml.number("connection_ok", 1)
            xml.text("creation_date", site.number % 4 == 0 ? "" : TimeText.day(TimeText.date(site.createdAt)))
            xml.text("primary_router", site.number % 2 == 0 ? "203.0.113.\(site.number % 250 + 1)" : "")
            xml.text("secondary_router", "")
        }
    }
}
