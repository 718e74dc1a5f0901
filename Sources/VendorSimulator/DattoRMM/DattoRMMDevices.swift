/// The device lists, one device, and the network interfaces of a site's devices.
enum DattoRMMDevices {
    private static let filters: Set<String> = ["filterId", "hostname", "deviceType", "operatingSystem", "siteName"]
    private static let both: Set<Int> = [2, 3]

    static let endpoints = [
        DattoRMMEndpoint("account/devices", DattoRMMEndpoint.paging.union(filters), versions: both) { request, _ in
            if request.call.parameter("filterId") != nil { return request.refused(404) }
            let live = request.fleet.devices.filter { passes($0, request) }.map(Entry.live)
            let gone = request.call.query.contains { filters.contains($0.name) } ? [] : DattoRMMGone.all(request.fleet)
            return page(request, live + gone.map(Entry.gone))
        },
        DattoRMMEndpoint("site/{}/devices", DattoRMMEndpoint.paging.union(["filterId"]), versions: both) {
            request, uid in
            if uid == DattoRMMID.deletedSite {
                return page(request, DattoRMMGone.all(request.fleet).filter(\.isInDeletedSite).map(Entry.gone))
            }
            return ofSite(uid, request) { page(request, $0.map(Entry.live)) }
        },
        DattoRMMEndpoint("site/{}/devices/network-interface", DattoRMMEndpoint.paging) { request, uid in
            if uid == DattoRMMID.deletedSite { return page(request, []) }
            return ofSite(uid, request) { devices in
                DattoRMMList(request, "devices").page(devices, number: \.number) {
                    DattoRMMDeviceRow(request, $0).writeInterfaces(to: &$1)
                }
            }
        },
        DattoRMMEndpoint("device/{}", versions: both) { request, uid in one(request.device(uid: uid), request) },
        DattoRMMEndpoint("device/id/{}", versions: both) { request, id in one(request.device(id: id), request) },
    ]

    private enum Entry {
        case live(Device)
        case gone(DattoRMMGone)

        var number: Int {
            switch self {
            case .live(let device): device.number
            case .gone(let gone): gone.number
            }
        }
    }

    private static func page(_ request: DattoRMMRequest, _ entries: [Entry]) -> VendorAnswer {
        DattoRMMList(request, "devices").page(entries, number: \.number) { entry, json in
            switch entry {
            case .live(let device): DattoRMMDeviceRow(request, device).write(to: &json)
            case .gone(let gone): gone.write(request.fleet, to: &json)
            }
        }
    }

    private static func ofSite(
        _ uid: String, _ request: DattoRMMRequest, _ answer: ([Device]) -> VendorAnswer
    ) -> VendorAnswer {
        guard let organization = request.organization(uid) else { return request.refused(404) }
        return answer(request.fleet.devices.filter { $0.organization == organization.number })
    }

    private static func one(_ device: Device?, _ request: DattoRMMRequest) -> VendorAnswer {
        guard let device else { return request.refused(404) }
        return .json { $0.object { DattoRMMDeviceRow(request, device).write(to: &$0) } }
    }

    /// The text filters are parts of what they are about.
    private static func passes(_ device: Device, _ request: DattoRMMRequest) -> Bool {
        func holds(_ parameter: String, _ text: @autoclosure () -> String?) -> Bool {
            guard let wanted = request.call.parameter(parameter)?.lowercased() else { return true }
            return text()?.lowercased().contains(wanted) ?? false
        }
        return holds("hostname", device.hostname) && holds("deviceType", DattoRMMClass(device).category)
            && holds("operatingSystem", DattoRMMDeviceRow.system(device))
            && holds("siteName", request.fleet.organizations.first { $0.number == device.organization }?.name)
    }
}
