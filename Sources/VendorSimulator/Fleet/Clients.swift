public import Inventory

/// A postal address.
public struct Address: Sendable, Hashable {
    public var line1: String
    public var line2: String?
    public var city: String
    public var region: String
    public var postalCode: String
    public var country: String
}

/// A client as the PSA knows it.
public struct Company: Numbered, Hashable {
    public let number: Int
    public var name: String
    /// The short name, unique ("Contoso").
    public var identifier: String
    public var kind: Kind
    public var isActive: Bool
    public var website: String?
    public var phone: String?
    public var address: Address
    public var parent: Int?
    /// The number of the member who looks after it.
    public var accountManager: Int?
    public var domain: String
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Kind: String, Sendable, Hashable, CaseIterable { case customer, prospect, former, vendor, partner }
}

/// A client, or a part of one, as the RMM knows it.
public struct Organization: Numbered, Hashable {
    public let number: Int
    public var name: String
    public var details: String?
    /// The PSA's company that this is; some have none.
    public var company: Int?
    public var approval: Approval
    public var domain: String
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Approval: String, Sendable, Hashable { case automatic, manual, reject }
}

/// A place; the RMM knows it if it has an organisation, the PSA if it has a company.
public struct Site: Numbered, Hashable {
    public let number: Int
    public var organization: Int?
    public var company: Int?
    public var name: String
    public var address: Address
    public var phone: String?
    public var isPrimary: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
}

/// Somebody at a client.
public struct Person: Numbered, Hashable {
    public let number: Int
    public let uid: String
    public var company: Int?
    public var organization: Int?
    public var site: Int?
    public var firstName: String
    public var lastName: String
    public var email: String?
    public var phone: String?
    public var jobTitle: String?
    /// As the machine knows the person ("j.doe").
    public var login: String
    public var isActive: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
}
