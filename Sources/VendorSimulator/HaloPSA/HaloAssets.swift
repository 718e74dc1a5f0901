import Inventory

/// Assets: a few members that all have, and for the rest fields that each tenant defines for its types.
enum HaloAssets {
    static let endpoints: [String: HaloEndpoint.Answer] = ["asset": list, "asset/{id}": one]

    @Sendable private static func list(_ request: HaloRequest) -> VendorAnswer {
        let search = request.parameter("search")?.lowercased()
        let client = request.number("client_id")
        let rows = request.fleet.configurations.filter { asset in
            request.admits(isActive: asset.isActive) && request.admits(changedAt: asset.updatedAt)
                && (client == nil || client == HaloID.client(asset.company))
                && search.map { asset.name.lowercased().contains($0) } ?? true
        }
        return HaloList(request: request, key: "assets").answer(rows, number: \.number) { asset, json in
            write(asset, hasFields: request.asks("includeassetfields"), request.fleet, &json)
        }
    }

    @Sendable private static func one(_ request: HaloRequest) -> VendorAnswer {
        let asset = request.id.flatMap { request.fleet.configuration($0 - HaloID.asset(0)) }
        return request.one(asset, number: \.number) { asset, json in
            write(asset, hasFields: true, request.fleet, &json)
            json.member("commissioned", 1)
            json.member("commissiondate", day: asset.installedOn, asset.number)
            json.member("last_modified", time: asset.updatedAt, asset.number)
            json.member("teamviewerpassword", "tv-s3cret")
            json.member("notes", "admin / s3cret-note")
            json.member(
                "users",
                array: { json in
                    guard let person = contact(asset, request.fleet) else { return }
                    json.object {
                        $0.member("id", HaloID.user(person.number))
                        $0.member("name", person.fullName)
                    }
                })
        }
    }

    /// The assigned person, where the PSA knows it.
    static func contact(_ asset: Configuration, _ fleet: Fleet) -> Person? {
        asset.contact.flatMap(fleet.person).flatMap { $0.company == nil ? nil : $0 }
    }

    private static func write(
        _ asset: Configuration, hasFields: Bool, _ fleet: Fleet, _ json: inout JSONWriter
    ) {
        let site = asset.site.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0 }
        json.member("id", HaloID.asset(asset.number))
        json.member("inventory_number", asset.name)
        json.member("key_field", asset.name)
        json.member("key_field2", contact(asset, fleet)?.fullName ?? "")
        json.member("client_id", HaloID.client(asset.company))
        json.member("client_name", fleet.company(asset.company)?.name)
        json.member("site_id", site.map { HaloID.site($0.number) } ?? 0)
        json.member("site_name", site?.name ?? "")
        json.member("assettype_id", HaloSetup.assetType(asset.kind))
        json.member("assettype_name", asset.kind)
        json.member("status_id", asset.isActive ? 1 : 2)
        json.member("status_name", asset.status)
        json.member("inactive", !asset.isActive)
        json.member("device_number", asset.number % 7)
        json.member("warranty_end", day: asset.warrantyEndsOn, asset.number)
        json.member("supplier_purchasedate", day: asset.purchasedOn, asset.number + 1)
        writeLinks(asset, &json)
        json.member("teamviewerid", "1 234 567")
        guard hasFields else { return }
        json.member(
            "fields",
            array: { json in
                json.field("Serial Number", asset.serial, 52)
                json.field("Manufacturer", asset.manufacturer, 53)
                json.field("Model", asset.model, 51)
                json.field("BIOS Password", "s3cret-\(asset.number)", 60)
            })
    }

    /// What ties an asset to an RMM's device; 0, null and an empty text mean none.
    private static func writeLinks(_ asset: Configuration, _ json: inout JSONWriter) {
        let device = asset.isLinked ? asset.device : nil
        json.member("ninjarmm_id", device.map(NinjaOneID.device) ?? 0)
        json.member("datto_id", asset.number % 2 == 0 ? nil : "")
        json.member("automate_id", 0)
        json.member("nable_id", "")
    }
}

extension JSONWriter {
    /// An asset's field; its value may be of any type.
    fileprivate mutating func field(_ name: String, _ value: String?, _ id: Int) {
        object {
            $0.member("id", id)
            $0.member("name", name)
            if let value, let number = Int(value) { $0.member("value", number) } else { $0.member("value", value) }
            $0.member("display", value ?? "")
        }
    }
}
