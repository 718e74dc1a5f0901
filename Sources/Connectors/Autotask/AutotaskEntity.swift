/// The entities that are read, as the API spells them: each has a budget of its own at the vendor.
enum AutotaskEntity: String, Sendable, Hashable, CaseIterable {
    case companies = "Companies"
    case companyLocations = "CompanyLocations"
    case companyCategories = "CompanyCategories"
    case contacts = "Contacts"
    case tickets = "Tickets"
    case ticketNotes = "TicketNotes"
    case ticketAdditionalConfigurationItems = "TicketAdditionalConfigurationItems"
    case deletedTicketLogs = "DeletedTicketLogs"
    case timeEntries = "TimeEntries"
    case configurationItems = "ConfigurationItems"
    case configurationItemCategories = "ConfigurationItemCategories"
    case contracts = "Contracts"
    case contractServices = "ContractServices"
    case contractServiceUnits = "ContractServiceUnits"
    case contractServiceBundles = "ContractServiceBundles"
    case contractServiceBundleUnits = "ContractServiceBundleUnits"
    case products = "Products"
    case services = "Services"
    case serviceBundles = "ServiceBundles"
    case opportunities = "Opportunities"
    case resources = "Resources"
    case roles = "Roles"
    case billingCodes = "BillingCodes"
    case departments = "Departments"
    case countries = "Countries"

    /// Behind the zone's folder.
    var queryPath: String { "/v1.0/\(rawValue)/query" }
    var fieldsPath: String { "/v1.0/\(rawValue)/entityInformation/fields" }

    /// As a stream declares its calls.
    var queryCall: String { "/{zone}\(queryPath)" }
    var fieldsCall: String { "/{zone}\(fieldsPath)" }
}

/// A list of an entity's records: which of them, by which field they are read by their changes, and when they were made.
/// The names of such fields differ by entity (trap 1); a field that an entity lacks is an error there.
struct AutotaskList: Sendable {
    let entity: AutotaskEntity
    /// nil: the entity has none, and is read whole.
    var changed: String?
    var created: String?
    /// Always asked for.
    var conditions: [AutotaskCondition] = []
    /// nil: all fields.
    var fields: [String]?
}
