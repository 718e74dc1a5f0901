public import Foundation

/// A device as the RMM shows it.
public struct WorldDevice: Sendable {
    public let uid: String
    public let serial: String
    public let hostname: String
}

/// A configuration item as the PSA shows it.
public struct WorldConfiguration: Sendable {
    public let serial: String
    public let name: String
    /// The RMM's id of the device, where the PSA stores it.
    public let deviceUID: String?
}

public struct WorldAddress: Sendable {
    public let street: String
    public let city: String
    public let postalCode: String
}

public struct WorldCompany: Sendable {
    public let id: UUID
    public let externalID: String
    public var name: String
    public var website: String?
    public var phone: String?
    public var address: WorldAddress?
    public var configurations: [WorldConfiguration] = []
    /// What makes it hard, in a word.
    public var trait = "plain"
    /// The bare name, the town and the domain of the real thing behind it.
    let real: RealCompany
}

public struct WorldOrganization: Sendable {
    public let id: UUID
    public var name: String
    public var domain: String?
    public var phone: String?
    public var address: WorldAddress?
    public var devices: [WorldDevice] = []
    public var psaCompanyID: String?
    /// The company that it really is; nil where the PSA has none.
    public var company: UUID?
    public var trait: String
    /// Whether anything beside the name tells its company from all others.
    public var hasEvidence = false
    /// Whether anybody could tell: not where the company has another name altogether and nothing else in common.
    public var isKnowable = true
}

/// The thing itself, which both sides write down in their own way.
struct RealCompany: Sendable {
    var name: String
    var domain: String
    var address: WorldAddress
    var phone: String
    /// Several companies of one owner have one domain.
    var sharesDomain = false
}
