public import Inventory

/// A vendor's system, as the command line and the database name it, with what a connection to it needs.
public struct Vendor: Sendable, Hashable {
    /// `ninjaone`
    public let id: String
    /// `NinjaOne`
    public let name: String
    public let side: Side
    /// The fields of the credentials object, all of them required; where a setting chooses otherwise, see
    /// ``credentialFields(with:)``.
    public let credentialFields: [String]
    /// The setting that asks for other credentials, where the vendor has several ways in.
    public let credentialChoice: CredentialChoice?
    /// Which rights the credentials need there, and how they are made, for a person.
    public let rights: String
    /// The connection settings beside those that every connection takes: name to meaning.
    public let settings: [String: String]
    /// What holds until the vendor's own headers or a connection's settings say otherwise.
    public let budget: BudgetDescription
    /// Entities of the vendor's side that it cannot fill, each with the reason: shown in place of an empty list. And
    /// columns of those that it does fill (`alerts.resolved_at`), where somebody would look for them.
    public let notAvailable: [String: String]

    public init(
        id: String, name: String, side: Side, credentialFields: [String], rights: String = "",
        credentialChoice: CredentialChoice? = nil,
        settings: [String: String] = [:], budget: BudgetDescription, notAvailable: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.side = side
        self.credentialFields = credentialFields
        self.credentialChoice = credentialChoice
        self.rights = rights
        self.settings = settings
        self.budget = budget
        self.notAvailable = notAvailable
    }

    /// The fields that a connection with these settings needs, all of them.
    public func credentialFields(with settings: [String: String]) -> [String] {
        credentialChoice?.fields(with: settings) ?? credentialFields
    }
}
