public import Foundation

/// What is known of an RMM organisation or of a PSA company, folded for comparing.
public struct Party: Sendable {
    public let id: UUID
    /// The connection that shows it.
    public let connection: UUID
    public let name: FoldedName
    /// As ``Domains/folded(_:)`` gives them.
    public let domains: Set<String>
    /// As ``Phones/folded(_:)`` gives them.
    public let phones: Set<String>
    public let places: Set<Place>
    /// How many serial numbers it has, of devices or of configurations.
    public let serials: Int
    let likeness: NameLikeness

    public init(
        id: UUID, connection: UUID, name: String?, domains: Set<String> = [], phones: Set<String> = [],
        places: Set<Place> = [], serials: Int = 0
    ) {
        self.init(
            id: id, connection: connection, folded: FoldedName(name ?? ""), domains: domains, phones: phones,
            places: places, serials: serials)
    }

    init(
        id: UUID, connection: UUID, folded name: FoldedName, domains: Set<String>, phones: Set<String>,
        places: Set<Place>, serials: Int
    ) {
        self.id = id
        self.connection = connection
        self.name = name
        (self.domains, self.phones, self.places, self.serials) = (domains, phones, places, serials)
        likeness = NameLikeness(self.name)
    }
}

/// What an organisation's devices and a company's configurations have in common. Only what one company alone has counts,
/// and of each RMM one organisation alone.
public struct SharedDevices: Sendable, Hashable {
    /// Configurations that name a device by the RMM's id.
    public var linked: Int
    public var serials: Int
    public var hostnames: Int

    public init(linked: Int = 0, serials: Int = 0, hostnames: Int = 0) {
        (self.linked, self.serials, self.hostnames) = (linked, serials, hostnames)
    }

    public static func + (a: SharedDevices, b: SharedDevices) -> SharedDevices {
        SharedDevices(linked: a.linked + b.linked, serials: a.serials + b.serials, hostnames: a.hostnames + b.hostnames)
    }
}

/// An organisation and a company that may be one.
public struct PairKey: Sendable, Hashable {
    public let organization: UUID
    public let company: UUID

    public init(organization: UUID, company: UUID) { (self.organization, self.company) = (organization, company) }
}
