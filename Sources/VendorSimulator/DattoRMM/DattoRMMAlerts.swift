import Inventory

/// Alerts: the open ones, those that are over, and one by its uid. They have no title.
enum DattoRMMAlerts {
    private static let parameters = DattoRMMEndpoint.paging.union(["muted"])

    static let endpoints = [
        DattoRMMEndpoint("account/alerts/open", parameters) { request, _ in page(request, open(request.fleet)) },
        DattoRMMEndpoint("account/alerts/resolved", parameters) { request, _ in
            page(request, resolved(request.fleet))
        },
        DattoRMMEndpoint("alert/{}") { request, uid in
            let everything = open(request.fleet) + resolved(request.fleet)
            guard let entry = everything.first(where: { $0.alert.uid == uid }) else { return request.refused(404) }
            return .json { $0.object { entry.write(request.fleet, to: &$0) } }
        },
    ]

    private static func open(_ fleet: Fleet) -> [DattoRMMAlertRow] {
        fleet.alerts.map { DattoRMMAlertRow(alert: $0, resolvedOn: nil) }
    }

    /// Newest first.
    private static func resolved(_ fleet: Fleet) -> [DattoRMMAlertRow] {
        fleet.cleared.reversed().map { DattoRMMAlertRow(alert: $0.alert, resolvedOn: $0.clearedAt) }
    }

    private static func page(_ request: DattoRMMRequest, _ rows: [DattoRMMAlertRow]) -> VendorAnswer {
        // Nothing is muted since release 8.9.0.
        let rows = request.call.parameter("muted") == "true" ? [] : rows
        return DattoRMMList(request, "alerts").page(rows, number: \.alert.number) {
            $0.write(request.fleet, to: &$1)
        }
    }
}

/// An alert as the vendor writes it.
struct DattoRMMAlertRow {
    let alert: Alert
    let resolvedOn: Timestamp?

    static func priority(_ severity: Alert.Severity) -> String {
        switch severity {
        case .critical: "Critical"
        case .major: "High"
        case .moderate: "Moderate"
        case .minor: "Low"
        case .none: "Information"
        }
    }

    /// `@class` of what raised it.
    static func kind(_ kind: Alert.Kind) -> String {
        switch kind {
        case .offline: "online_offline_status_ctx"
        case .cpu, .memory: "perf_resource_usage_ctx"
        case .diskSpace: "perf_disk_usage_ctx"
        case .service: "srvc_status_ctx"
        case .script: "comp_script_ctx"
        case .antivirus: "antivirus_ctx"
        case .backup: "backup_management_ctx"
        }
    }

    /// Some kinds say what happened in their context alone.
    static func diagnostics(_ alert: Alert) -> String? { alert.kind == .service ? nil : alert.message }

    func write(_ fleet: Fleet, to json: inout JSONWriter) {
        json.member("alertUid", alert.uid)
        json.member("priority", Self.priority(alert.severity))
        json.member("diagnostics", Self.diagnostics(alert))
        json.member("resolved", resolvedOn != nil)
        json.member("resolvedBy", resolvedOn.map { _ in "automatic" })
        json.member("resolvedOn", milliseconds: resolvedOn)
        json.member("muted", false)
        json.member("ticketNumber", nil as String?)
        json.member("timestamp", milliseconds: alert.raisedAt)
        json.member(
            "alertMonitorInfo",
            object: {
                $0.member("sendsEmails", true)
                $0.member("createsTicket", false)
            })
        json.member("alertContext", object: context)
        json.member("alertSourceInfo", object: { source(fleet, &$0) })
        json.member("responseActions", nil as String?)
        json.member("autoresolveMins", nil as Int?)
    }

    private func context(_ json: inout JSONWriter) {
        json.member("@class", Self.kind(alert.kind))
        switch alert.kind {
        case .service:
            json.member("serviceName", "Spooler")
            json.member("status", "STOPPED")
        case .offline: json.member("status", "OFFLINE")
        case .backup: json.member("errorMessage", "Backup job did not complete")
        default: break
        }
    }

    private func source(_ fleet: Fleet, _ json: inout JSONWriter) {
        let device = alert.device.flatMap { number in
            let index = Fleet.index(after: number - 1, in: fleet.devices)
            return index < fleet.devices.count && fleet.devices[index].number == number ? fleet.devices[index] : nil
        }
        json.member("deviceUid", device?.uid)
        json.member("deviceName", device?.hostname)
        json.member("siteUid", alert.organization.map { DattoRMMID.siteUID(fleet, $0) })
        json.member("siteName", nil as String?)
    }
}
