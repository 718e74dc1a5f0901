import Inventory

/// Notifications: in the global list without their device and with a time in epoch seconds, by themselves with both
/// and a time in ISO 8601. One that is cleared is not there any more.
enum VSAXNotifications {
    static let global = list(isGlobal: true) { $0.fleet.alerts }

    static func ofDevice(_ device: Device) -> VSAXList<Alert> {
        list(isGlobal: false) { request in request.fleet.alerts.filter { $0.device == device.number } }
    }

    private static func list(
        isGlobal: Bool, _ things: @escaping @Sendable (VSAXRequest) -> [Alert]
    ) -> VSAXList<Alert> {
        VSAXList<Alert>(
            things: things, number: { $0.number },
            fields: [
                "Id": { one, _ in .number(VSAXID.notification(one.number)) },
                "Message": { one, _ in .text(one.message) },
                "DateTime": { one, _ in .number(VSAXTime.epoch(one.raisedAt)) },
                "Priority": { one, _ in .text(priority(one.severity)) },
            ]
        ) { one, _, json in members(one, isGlobal: isGlobal, to: &json) }
    }

    static func one(_ alert: Alert, _ fleet: Fleet) -> VendorAnswer {
        .vsaxOne { json in
            json.member("ComputerIdentifier", alert.device.flatMap(fleet.device)?.uid)
            json.member("Read", alert.number.isMultiple(of: 3))
            members(alert, isGlobal: false, to: &json)
        }
    }

    private static func members(_ alert: Alert, isGlobal: Bool, to json: inout JSONWriter) {
        json.member("Id", VSAXID.notification(alert.number))
        json.member("Message", alert.message)
        if isGlobal {
            json.member("DateTime", VSAXTime.epoch(alert.raisedAt))
        } else {
            json.member("DateTime", TimeText.iso(alert.raisedAt))
        }
        json.member("Priority", priority(alert.severity))
    }

    static func priority(_ severity: Alert.Severity) -> String {
        switch severity {
        case .critical: "critical"
        case .major: "elevated"
        case .moderate: "normal"
        case .minor, .none: "low"
        }
    }
}
