import Inventory

/// How a row is tied to a company of the PSA: what `company_id=` filters by, and what a key limited to companies sees.
indirect enum CompanyPath: Sendable, Hashable {
    /// Carries nothing of any client (products, lookups): everybody sees it.
    case open
    /// Cannot be tied to a company: a limited key does not see it.
    case untied
    /// The column is the company's id.
    case company(String)
    /// The column is the id of an organisation that is matched to the company.
    case organization(String)
    /// The column is the id of a row of another table, which is tied.
    case through(String, table: String, CompanyPath)
    /// By the first of these whose column is not null.
    case first([CompanyPath])
    /// By all of these.
    case every([CompanyPath])
    /// The column is the company's id, and the match is in use (not a suggestion about somebody else's organisation).
    case usedMatch(String)

    var isTied: Bool { self != .open && self != .untied }

    /// Follows the parents that own a row, nearest to the company first.
    init(_ entity: EntityDescription) {
        let parents = Set(entity.references.filter { $0.target != entity.name }.map(\.idColumn))
        let owners = Self.owners.filter { parents.contains($0.column) }.map(\.path)
        switch entity.name {
        case "companies": self = .company("id")
        case "organizations": self = .organization("id")
        case "products", "lookups": self = .open
        default: self = owners.isEmpty ? .untied : owners.count == 1 ? owners[0] : .first(owners)
        }
    }

    static let device = CompanyPath.through("device_id", table: "devices", .organization("organization_id"))

    private static let owners: [(column: String, path: CompanyPath)] = [
        ("company_id", .company("company_id")),
        ("organization_id", .organization("organization_id")),
        ("device_id", device),
        ("ticket_id", .through("ticket_id", table: "tickets", .company("company_id"))),
        ("agreement_id", .through("agreement_id", table: "agreements", .company("company_id"))),
    ]

    /// The column that says whether the tie is known.
    var column: String? {
        switch self {
        case .open, .untied, .every: nil
        case .company(let column), .organization(let column), .through(let column, _, _), .usedMatch(let column): column
        case .first(let paths): paths.first?.column
        }
    }
}
