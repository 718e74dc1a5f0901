/// The vendor's ids: a GUID and a whole number for the same thing, and not all endpoints speak of the same.
enum DattoRMMID {
    static func device(_ number: Int) -> Int { number + 500_000 }
    static func site(_ organization: Int) -> Int { organization + 100 }
    static func siteUID(_ fleet: Fleet, _ organization: Int) -> String {
        Identifiers.uuid(fleet.seed, .organization, organization, 9)
    }
    static func account(_ fleet: Fleet) -> String { Identifiers.uuid(fleet.seed, .organization, 0, 9) }

    /// The site that the system itself keeps for what was deleted: its uid is no GUID.
    static let deletedSite = "DELETED_DEVICES"
    static let deletedSiteName = "Deleted Devices"

    /// The PSA's id of a site's company, a number in a text.
    static func autotask(_ company: Int) -> String { String(company + 29_600) }
}
