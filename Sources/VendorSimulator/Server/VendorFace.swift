public import Inventory

/// What a vendor should become in the warehouse: entity, external id, column, value.
/// A column that is not stated is not certain from the vendor's documents; see the vendor's notes.
public typealias Truth = [String: [String: [String: Value]]]

/// One vendor's wire format over one tenant's fleet. It keeps what the vendor would keep itself (tokens, cursors).
public protocol VendorFace: Sendable {
    /// As on the command line (`ninjaone`).
    static var vendor: String { get }
    init(identity: VendorIdentity)
    /// What `connection create --credentials` takes.
    var credentials: [String: String] { get }
    /// The connection's settings that fit the simulated account, such as what a custom field is called there.
    static var settings: [String: String] { get }
    /// Answers a call as the vendor would.
    func answer(_ call: VendorCall) async -> VendorAnswer
    /// How the vendor words a failure that the server was told to bring about.
    func answer(to failure: Failure) -> VendorAnswer
    /// No token that was given out is valid any more.
    func expireTokens()
    /// The credentials are not valid any more, until ``restoreCredentials()``.
    func revokeCredentials()
    func restoreCredentials()
    /// The rows that the vendor's connector should bring into the warehouse.
    static func truth(of fleet: Fleet) -> Truth
}

/// Whose account it is.
public struct VendorIdentity: Sendable, Hashable {
    public let tenant: String
    public let seed: UInt64
}

/// A failure whose wording is the vendor's.
public enum Failure: Sendable, Hashable {
    case throttled(status: Int)
    case server(status: Int)
    case inBody
    case forbidden
}

extension VendorFace {
    public static var settings: [String: String] { [:] }
    public func expireTokens() {}
}

/// The vendors that can be simulated.
public enum VendorFaces {
    public static let all: [any VendorFace.Type] = [
        NinjaOneFace.self,
        DattoRMMFace.self,
        NSightFace.self,
        NCentralFace.self,
        VSAXFace.self,
        AsioFace.self,
        AutomateFace.self,
        ConnectWisePSAFace.self,
        ServiceNowFace.self,
        BMSFace.self,
        HaloFace.self,
        AutotaskFace.self,
    ]

    public static func named(_ vendor: String) -> (any VendorFace.Type)? { all.first { $0.vendor == vendor } }
}

extension Fleet {
    /// What a vendor should become in the warehouse; nil for one that is not simulated.
    public func truth(vendor: String) -> Truth? { VendorFaces.named(vendor)?.truth(of: self) }
}
