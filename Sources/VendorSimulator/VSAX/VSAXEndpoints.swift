/// The paths below `/api/v3`.
enum VSAXEndpoints {
    static func answer(_ request: VSAXRequest) -> VendorAnswer {
        do throws(VSAXComplaint) {
            switch request.path.count {
            case 1: return try list(request.path[0], request)
            case 2: return try one(request.path[0], request.path[1], request)
            case 3: return try part(request.path[0], request.path[1], request.path[2], request)
            default: return VSAXError.notFound
            }
        } catch {
            return error.answer
        }
    }

    private static func list(_ name: String, _ request: VSAXRequest) throws(VSAXComplaint) -> VendorAnswer {
        switch name {
        case "environment": environment(request)
        case "organizations": try VSAXClients.organizations.answer(request)
        case "sites": try VSAXClients.sites.answer(request)
        case "groups": try VSAXClients.groups.answer(request)
        case "devices": try VSAXDevices.list.answer(request)
        case "assets": try VSAXAssets.list.answer(request)
        case "notifications": try VSAXNotifications.global.answer(request)
        // The vendor writes it in two ways.
        case "customFields", "customfields": try VSAXCustomFields.definitions.answer(request)
        default: VSAXError.notFound
        }
    }

    private static func one(
        _ name: String, _ id: String, _ request: VSAXRequest
    ) throws(VSAXComplaint) -> VendorAnswer {
        let (fleet, number) = (request.fleet, Int(id) ?? 0)
        switch name {
        case "devices": return device(id, request) { VSAXDevices.detail($0, request) }
        case "assets":
            return device(id, request) { one in
                guard VSAXAssets.isListed(one) else { return VSAXError.notFound }
                return .vsaxOne { VSAXAssets.write(one, fleet, to: &$0) }
            }
        case "organizations":
            guard let one = fleet.organization(VSAXID.organizationNumber(number)) else { return VSAXError.notFound }
            return .vsaxOne { VSAXClients.organization(one, to: &$0) }
        case "sites":
            guard let one = fleet.site(VSAXID.siteNumber(number)), one.organization != nil else {
                return VSAXError.notFound
            }
            return .vsaxOne { VSAXClients.site(one, fleet, to: &$0) }
        case "notifications":
            guard let alert = Fleet.find(VSAXID.notificationNumber(number), in: fleet.alerts) else {
                return VSAXError.notFound
            }
            if request.disturbance.fails(record: alert.number) { return crash }
            return VSAXNotifications.one(alert, fleet)
        default: return VSAXError.notFound
        }
    }

    private static func part(
        _ name: String, _ id: String, _ part: String, _ request: VSAXRequest
    ) throws(VSAXComplaint) -> VendorAnswer {
        switch (name, part.lowercased()) {
        case ("customFields", "usage"), ("customfields", "usage"):
            guard let list = VSAXCustomFields.usage(of: Int(id) ?? 0) else { return VSAXError.notFound }
            return try list.answer(request)
        case ("devices", "customfields"): return try VSAXCustomFields.list(of: id, context: "Device").answer(request)
        case ("organizations", "customfields"):
            return try VSAXCustomFields.list(of: id, context: "Organization").answer(request)
        case ("devices", "antivirus"): return device(id, request) { VSAXDevices.antivirus($0) }
        case ("devices", "notifications"):
            guard let one = request.fleet.devices.first(where: { $0.uid == id }) else { return VSAXError.notFound }
            return try VSAXNotifications.ofDevice(one).answer(request)
        default: return VSAXError.notFound
        }
    }

    private static func device(
        _ id: String, _ request: VSAXRequest, _ answer: (Device) -> VendorAnswer
    ) -> VendorAnswer {
        guard let one = request.fleet.devices.first(where: { $0.uid == id }) else { return VSAXError.notFound }
        return request.disturbance.fails(record: one.number) ? crash : answer(one)
    }

    private static let crash = VSAXError.failure("Internal server error", status: 500)

    private static func environment(_ request: VSAXRequest) -> VendorAnswer {
        .vsaxOne { json in
            json.member("ProductVersion", "10.17.0 build 4800 release 353, US")
            json.member("CustomerId", "sim.vsax.net")
            json.member("CustomerName", "Simulated MSP")
            json.member("ServerType", "SaaS")
            json.member("Language", "en")
            json.object("License") { json in
                json.object("Devices") { json in
                    json.member("TotalInUse", request.fleet.devices.count)
                    json.member("Limit", 10_000)
                }
                json.member("ExpirationDate", "2027-01-01T00:00:00")
            }
        }
    }
}
