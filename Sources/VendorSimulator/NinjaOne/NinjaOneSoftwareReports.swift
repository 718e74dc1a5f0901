import Inventory

/// Software and patches.
extension NinjaOneReport {
    static let softwareReports: [NinjaOneReport] = [
        NinjaOneReport("queries/software", ["df", "installedBefore", "installedAfter"]) { request, device in
            let rows = NinjaOneSoftwareRows(request, device)
            return Rows(count: rows.items.count) { rows.write($0, to: &$1) }
        },
        NinjaOneReport("queries/os-patches", ["df", "ts", "status", "type", "severity"]) { request, device in
            patchRows(request, device, .system, isHistory: false)
        },
        NinjaOneReport("queries/software-patches", ["df", "ts", "status", "productIdentifier", "type", "impact"]) {
            request, device in patchRows(request, device, .thirdParty, isHistory: false)
        },
        NinjaOneReport("queries/os-patch-installs", ["df", "status", "installedBefore", "installedAfter"]) {
            request, device in patchRows(request, device, .system, isHistory: true)
        },
        NinjaOneReport(
            "queries/software-patch-installs",
            ["df", "type", "impact", "status", "productIdentifier", "installedBefore", "installedAfter"]
        ) { request, device in patchRows(request, device, .thirdParty, isHistory: true) },
    ]

    private static func patchRows(
        _ request: NinjaOneRequest, _ device: Device, _ kind: PatchCatalogue.Patch.Kind, isHistory: Bool
    ) -> Rows {
        let collected = request.fleet.readings(of: device).lastUpdate
        let rows = NinjaOnePatchRow.rows(request.fleet, device, kind, isHistory: isHistory).filter {
            $0.passes(request)
        }
        return Rows(rows) { row, json in
            row.write(to: &json)
            json.member("deviceId", NinjaOneID.device(device.number))
            json.member("timestamp", epoch: collected)
        }
    }
}
