import Inventory

/// Hardware assets: a list that tells little and has no total, and each by itself.
enum BMSAssets {
    static let endpoints = [
        BMSEndpoint(
            "servicedesk/hardwareasset/searchselect",
            BMSEndpoint.list(
                "categoryids", "assetname", "machinegroupid", "locationname", "serialnumber", "description",
                "ipaddress", "accountid", "contactid", "contactname", "excludedid", "isactive")
        ) { request in
            let rows = request.fleet.configurations.filter { request.takes(isActive: $0.isActive) }
            return BMSList(request, hasTotal: false).page(rows, number: \.number) { write($0, request.fleet, to: &$1) }
        },
        BMSEndpoint("servicedesk/hardwareasset/{}") { request in
            guard let number = request.ids.last.map({ $0 - BMSID.asset(0) }),
                let asset = request.fleet.configuration(number)
            else { return BMSAnswer.failure(404, "Hardware asset was not found") }
            return BMSAnswer.result { $0.object { detail(asset, request.fleet, to: &$0) } }
        },
    ]

    private static let categories = ["Managed Server", "Managed Workstation", "Printer", "Network Device"]

    private static func category(_ asset: Configuration) -> Int { (categories.firstIndex(of: asset.kind) ?? 4) + 1 }

    private static func contact(_ asset: Configuration, _ fleet: Fleet) -> Person? {
        asset.contact.flatMap(fleet.person).flatMap { $0.company == nil ? nil : $0 }
    }

    private static func address(_ asset: Configuration, _ fleet: Fleet) -> String? {
        asset.device.flatMap(fleet.device)?.interfaces.first?.addresses.first
    }

    /// No contact is 0 here, since the member is no null's.
    private static func write(_ asset: Configuration, _ fleet: Fleet, to json: inout JSONWriter) {
        let contact = contact(asset, fleet)
        json.member("id", BMSID.asset(asset.number))
        json.member("categoryName", asset.kind)
        json.member("categoryId", category(asset))
        json.member("locationName", site(asset, fleet)?.name)
        json.member("assetName", asset.name)
        json.member("serialNumber", asset.serial)
        json.member("machineGroupId", "root.\(asset.company)")
        json.member("ipAddress", address(asset, fleet))
        json.member("contactId", contact.map { BMSID.contact($0.number) } ?? 0)
        json.member("contactName", contact?.fullName)
        json.member("accountId", BMSID.account(asset.company))
        json.member("accountName", fleet.company(asset.company)?.name)
        json.member("isActive", asset.isActive)
    }

    private static func site(_ asset: Configuration, _ fleet: Fleet) -> Site? {
        asset.site.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0 }
    }

    /// The same thing by other names; who made and changed it by name and not by number.
    private static func detail(_ asset: Configuration, _ fleet: Fleet, to json: inout JSONWriter) {
        let contact = contact(asset, fleet)
        json.member("id", BMSID.asset(asset.number))
        json.member("name", asset.name)
        json.member("accountId", BMSID.account(asset.company))
        json.member("accountName", fleet.company(asset.company)?.name)
        json.member("accountLocationId", site(asset, fleet).map { BMSID.location($0.number) })
        json.member("accountLocation", site(asset, fleet)?.name)
        json.member("contactId", contact.map { BMSID.contact($0.number) })
        json.member("contactFirstName", contact?.firstName)
        json.member("contactLastName", contact?.lastName)
        json.member("categoryId", category(asset))
        json.member("category", asset.kind)
        json.member("serialNumber", asset.serial)
        json.member("stateId", 1)
        json.member("state", asset.status)
        json.member("description", "The local administrator's password is simulated-local-password")
        json.member("webRemoteUrl", "https://remote.example/?token=simulated-remote-token")
        json.member("isActive", asset.isActive)
        json.member("modelNumber", asset.model)
        json.member("machineGroupId", "root.\(asset.company)")
        json.member("ipAddress", address(asset, fleet))
        json.member("manufacturer", asset.manufacturer)
        json.member("maxMemorySize", "32")
        machine(asset, fleet, to: &json)
        json.member("acquisitionDate", midnight: asset.purchasedOn)
        json.member("warrantyExpirationDate", asset.warrantyEndsOn.map(BMSTime.midnight) ?? "0001-01-01T00:00:00")
        json.member("createdBy", "A. Tech")
        json.member("createdById", BMSID.user(1))
        json.member("createdOn", local: asset.createdAt)
        json.member("modifiedOn", local: asset.updatedAt)
        json.member("agentId", asset.agentID(fleet) ?? (asset.number % 2 == 0 ? "" : nil))
    }

    /// What moves at every check-in.
    private static func machine(_ asset: Configuration, _ fleet: Fleet, to json: inout JSONWriter) {
        guard let device = asset.device.flatMap(fleet.device) else { return }
        let readings = fleet.readings(of: device)
        json.member("osInfo", device.system?.name)
        json.member("currentUser", device.lastUser)
        json.member("lastCheckIn", local: readings.lastContact)
        json.member("lastReboot", local: device.bootedAt)
        json.member(
            "diskVolumes",
            array: { json in
                for (volume, free) in zip(device.volumes, readings.freeBytes) {
                    json.object {
                        $0.member("drive", volume.name)
                        $0.member("totalMBytes", volume.capacityBytes >> 20)
                        $0.member("freeMBytes", free >> 20)
                    }
                }
            })
    }
}
