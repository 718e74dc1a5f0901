/// A service: what it cannot do without, and what answers it. A parameter that it does not know is ignored.
struct NSightService: Sendable {
    let required: [String]
    let answer: @Sendable (NSightRequest) -> VendorAnswer

    init(_ required: String..., answer: @escaping @Sendable (NSightRequest) -> VendorAnswer) {
        self.required = required
        self.answer = answer
    }

    static func named(_ name: String) -> NSightService? { all[name] }

    private static let all: [String: NSightService] = [
        "list_clients": NSightService { NSightClients.clients($0) },
        "list_sites": NSightService("clientid") { NSightClients.sites($0) },
        "list_devices_at_client": NSightService("clientid", "devicetype") { NSightRoster.answer($0) },
        "list_servers": NSightService("siteid") { NSightDevices.servers($0) },
        "list_workstations": NSightService("siteid") { NSightDevices.workstations($0) },
        "list_device_asset_details": NSightService("deviceid") { NSightAssets.answer($0) },
        "patch_list_all": NSightService("deviceid") { NSightPatches.answer($0) },
        "list_mob_sessions": NSightService("deviceid") { NSightSessions.answer($0) },
        "list_checks": NSightService("deviceid") { NSightChecks.answer($0) },
        "list_failing_checks": NSightService { NSightFailures.answer($0) },
        "list_outages": NSightService("deviceid") { NSightOutages.answer($0) },
    ]
}
