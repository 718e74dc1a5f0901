public import Foundation
public import Inventory

/// Who asks, as far as an API key says: a tenant, what is permitted, and the companies that the key is limited to.
public struct Caller: Sendable, Hashable {
    public let tenantID: UUID
    public let tenantSlug: String
    public let keyID: UUID
    public let keyName: String
    /// Groups that are not named are disabled.
    public let permissions: [PermissionGroup: Level]
    /// The companies that the key sees; nil: all of the tenant's.
    public let companyIDs: [UUID]?
    public let isTest: Bool
    /// Whether the key is the platform's, and the tenant the one that the call names.
    public let isPlatform: Bool

    public init(
        tenantID: UUID, tenantSlug: String, keyID: UUID, keyName: String, permissions: [PermissionGroup: Level],
        companyIDs: [UUID]? = nil, isTest: Bool = false, isPlatform: Bool = false
    ) {
        self.tenantID = tenantID
        self.tenantSlug = tenantSlug
        self.keyID = keyID
        self.keyName = keyName
        self.permissions = permissions
        self.companyIDs = companyIDs
        self.isTest = isTest
        self.isPlatform = isPlatform
    }

    /// Who that is, in the audit trail.
    public var actor: String { "\(isPlatform ? "platform" : "key"):\(keyName)" }

    /// Whether the key has the group at this level or above.
    public func may(_ group: PermissionGroup, _ level: Level = .readOnly) -> Bool {
        permissions[group, default: .disabled] >= level
    }
}
