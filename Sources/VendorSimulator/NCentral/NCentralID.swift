/// The vendor's ids: org units of all levels count together, devices and tasks by themselves.
enum NCentralID {
    static let system = 1
    static let serviceOrganisation = 50

    static func customer(_ number: Int) -> Int { number + 100 }
    static func site(_ number: Int) -> Int { number + 200_000 }
    static func device(_ number: Int) -> Int { number + 1_299_000_000 }
    static func task(_ alert: Int) -> Int { alert + 2_000_000_000 }

    static func customerNumber(_ id: Int) -> Int { id - 100 }
    static func siteNumber(_ id: Int) -> Int { id - 200_000 }
    static func deviceNumber(_ id: Int) -> Int { id - 1_299_000_000 }
    static func alertNumber(_ id: Int) -> Int { id - 2_000_000_000 }
}
