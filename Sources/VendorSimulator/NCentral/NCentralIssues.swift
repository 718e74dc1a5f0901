import Inventory

/// Active issues: of a customer with its sites, or of a site; and the monitor behind one.
extension NCentralEndpoint {
    static let issues = [
        NCentralEndpoint("org-units/{id}/active-issues", atOnce: 3) { request in
            guard request.id != NCentralID.serviceOrganisation, request.id != NCentralID.system else {
                return NCentralError.bad("Active issues are of customers and sites")
            }
            let fleet = request.fleet
            guard let ours = NCentralIssues(fleet: fleet).of(request.id) else {
                return NCentralError.missing("Org unit")
            }
            return NCentralList<Alert>(
                idMember: "taskId", envelope: .query, id: { NCentralID.task($0.number) },
                write: { NCentralIssues(fleet: fleet).write($0, to: &$1) }
            ).answer(request, ours)
        },
        NCentralEndpoint("appliance-tasks/{id}", atOnce: 3) { request in
            let number = NCentralID.alertNumber(request.id)
            guard let alert = Fleet.find(number, in: request.fleet.alerts) else { return NCentralError.missing("Task") }
            return .json { json in json.object { NCentralIssues.task(alert, to: &$0) } }
        },
    ]
}

/// An alert as an active issue. There is no id and no message.
struct NCentralIssues {
    let fleet: Fleet

    /// The issues of a customer and its sites, or of a site; nil for another org unit.
    func of(_ unit: Int) -> [Alert]? {
        if let customer = fleet.organization(NCentralID.customerNumber(unit)) {
            return fleet.alerts.filter { device($0)?.organization == customer.number }
        }
        guard let site = fleet.site(NCentralID.siteNumber(unit)), site.organization != nil else { return nil }
        return fleet.alerts.filter { device($0)?.site == site.number }
    }

    func device(_ alert: Alert) -> Device? { alert.device.flatMap(fleet.device) }

    func write(_ alert: Alert, to json: inout JSONWriter) {
        guard let device = device(alert) else { return }
        let unit = device.site.map(NCentralID.site) ?? NCentralID.customer(device.organization)
        json.member("orgUnitId", unit)
        json.member("deviceId", NCentralID.device(device.number))
        json.member("notificationState", Self.state(alert))
        json.member("serviceId", 400 + (Alert.Kind.allCases.firstIndex(of: alert.kind) ?? 0))
        json.member("serviceName", Self.service(alert.kind))
        json.member("serviceType", Self.type(alert.kind))
        json.member("taskId", NCentralID.task(alert.number))
        json.member("serviceItemId", 36_000 + alert.number)
        json.member("_extra", object: { extra(alert, device, to: &$0) })
    }

    private func extra(_ alert: Alert, _ device: Device, to json: inout JSONWriter) {
        json.member("deviceName", device.inNCentral.longName)
        json.member("transitionTime", NCentralTime.utc(alert.raisedAt))
        json.member("numberOfActiveNotification", 1)
        json.member("numberOfAcknowledgedNotification", nil as Int?)
        json.member("acknowledgedBy", "")
        json.member("psaTicketDetails", "")
        json.member("taskIdent", alert.kind == .diskSpace ? "C:" : "")
        json.member(
            "customerTree",
            array: { json in
                for name in ["System", NCentralOrganisation.serviceName] { json.value(name) }
                json.value(fleet.organization(device.organization)?.name)
            })
        json.member("soCustomerID", NCentralID.serviceOrganisation)
        json.member("probe", device.inNCentral.isProbe)
        json.member("licenseMode", "Professional")
        json.member("mspBackupEnabled", !device.backups.isEmpty)
        json.member("deviceClassValue", nil as String?)
        json.member("deviceClassLabel", nil as String?)
    }

    /// The monitor that raised it, with the words for people.
    static func task(_ alert: Alert, to json: inout JSONWriter) {
        let state = words[state(alert)] ?? "NO_STATE"
        json.member("scanTime", NCentralTime.local(alert.raisedAt) + ".55")
        json.member("state", state)
        json.member("errorMessage", alert.number % 2 == 0 ? alert.message : "")
        json.member(
            "serviceDetails",
            array: { json in
                json.object { json in
                    json.member("scanDetailId", 1)
                    json.member("detailName", "Result")
                    json.member("description", "")
                    json.member("detailValue", alert.message)
                    json.member("state", state)
                    json.member("monitoringType", "TEXT")
                    json.member("thresholds", array: { _ in })
                }
            })
    }

    /// 1 no data, 2 stale, 3 normal, 4 warning, 5 failed, 6 misconfigured, 7 disconnected, 8 disabled.
    static func state(_ alert: Alert) -> Int {
        if alert.kind == .offline { return 7 }
        return switch alert.severity {
        case .critical, .major: 5
        case .moderate: 4
        case .minor: 6
        case .none: alert.number % 2 == 0 ? 1 : 2
        }
    }

    private static let words = [
        1: "NO_DATA", 2: "STALE", 4: "WARNING", 5: "FAILED", 6: "MISCONFIGURED", 7: "DISCONNECTED",
    ]

    static func service(_ kind: Alert.Kind) -> String {
        switch kind {
        case .offline: "Connectivity"
        case .cpu: "CPU"
        case .memory: "Memory"
        case .diskSpace: "Disk"
        case .service: "Services"
        case .script: "Nightly check"
        case .antivirus: "AV Status"
        case .backup: "Backup Status"
        }
    }

    static func type(_ kind: Alert.Kind) -> String { kind == .script || kind == .antivirus ? "AMP" : "Local Agent" }
}
