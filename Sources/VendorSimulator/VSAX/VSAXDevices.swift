import Inventory

/// Devices as the thin list and the detail have them.
enum VSAXDevices {
    static let list = VSAXList<Device>(
        things: { $0.fleet.devices }, number: { $0.number },
        fields: [
            "Identifier": { one, _ in .text(one.uid) }, "Name": { one, _ in .text(name(one)) },
            "SiteId": { one, _ in one.site.map { .number(VSAXID.site($0)) } ?? .null },
            "OrganizationId": { one, _ in .number(VSAXID.organization(one.organization)) },
            "IsAgentInstalled": { one, _ in .flag(one.hasAgent) },
        ]
    ) { one, request, json in thin(one, request.fleet, to: &json) }

    /// The one name that the vendor shows.
    static func name(_ device: Device) -> String { device.displayName ?? device.hostname }

    /// No system, no state, no dates.
    static func thin(_ one: Device, _ fleet: Fleet, to json: inout JSONWriter) {
        let site = one.site.flatMap(fleet.site)
        json.member("Identifier", one.uid)
        json.member("Name", name(one))
        json.member("GroupId", one.site.map(VSAXID.group))
        json.member("GroupName", site.map(VSAXClients.group))
        json.member("SiteId", one.site.map(VSAXID.site))
        json.member("SiteName", site?.name)
        json.member("OrganizationId", VSAXID.organization(one.organization))
        json.member("OrganizationName", fleet.organization(one.organization)?.name)
        json.member("IsAgentInstalled", one.hasAgent)
        json.member("IsMdmEnrolled", false)
        json.member("HasCustomFields", VSAXCustomFields.hasAny(one))
    }

    static func detail(_ one: Device, _ request: VSAXRequest) -> VendorAnswer {
        let readings = request.fleet.readings(of: one)
        return .vsaxOne { json in
            thin(one, request.fleet, to: &json)
            json.member("Description", one.hasAgent ? one.system?.name : "\(one.manufacturer ?? "") \(one.model ?? "")")
            json.member("Uptime", readings.isOnline ? "Online 23d 4h 12m" : "Offline since 63 days ago")
            json.member("IsOnline", readings.isOnline)
            json.member("ComputerType", VSAXAssets.type(one) ?? "")
            json.member("InMaintenance", false)
            json.member("ExternalIpAddress", one.publicAddress)
            json.member("ClientVersion", one.agentVersion)
            let alerts = request.fleet.alerts.filter { $0.device == one.number }
            for (key, word) in counters {
                json.member(key, alerts.count { VSAXNotifications.priority($0.severity) == word })
            }
            VSAXAddresses.local(one, to: &json)
        }
    }

    private static let counters: [(StaticString, String)] = [
        ("CriticalNotifications", "critical"), ("ElevatedNotifications", "elevated"), ("NormalNotifications", "normal"),
        ("LowNotifications", "low"),
    ]

    /// The managed antivirus; 404 where there is none.
    static func antivirus(_ one: Device) -> VendorAnswer {
        guard let state = managedAntivirus(one) else { return VSAXError.notFound }
        return .vsaxOne { json in
            json.member("ProtectionStatus", state == .disabled ? "inactive" : "active")
            json.member("DefinitionsStatus", state == .outdated ? "out_of_date" : "up_to_date")
            json.member("ScanStatus", "idle")
            json.member("UpdateStatus", "idle")
            json.member("AgentStatus", array: { $0.value("installed") })
            json.member("Policy", "Default antivirus policy")
        }
    }

    /// Two in three machines with an antivirus have the vendor's own.
    static func managedAntivirus(_ one: Device) -> Antivirus.State? {
        one.number % 3 == 0 ? nil : one.antivirus.first?.state
    }
}
