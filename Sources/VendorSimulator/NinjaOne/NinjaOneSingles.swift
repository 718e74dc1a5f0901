import Inventory

/// What hangs on one device or one organisation.
extension NinjaOneEndpoint {
    static let singles: [String: NinjaOneEndpoint] = [
        "organization/{id}": NinjaOneEndpoint { request in
            guard let organization = request.fleet.organization(NinjaOneID.organizationNumber(request.id)) else {
                return NinjaOneError.notFound
            }
            return .json { $0.object { NinjaOneClients.detailed(organization, request.fleet, to: &$0) } }
        },
        "organization/{id}/locations": NinjaOneEndpoint { request in
            let organization = NinjaOneID.organizationNumber(request.id)
            guard request.fleet.organization(organization) != nil else { return NinjaOneError.notFound }
            return list(request, request.fleet.sites.filter { $0.organization == organization }, number: \.number) {
                NinjaOneClients.location($0, withOrganization: false, to: &$1)
            }
        },
        "device/{id}": ofDevice { request, device in
            .json {
                $0.object {
                    NinjaOneDeviceRow(request, device, isDetailed: true).write(to: &$0, expanding: request.expanded)
                }
            }
        },
        "device/{id}/software": ofDevice { request, device in
            list(request, request.fleet.software(of: device), number: \.title) {
                NinjaOneSoftwareRows.write($0, to: &$1)
            }
        },
        "device/{id}/os-patches": ofDevice(["status", "type", "severity"]) {
            patches($0, $1, .system, isHistory: false)
        },
        "device/{id}/software-patches": ofDevice(["status", "productIdentifier", "type", "impact"]) {
            patches($0, $1, .thirdParty, isHistory: false)
        },
        "device/{id}/os-patch-installs": ofDevice(["status", "installedBefore", "installedAfter"]) {
            patches($0, $1, .system, isHistory: true)
        },
        "device/{id}/software-patch-installs": ofDevice([
            "type", "impact", "status", "productIdentifier", "installedBefore", "installedAfter",
        ]) { patches($0, $1, .thirdParty, isHistory: true) },
        "device/{id}/volumes": ofDevice(["include"]) { request, device in
            let free = request.fleet.readings(of: device).freeBytes
            return list(request, Array(device.volumes.enumerated()), number: \.offset) { volume, json in
                NinjaOneParts.volume(
                    volume.element, free: free[volume.offset],
                    withEncryption: request.call.parameter("include") == "bl", to: &json)
            }
        },
        "device/{id}/network-interfaces": ofDevice { request, device in
            list(request, device.interfaces, number: \.index) { NinjaOneParts.interface($0, device, to: &$1) }
        },
        "device/{id}/disks": ofDevice { request, device in
            list(request, Array(device.volumes.enumerated()), number: \.offset) {
                NinjaOneParts.disk($0.offset, $0.element, device, to: &$1)
            }
        },
        "device/{id}/processors": ofDevice { request, device in
            list(request, NinjaOneParts.processors(device), number: \.sockets) { NinjaOneParts.processor($0, to: &$1) }
        },
        "device/{id}/alerts": ofDevice(["lang", "tz"]) { request, device in
            list(request, request.fleet.alerts.filter { $0.device == device.number }, number: \.number) {
                NinjaOneAlertRow.write($0, request.call.disturbance, to: &$1)
            }
        },
        "device/{id}/custom-fields": ofDevice(["withInheritance"]) { _, device in
            .json { $0.object { NinjaOneFields.write(device, to: &$0) } }
        },
        "device/{id}/activities": ofDevice(
            ["olderThan", "newerThan", "activityType", "status", "seriesUid", "pageSize", "lang", "tz"],
            pageSizes: 10...1000
        ) { NinjaOneActivities.answer($0, device: $1.number) },
    ]

    /// An endpoint below one device, which must be there.
    private static func ofDevice(
        _ parameters: Set<String> = [], pageSizes: ClosedRange<Int> = 1...Int(Int32.max),
        _ answer: @escaping @Sendable (NinjaOneRequest, Device) -> VendorAnswer
    ) -> NinjaOneEndpoint {
        NinjaOneEndpoint(parameters.union(["expand"]), pageSizes: pageSizes) { request in
            guard let device = request.fleet.device(NinjaOneID.deviceNumber(request.id)) else {
                return NinjaOneError.notFound
            }
            return answer(request, device)
        }
    }

    private static func patches(
        _ request: NinjaOneRequest, _ device: Device, _ kind: PatchCatalogue.Patch.Kind, isHistory: Bool
    ) -> VendorAnswer {
        let rows = NinjaOnePatchRow.rows(request.fleet, device, kind, isHistory: isHistory).filter {
            $0.passes(request)
        }
        return list(request, rows, number: \.patch.number) { $0.write(to: &$1) }
    }
}
