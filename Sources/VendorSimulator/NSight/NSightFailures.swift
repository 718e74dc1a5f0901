import Inventory

/// What is failing now, by client, site and device. Without a client it takes longer than anybody waits.
enum NSightFailures {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        let everywhere = request.call.parameter("clientid") == nil
        guard !everywhere || request.fleet.devices.count < 500 else {
            return VendorAnswer(status: 504, body: Array("<html><body>504 Gateway Time-out</body></html>".utf8))
        }
        guard everywhere || request.client != nil else { return request.invalid("clientid") }
        let clients = request.client.map { [$0] } ?? request.fleet.organizations
        let alerts = Dictionary(grouping: request.fleet.alerts) { $0.device ?? 0 }
        return .nSight(request.call) { xml in
            xml.element("items") { xml in
                for client in clients where !request.call.disturbance.has(.emptyLists) {
                    write(client, alerts, request, to: &xml)
                }
            }
        }
    }

    private static func write(
        _ client: Organization, _ alerts: [Int: [Alert]], _ request: NSightRequest, to xml: inout XMLWriter
    ) {
        let failing = alerts.keys.sorted().compactMap { request.fleet.device($0) }.filter { device in
            device.organization == client.number && device.hasAgent && NSightKind(device) != nil
        }
        if failing.isEmpty { return }
        xml.element("client") { xml in
            xml.words("name", client.name)
            xml.number("clientid", NSightID.client(client.number))
            for (site, devices) in Dictionary(grouping: failing, by: { $0.site ?? 0 }).sorted(by: { $0.key < $1.key }) {
                xml.element("site") { xml in
                    xml.words("name", request.fleet.site(site)?.name)
                    for isServer in [true, false] {
                        let here = devices.filter { ($0.kind == .server) == isServer }
                        if here.isEmpty { continue }
                        xml.element(isServer ? "servers" : "workstations") { xml in
                            for device in here { write(device, alerts[device.number] ?? [], request, to: &xml) }
                        }
                    }
                }
            }
        }
    }

    private static func write(
        _ device: Device, _ alerts: [Alert], _ request: NSightRequest, to xml: inout XMLWriter
    ) {
        let failures = NSightFailure.failures(of: device, alerts)
        xml.element(device.kind == .server ? "server" : "workstation") { xml in
            xml.number("id", NSightID.device(device.number))
            xml.words("name", device.hostname)
            xml.element("failed_checks") { xml in
                let checks = failures.filter { $0.check != nil }
                request.rows("check", checks, number: \.alert.number, to: &xml) { failure, xml in
                    guard let check = failure.check else { return }
                    xml.number("checkid", check.id)
                    xml.number("check_type", check.type)
                    xml.words("description", check.description)
                    xml.text("date", String(NSightTime.text(request.fleet.now).prefix(10)))
                    xml.text("time", String(NSightTime.text(request.fleet.now).suffix(8)))
                    xml.words("formatted_output", failure.alert.message)
                }
            }
            guard let silent = failures.first(where: { $0.check == nil }) else { return }
            xml.element(device.kind == .server ? "overdue" : "offline") { xml in
                xml.words("description", silent.alert.message)
                xml.text("startdate", String(NSightTime.text(silent.alert.raisedAt).prefix(10)))
                xml.text("starttime", String(NSightTime.text(silent.alert.raisedAt).suffix(8)))
            }
        }
    }
}

/// An alert of the fleet as the vendor sees it: a check that fails, or a device that is silent.
struct NSightFailure {
    let alert: Alert
    /// nil: the device itself.
    let check: NSightCheck?

    static func failures(of device: Device, _ alerts: [Alert]) -> [NSightFailure] {
        let own = alerts.filter { $0.device == device.number }
        let silent = own.filter { $0.kind == .offline }.min { $0.raisedAt < $1.raisedAt }
        let checks = own.filter { $0.kind != .offline }.map { NSightFailure(alert: $0, check: check($0)) }
        return checks + (silent.map { [NSightFailure(alert: $0, check: nil)] } ?? [])
    }

    private static func check(_ alert: Alert) -> NSightCheck {
        let type =
            switch alert.kind {
            case .backup: NSightCheck.backupType
            case .script: 1023
            case .antivirus: 1034
            default: 1010
            }
        return NSightCheck(
            id: NSightID.alertCheck(alert.number), description: "Check: \(alert.kind.rawValue)", type: type,
            frequency: type == 1010 ? 1 : 2, status: 1, ranAt: NSightTime.second(alert.updatedAt),
            output: alert.message)
    }
}

/// What was out of order on a device: what is open, and what closed in the last 61 days.
enum NSightOutages {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let device = request.device else { return request.invalid("deviceid") }
        let failures = NSightFailure.failures(of: device, request.fleet.alerts)
        return .nSight(request.call) { xml in
            for failure in failures {
                // The same check had failed before, and had passed since.
                write(failure, isOpen: false, failure.alert.raisedAt.plus(days: -9), to: &xml)
                write(failure, isOpen: true, failure.alert.raisedAt, to: &xml)
            }
        }
    }

    private static func write(_ failure: NSightFailure, isOpen: Bool, _ start: Timestamp, to xml: inout XMLWriter) {
        xml.element("outage") { xml in
            xml.number("outage_id", failure.alert.number * 2 + (isOpen ? 1 : 0))
            xml.text("reason", failure.check == nil ? "DEVICE_OVERDUE" : "CHECK_FAILURE")
            xml.text("state", isOpen ? "OPEN" : "CLOSED")
            xml.text("utc_start", NSightTime.text(start))
            xml.text("utc_end", isOpen ? "" : NSightTime.text(start.plus(hours: 5)))
            xml.number("check_id", failure.check?.id)
            xml.number("check_type", failure.check?.type)
            xml.words("check_description", failure.check?.description)
        }
    }
}
