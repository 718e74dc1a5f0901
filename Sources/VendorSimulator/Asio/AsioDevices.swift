import HTTPTypes
import Inventory

/// Devices: the list by category and company, one in detail, who is online, who is logged on.
extension AsioEndpoint {
    static let devices: [(String, AsioEndpoint)] = [
        (
            "api/platform/v2/device/categories/{}/endpoints",
            AsioEndpoint(AsioScope.devices, [.post]) { request in
                guard AsioDevices.categories[request.ids[0]] != nil else {
                    return AsioError.message("Invalid category", status: 400)
                }
                return AsioDevices.list(request)
            }
        ),
        (
            "api/platform/v2/device/companies/{}/sites/{}/endpoints/{}",
            AsioEndpoint(AsioScope.devices) { AsioDevices.details($0) }
        ),
        (
            "api/platform/v2/device/endpoints/heartbeat",
            AsioEndpoint(AsioScope.devices) { AsioDevices.states($0) { AsioDevices.heartbeat($0, $1, to: &$2) } }
        ),
        (
            "api/platform/v2/device/endpoints/systemstate",
            AsioEndpoint(AsioScope.devices) { request in
                AsioDevices.states(request) { device, _, json in
                    json.member("endpointID", device.uid)
                    guard let user = device.lastUser else { return }
                    json.member("lastLoggedOnUser", object: { $0.member("username", user) })
                }
            }
        ),
    ]
}

enum AsioDevices {
    /// The categories of the path, and which devices each has.
    static let categories = [
        "platform": ["platform"], "network": ["network"], "cloud": ["cloud"], "all": ["platform", "network"],
    ]

    static func list(_ request: AsioRequest) -> VendorAnswer {
        let wanted = categories[request.ids[0]] ?? []
        switch (AsioSections.of(request), request.posted()) {
        case (.failure(let refusal), _), (_, .failure(let refusal)): return refusal.answer
        case (.success(let sections), .success(let devices)):
            let devices = devices.filter { AsioID.category($0).map(wanted.contains) ?? false }
            switch AsioPage.of(devices, request) {
            case .failure(let refusal): return refusal.answer
            case .success(let page): return page.answer { write(page, wanted, sections, request, to: &$0) }
            }
        }
    }

    private static func write(
        _ page: AsioPage, _ categories: [String], _ sections: AsioSections, _ request: AsioRequest,
        to json: inout JSONWriter
    ) {
        json.object { json in
            for category in categories {
                let devices = page.devices.filter { AsioID.category($0) == category }
                if devices.isEmpty { continue }
                if category == "platform" { json.name("platform") } else { json.name("network") }
                page.groups(to: &json, of: devices) { device, json in
                    json.member("endpointID", device.uid)
                    AsioDeviceRow(fleet: request.fleet, device: device).write(sections, to: &json)
                }
            }
        }
    }

    /// Found by company, site and device together alone.
    static func details(_ request: AsioRequest) -> VendorAnswer {
        let places = AsioPlaces(request.fleet)
        guard let device = request.fleet.devices.first(where: { $0.uid == request.ids[2] }),
            let category = AsioID.category(device), places.company(device) == request.ids[0],
            places.site(device) == request.ids[1]
        else { return AsioError.notFound }
        if request.disturbance.fails(record: device.number) { return AsioError.message("internal", status: 500) }
        switch AsioSections.of(request) {
        case .failure(let refusal): return refusal.answer
        case .success(let sections):
            return .json { json in
                json.object { json in
                    json.member("companyID", request.ids[0])
                    json.member("siteID", request.ids[1])
                    json.member("endpointID", device.uid)
                    if category == "platform" { json.name("platform") } else { json.name("network") }
                    json.row(device.number, request.disturbance) {
                        AsioDeviceRow(fleet: request.fleet, device: device).write(sections, to: &$0)
                    }
                }
            }
        }
    }

    /// States of companies' devices, all at once: 200, with what could not be had in `failedRecords`.
    static func states(
        _ request: AsioRequest, _ members: (Device, AsioRequest, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        switch request.queried() {
        case .failure(let refusal): return refusal.answer
        case .success(let devices):
            let devices = request.disturbance.has(.emptyLists) ? [] : devices
            return .json { json in
                json.object { json in
                    json.member("status", "success")
                    json.name("successfulRecords")
                    AsioGroups(request).write(devices, to: &json) { members($0, request, &$1) }
                    json.member("failedRecords", array: { _ in })
                }
            }
        }
    }

    /// With its capital letters.
    static func heartbeat(_ device: Device, _ request: AsioRequest, to json: inout JSONWriter) {
        let readings = request.fleet.readings(of: device)
        json.member("EndpointID", device.uid)
        json.member("Availability", readings.isOnline)
        json.member("DcDateTimeUTC", TimeText.iso(readings.lastContact))
    }
}

/// The sections of a device that a call asks for by name.
struct AsioSections {
    /// Nil: none was named, and what then comes is little.
    let names: Set<String>?

    private static let known: Set<String> = [
        "deviceName", "friendlyName", "resourceType", "endpointType", "ipAddress", "macAddress", "type",
        "subResourceType", "remoteAddress", "virtualType", "os", "system", "baseboard", "bios", "antiViruses",
        "services", "processors", "memory", "networks", "users", "systemState",
    ]

    static func of(_ request: AsioRequest) -> Result<AsioSections, AsioRefusal> {
        guard let text = request.call.parameter("field") else { return .success(AsioSections(names: nil)) }
        let names = text.split(separator: ",").map(String.init)
        if let unknown = names.first(where: { !known.contains($0) }) {
            return .failure(AsioRefusal("Invalid field: \(unknown)"))
        }
        return .success(AsioSections(names: Set(names)))
    }

    func has(_ name: String) -> Bool { names?.contains(name) ?? ["os", "system"].contains(name) }
}
