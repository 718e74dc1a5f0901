/// Sites, which are the customers, and the one that the system keeps for what was deleted.
enum DattoRMMSites {
    static let endpoints = [
        DattoRMMEndpoint("account/sites", DattoRMMEndpoint.paging.union(["siteName"])) { request, _ in
            let wanted = request.call.parameter("siteName")?.lowercased()
            let counts = counts(request.fleet)
            let sites = all(request.fleet).filter { site in
                wanted.map { site.name.lowercased().contains($0) } ?? true
            }
            return DattoRMMList(request, "sites").page(sites, number: \.number) {
                write($0, request.fleet, counts, to: &$1)
            }
        },
        DattoRMMEndpoint("site/{}") { request, uid in
            guard let site = all(request.fleet).first(where: { $0.uid == uid }) else { return request.refused(404) }
            return .json { $0.object { write(site, request.fleet, counts(request.fleet), to: &$0) } }
        },
    ]

    struct Site {
        let uid: String
        let number: Int
        let name: String
        /// nil: the system's own.
        let organization: Organization?
    }

    static func all(_ fleet: Fleet) -> [Site] {
        let own = Site(
            uid: DattoRMMID.deletedSite, number: 0, name: DattoRMMID.deletedSiteName, organization: nil)
        return [own]
            + fleet.organizations.map {
                Site(uid: DattoRMMID.siteUID(fleet, $0.number), number: $0.number, name: $0.name, organization: $0)
            }
    }

    /// Devices, and those that are on, of each organisation.
    private static func counts(_ fleet: Fleet) -> [Int: (all: Int, on: Int)] {
        var counts: [Int: (all: Int, on: Int)] = [:]
        for device in fleet.devices {
            counts[device.organization, default: (0, 0)].all += 1
            if device.offlineSince == nil { counts[device.organization, default: (0, 0)].on += 1 }
        }
        counts[0] = (DattoRMMGone.all(fleet).count { $0.isInDeletedSite }, 0)
        return counts
    }

    private static func write(
        _ site: Site, _ fleet: Fleet, _ counts: [Int: (all: Int, on: Int)], to json: inout JSONWriter
    ) {
        let count = counts[site.number] ?? (0, 0)
        json.member("id", DattoRMMID.site(site.number))
        json.member("uid", site.uid)
        json.member("accountUid", DattoRMMID.account(fleet))
        json.member("name", site.name)
        json.member("description", site.organization?.details)
        json.member("notes", site.number % 9 == 4 ? "Call before noon." : nil)
        json.member("onDemand", false)
        json.member("splashtopAutoInstall", site.number % 2 == 0)
        if site.number % 5 == 1 { proxy(&json) } else { json.member("proxySettings", nil as String?) }
        json.member(
            "devicesStatus",
            object: {
                $0.member("numberOfDevices", count.all)
                $0.member("numberOfOnlineDevices", count.on)
                $0.member("numberOfOfflineDevices", count.all - count.on)
            })
        json.member("autotaskCompanyName", site.organization?.company.map { _ in site.name })
        json.member("autotaskCompanyId", site.organization?.company.map(DattoRMMID.autotask))
        json.member("portalUrl", "https://vidal.rmm.datto.com/site/\(DattoRMMID.site(site.number))")
    }

    /// Someone's password among the settings.
    private static func proxy(_ json: inout JSONWriter) {
        json.member(
            "proxySettings",
            object: {
                $0.member("host", "proxy.example")
                $0.member("password", "simulated-proxy-password")
                $0.member("port", 3128)
                $0.member("type", "http")
                $0.member("username", "proxy")
            })
    }
}
