import Inventory

/// A device that was deleted: some are listed for a while with a flag, some in the system's own site, some not at all.
struct DattoRMMGone {
    let number: Int
    let uid: String
    var isInDeletedSite: Bool { number % 3 == 1 }

    /// Those that the lists still show.
    static func all(_ fleet: Fleet) -> [DattoRMMGone] {
        fleet.deleted.compactMap { tombstone in
            guard tombstone.kind == .device, let uid = tombstone.uid, tombstone.number % 3 != 2 else { return nil }
            return DattoRMMGone(number: tombstone.number, uid: uid)
        }
    }

    func write(_ fleet: Fleet, to json: inout JSONWriter) {
        json.member("id", DattoRMMID.device(number))
        json.member("uid", uid)
        json.member("siteId", isInDeletedSite ? DattoRMMID.site(0) : DattoRMMID.site(1))
        json.member("siteUid", isInDeletedSite ? DattoRMMID.deletedSite : DattoRMMID.siteUID(fleet, 1))
        json.member("siteName", isInDeletedSite ? DattoRMMID.deletedSiteName : "")
        json.member("hostname", "GONE-\(number)")
        json.member("deviceClass", "device")
        json.member("online", false)
        json.member("deleted", !isInDeletedSite)
        json.member("lastSeen", DattoRMMTime.none)
        json.member("patchManagement", nil as String?)
        json.member("antivirus", nil as String?)
    }
}
