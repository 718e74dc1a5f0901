/// The vendor's ids: whole numbers of their own count, and GUIDs for devices.
enum VSAXID {
    static func organization(_ number: Int) -> Int { number + 100 }
    static func site(_ number: Int) -> Int { number + 300 }
    /// Each site has one group.
    static func group(_ site: Int) -> Int { site + 4000 }
    static func notification(_ number: Int) -> Int { number + 90_000 }
    /// As the linked PSA has them.
    static func company(_ number: Int) -> Int { ConnectWisePSA.ID.company(number) }

    static func organizationNumber(_ id: Int) -> Int { id - 100 }
    static func siteNumber(_ id: Int) -> Int { id - 300 }
    static func groupNumber(_ id: Int) -> Int { id - 4000 }
    static func notificationNumber(_ id: Int) -> Int { id - 90_000 }
}
