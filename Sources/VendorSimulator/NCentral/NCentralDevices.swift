import Inventory

/// The devices: their list in the query envelope, and one by itself, which leaves out who is logged in.
extension NCentralEndpoint {
    static let devices = [
        NCentralEndpoint("devices", atOnce: 5) { request in
            let fleet = request.fleet
            return NCentralList<Device>(
                idMember: "deviceId", envelope: .query, id: { NCentralID.device($0.number) },
                write: { NCentralDeviceRow(fleet: fleet, device: $0, isAlone: false).write(to: &$1) }
            ).answer(request, fleet.devices)
        },
        NCentralEndpoint("devices/{id}", atOnce: 50) { request in
            guard let device = request.device else { return NCentralError.missing("Device") }
            return .json { json in
                json.object { json in
                    json.member(
                        "data",
                        object: {
                            NCentralDeviceRow(fleet: request.fleet, device: device, isAlone: true).write(to: &$0)
                        })
                    json.member("_links", object: { _ in })
                }
            }
        },
    ]

    static let deviceParts = [
        NCentralEndpoint("devices/{id}/assets", atOnce: 3) { request in
            part(request) { device in
                device.inNCentral.hasAssets
                    ? NCentralAssets(fleet: request.fleet, device: device).answer : NCentralError.missing("Asset")
            }
        },
        NCentralEndpoint("devices/{id}/assets/lifecycle-info", atOnce: 1) { request in
            part(request) { device in
                device.inNCentral.isProbe ? NCentralError.missing("Asset") : NCentralLifecycle(device: device).answer
            }
        },
        NCentralEndpoint("devices/{id}/custom-properties", atOnce: 5) { request in
            part(request) { _ in NCentralProperties.answer(request.id) }
        },
    ]

    private static func part(_ request: NCentralRequest, _ answer: (Device) -> VendorAnswer) -> VendorAnswer {
        guard let device = request.device else { return NCentralError.missing("Device") }
        return request.call.disturbance.fails(record: device.number) ? NCentralError.crash : answer(device)
    }
}

extension NCentralRequest {
    var device: Device? { fleet.device(NCentralID.deviceNumber(id)) }
}

/// A device as the vendor writes it.
struct NCentralDeviceRow {
    let fleet: Fleet
    let device: Device
    /// By itself, not in a list: then nobody is logged in.
    let isAlone: Bool

    func write(to json: inout JSONWriter) {
        json.member("deviceId", NCentralID.device(device.number))
        names(to: &json)
        json.member("deviceClass", device.inNCentral.deviceClass)
        json.member("deviceClassLabel", device.inNCentral.deviceClass)
        json.member("supportedOs", device.inNCentral.supportedSystem)
        json.member("supportedOsLabel", device.inNCentral.supportedSystem)
        json.member("osId", device.inNCentral.systemID)
        json.member("isProbe", device.inNCentral.isProbe)
        ancestors(to: &json)
        json.member("licenseMode", device.kind == .server ? "Professional" : "Essential")
        json.member("applianceId", device.hasAgent ? 1_258_000_000 + device.number : nil)
        people(to: &json)
        checkIn(to: &json)
    }

    private func names(to json: inout JSONWriter) {
        json.member("uri", device.interfaces.first?.addresses.first ?? device.hostname)
        json.member("sourceUri", "")
        json.member("remoteControlUri", "")
        json.member("longName", device.inNCentral.longName)
        json.member("discoveredName", device.inNCentral.discoveredName)
        json.member("description", "")
    }

    private func ancestors(to json: inout JSONWriter) {
        let customer = NCentralID.customer(device.organization)
        let site = device.site.map(NCentralID.site)
        json.member("orgUnitId", site ?? customer)
        json.member("soId", NCentralID.serviceOrganisation)
        json.member("soName", NCentralOrganisation.serviceName)
        json.member("customerId", customer)
        json.member("customerName", fleet.organization(device.organization)?.name)
        json.member("siteId", site)
        json.member("siteName", device.site.flatMap(fleet.site)?.name)
    }

    private func people(to json: inout JSONWriter) {
        let nobody = device.number % 2 == 0 ? "-" : ""
        json.member("lastLoggedInUser", isAlone ? nil : device.lastUser ?? nobody)
        json.member("stillLoggedIn", isAlone ? nil : device.lastUser == nil ? "" : "true")
    }

    private func checkIn(to json: inout JSONWriter) {
        let contact = fleet.readings(of: device).lastContact
        json.member("lastApplianceCheckinTime", NCentralTime.offset(contact))
        json.member("lastApplianceCheckinTimeLocal", NCentralTime.offset(contact))
        json.member(
            "deviceStatus",
            object: {
                $0.member("state", device.offlineSince == nil ? 3 : 7)
                $0.member("status", 0)
            })
    }
}
