import Inventory
import JSON

extension NSightStreams {
    /// What the asset scan tells and the lists do not.
    static let hardwareColumns: Set<String> = ["cpu_model"]

    static let devices = Stream(
        description: StreamDescription(
            name: "devices",
            calls: [
                "/api/?service=list_sites", "/api/?service=list_servers", "/api/?service=list_workstations",
                "/api/?service=list_devices_at_client",
            ],
            entity: Device.entity.description,
            owns: Set(Device.entity.columns.map(\.name)).subtracting(hardwareColumns),
            after: ["organizations", "sites"], reading: .snapshot, deletion: .absence, endOfList: everyClient,
            volatileVendorFields: NSightDeviceFields.volatile, period: .hours(2), callsPerThousand: 160)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.clients.walk(at: position, batch: 5) { (client, within) throws(ConnectorError) in
            try await page(of: client, within, reader)
        }
    }

    /// Sites a page.
    private static let sitesAtOnce = 10

    /// A client's devices, some sites at a time; the position holds the sites that are left.
    private static func page(
        of client: NSightClients.Client, _ within: ReadPosition?, _ reader: NSightReader
    ) async throws(ConnectorError) -> Page {
        var page = Page()
        let (roster, cost) = try await reader.roster.part(of: client, isFresh: within == nil)
        page.add(cost)
        let sites: [String]
        if let left = within?.fields["sites"] {
            sites = left.split(separator: ",").map(String.init)
        } else {
            page.append(mobile(roster, client.id))
            let answer = try await reader.client.rows(.sites, [("clientid", client.id)])
            page.add(answer.cost)
            sites = answer.rows.compactMap { $0["siteid"].cleaned }
        }
        for site in sites.prefix(sitesAtOnce) {
            page.append(try await self.page(ofSite: site, client.id, roster, reader))
        }
        let left = sites.dropFirst(sitesAtOnce)
        if !left.isEmpty { page.next = ReadPosition(["sites": left.joined(separator: ",")]) }
        return page
    }

    /// Servers where the roster has some; workstations everywhere, since that list also has what was found by scans of the
    /// network, of which the roster seems to know nothing.
    private static func page(
        ofSite site: String, _ client: String, _ roster: NSightRoster.Part, _ reader: NSightReader
    ) async throws(ConnectorError) -> Page {
        var page = Page()
        let hasServers = roster.devices.values.contains { $0.kind == .server && $0.site == site }
        for kind in [NSightKind.server, .workstation] where kind == .workstation || hasServers {
            let answer = try await reader.client.rows(.devices(kind, reader.options), [("siteid", site)])
            let mapping = NSightDeviceMapping(
                kind: kind, client: client, site: site, serverTime: answer.serverTime, options: reader.options)
            page.append(
                answer.page(id: { $0[NSightDeviceFields.id(kind)].cleaned }) { row throws(UnusableRecord) in
                    try mapping.record(row, roster.devices)
                })
        }
        return page
    }

    /// Mobile devices are in the roster alone. Whether their ids are of one count with the others' is not known.
    private static func mobile(_ roster: NSightRoster.Part, _ client: String) -> Page {
        let records = roster.mobile.compactMap { (row, site) -> SourceRecord? in
            guard let id = row["id"].cleaned else { return nil }
            var reader = RowReader(row)
            var device = Device()
            device.organizationExternalID = client
            device.siteExternalID = site
            device.hostname = reader.word("name")
            device.displayName = reader.text("description")
            device.deviceClass = .mobile
            device.deviceClassLabel = NSightKind.mobileDevice.rawValue
            device.lastUser = reader.text("username")
            return SourceRecord(
                device, externalID: NSightDeviceFields.mobilePrefix + id,
                vendorFields: reader.rest(omitting: ["id", "checkcount"]))
        }
        return Page(records: records)
    }
}
