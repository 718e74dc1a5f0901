import HTTPTypes

/// Lists that go on `after` the last id, and end with an empty page.
extension NinjaOneEndpoint {
    static let lists: [String: NinjaOneEndpoint] = [
        "organizations": NinjaOneEndpoint(["pageSize", "after", "of"]) { request in
            page(
                request, request.fleet.organizations, before: NinjaOneID.organizationNumber, id: NinjaOneID.organization
            ) {
                NinjaOneClients.brief($0, to: &$1)
            }
        },
        "organizations-detailed": NinjaOneEndpoint(["pageSize", "after", "of"]) { request in
            page(
                request, request.fleet.organizations, before: NinjaOneID.organizationNumber, id: NinjaOneID.organization
            ) {
                NinjaOneClients.detailed($0, request.fleet, to: &$1)
            }
        },
        "locations": NinjaOneEndpoint(["pageSize", "after"]) { request in
            let sites = request.fleet.sites.filter { $0.organization != nil }
            return page(request, sites, before: NinjaOneID.locationNumber, id: NinjaOneID.location) {
                NinjaOneClients.location($0, withOrganization: true, to: &$1)
            }
        },
        "devices": NinjaOneEndpoint(["df", "pageSize", "after", "expand"]) { devices($0, isDetailed: false) },
        "devices-detailed": NinjaOneEndpoint(["df", "pageSize", "after", "expand"]) { devices($0, isDetailed: true) },
        "organization/{id}/devices": NinjaOneEndpoint(["pageSize", "after"]) { request in
            devices(request, isDetailed: false, organization: NinjaOneID.organizationNumber(request.id))
        },
    ]

    private static let mostRows = 1000

    private static func devices(_ request: NinjaOneRequest, isDetailed: Bool, organization: Int? = nil) -> VendorAnswer
    {
        let filter = request.filter
        let expanded = request.expanded
        let devices = request.fleet.devices.filter {
            filter.admits($0) && (organization == nil || $0.organization == organization)
        }
        return page(request, devices, before: NinjaOneID.deviceNumber, id: NinjaOneID.device) { device, json in
            NinjaOneDeviceRow(request, device, isDetailed: isDetailed).write(to: &json, expanding: expanded)
        }
    }

    /// A page of a list. The server gives 1,000 rows at most, whatever was asked for, and links to the next page only
    /// now and then.
    private static func page<Thing: Numbered>(
        _ request: NinjaOneRequest, _ things: [Thing], before number: (Int) -> Int, id: (Int) -> Int,
        _ write: (Thing, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        let call = request.call
        let disturbance = call.disturbance
        var size = disturbance.pageSize(asked: min(request.number("pageSize") ?? mostRows, mostRows))
        let after = disturbance.has(.cursorRepeats) ? nil : request.number("after")
        let first = after.map { Fleet.index(after: number($0), in: things) } ?? 0
        if let cap = disturbance.depthCap { size = min(size, max(0, cap - first)) }
        if disturbance.has(.emptyLists) { size = 0 }
        // The row before the page once more, but not on the empty page, which is the list's end.
        let again = disturbance.has(.duplicateRows) && first > 0 && first < things.count && size > 0 ? 1 : 0
        let rows = things[(first - again)...].prefix(size + again)
        var json = JSONWriter(reserving: rows.count * 1500)
        json.array { json in
            for thing in rows where !disturbance.hides(row: thing.number) {
                json.row(thing.number, disturbance) { write(thing, &$0) }
            }
        }
        var answer = VendorAnswer.json(json.bytes)
        if let last = rows.last, call.number % 2 == 0 {
            answer.headers[HTTPField.Name("Link") ?? .location] =
                "<\(call.baseURL)\(call.path)?pageSize=\(size)&after=\(id(last.number))>; rel=\"next\""
        }
        return answer
    }
}
