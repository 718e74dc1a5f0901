/// A thing that agents name as people do.
enum NamedThing: String, Sendable, Hashable, CaseIterable {
    case organization, site, company, device, ticket

    var table: String { self == .company ? "companies" : "\(rawValue)s" }

    /// The column by which other rows belong to it.
    var column: String { "\(rawValue)_id" }

    /// The columns that may hold its name.
    var nameColumns: [String] {
        switch self {
        case .organization, .site: ["name"]
        case .company: ["name", "identifier"]
        case .device: ["hostname", "display_name"]
        case .ticket: ["number"]
        }
    }

    /// Whether a part of the name is enough. Of a number it is not.
    var isFoundByPart: Bool { self != .ticket }

    /// The conditions that narrow down where it is looked for.
    var places: [String] {
        switch self {
        case .organization, .company: []
        case .site: ["organization_id"]
        case .device: ["organization_id", "site_id", "company_id"]
        case .ticket: ["company_id"]
        }
    }

    /// What tells one candidate from another.
    var candidateFields: [String] {
        let own =
            switch self {
            case .organization: ["city"]
            case .site: ["organization_id", "city"]
            case .company: ["kind", "is_active"]
            case .device: ["organization_id", "device_class", "online", "last_seen_at"]
            case .ticket: ["summary", "status_category", "company_id", "opened_at"]
            }
        return ["id"] + nameColumns + own
    }

    var candidateLabels: [ToolLabel] {
        switch self {
        case .site, .device: [.organization]
        case .ticket: [.company]
        case .organization, .company: []
        }
    }
}

/// A name that means several things.
struct ToolAmbiguity: Error, Sendable {
    let thing: NamedThing
    let candidates: [ToolRow]
    /// Whether these are all.
    let isWhole: Bool
}
