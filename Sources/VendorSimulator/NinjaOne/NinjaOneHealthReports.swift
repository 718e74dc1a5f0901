import Inventory

/// How machines do: antivirus, health, custom fields.
extension NinjaOneReport {
    static let healthReports: [NinjaOneReport] = [
        NinjaOneReport("queries/antivirus-status", ["df", "ts", "productState", "productName"]) { request, device in
            let collected = request.fleet.readings(of: device).lastUpdate
            return Rows(device.antivirus) { antivirus, json in
                json.member("productName", antivirus.product)
                json.member("productState", antivirus.state == .disabled ? "OFF" : "ON")
                json.member("definitionStatus", antivirus.state == .outdated ? "Out-of-Date" : "Up-to-Date")
                json.member("version", antivirus.version)
                json.member("deviceId", NinjaOneID.device(device.number))
                json.member("timestamp", epoch: collected)
            }
        },
        NinjaOneReport("queries/antivirus-threats", ["df", "ts"]) { _, _ in .none },
        NinjaOneReport("queries/device-health", ["df", "health"]) { request, device in
            Rows([request.fleet.alerts.filter { $0.device == device.number }.count]) { alerts, json in
                health(request.fleet, device, alerts: alerts, to: &json)
            }
        },
        NinjaOneReport(
            "queries/custom-fields", ["df", "updatedAfter", "fields", "showSecureValues"], pageSizes: 10...10_000,
            usualPageSize: 1000
        ) { _, device in
            Rows(NinjaOneFields.of(device).isEmpty ? [] : [device]) { device, json in
                json.member("deviceId", NinjaOneID.device(device.number))
                json.member("fields", object: { NinjaOneFields.write(device, to: &$0) })
            }
        },
        NinjaOneReport(
            "queries/scoped-custom-fields", ["updatedAfter", "fields", "scopes", "showSecureValues"],
            pageSizes: 10...10_000, usualPageSize: 1000
        ) { request, device in
            NinjaOneFields.ofOrganizations(request, at: device)
        },
    ]

    private static func health(_ fleet: Fleet, _ device: Device, alerts: Int, to json: inout JSONWriter) {
        let waiting = { NinjaOnePatchRow.rows(fleet, device, $0, isHistory: false).count }
        let failed = { kind in
            fleet.patches(of: device).filter {
                $0.state == .failed && PatchCatalogue.shared.patches[$0.patch].kind == kind
            }.count
        }
        json.member("deviceId", NinjaOneID.device(device.number))
        json.member("healthStatus", alerts > 1 ? "UNHEALTHY" : alerts > 0 ? "NEEDS_ATTENTION" : "HEALTHY")
        json.member("offline", device.offlineSince != nil)
        json.member("parentOffline", false)
        json.member("alertCount", alerts)
        json.member("activeJobCount", 0)
        json.member("pendingOSPatchesCount", waiting(.system))
        json.member("failedOSPatchesCount", failed(.system))
        json.member("pendingSoftwarePatchesCount", waiting(.thirdParty))
        json.member("failedSoftwarePatchesCount", failed(.thirdParty))
        json.member("pendingRebootReason", device.needsReboot ? "WINDOWS_UPDATE" : nil)
        json.member("activeThreatsCount", 0)
        json.member("quarantinedThreatsCount", 0)
        json.member("blockedThreatsCount", 0)
    }
}

/// Custom fields: what technicians wrote into fields of their own making.
enum NinjaOneFields {
    /// The organisations' fields: no device's, so all of them stand where the first device's rows would. One holds the
    /// PSA's id of the company, as MSPs keep it there who tie the two by hand.
    static func ofOrganizations(_ request: NinjaOneRequest, at device: Device) -> NinjaOneReport.Rows {
        let scopes = request.call.parameter("scopes")?.uppercased() ?? "ALL"
        guard scopes.contains("ALL") || scopes.contains("ORGANIZATION"),
            device.number == request.fleet.devices.first?.number
        else { return .none }
        return NinjaOneReport.Rows(request.fleet.organizations.filter { $0.company != nil }) { organization, json in
            json.member("scope", "ORGANIZATION")
            json.member("entityId", NinjaOneID.organization(organization.number))
            json.member(
                "fields",
                object: { fields in
                    fields.member("psaCompanyId", organization.company.map { String(ConnectWisePSA.ID.company($0)) })
                })
        }
    }

    static func of(_ device: Device) -> [(name: String, value: String)] {
        guard device.number % 3 == 0 else { return [] }
        return [
            ("assetTag", "A-\(10_000 + device.number)"), ("recoveryKey", "simulated-recovery-key-\(device.number)"),
        ]
    }

    static func write(_ device: Device, to json: inout JSONWriter) {
        for field in of(device) { json.member(named: field.name, field.value) }
    }
}
