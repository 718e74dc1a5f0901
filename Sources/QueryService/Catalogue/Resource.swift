import Inventory

/// A table of the warehouse as the API serves it, made from its declaration.
struct Resource: Sendable, Hashable {
    /// The table's name (`ticket_notes`).
    let name: String
    let group: PermissionGroup
    let meaning: String
    let fields: [Field]
    /// The unique column that ends every order.
    let key: Field
    let deletion: Deletion
    /// How a row is tied to a company of the PSA.
    let companies: CompanyPath
    /// The entities whose streams fill it; nil: all.
    let sources: [String]?
    /// What its rows may be answered with, one level deep.
    let includes: [Include]
    /// Whether one row can be asked for by its id.
    let hasSingleRead: Bool
    /// Whether the past can be asked.
    let hasHistory: Bool
    /// What is read, where that is not the table of the name in `inventory` or `live`.
    var relation: String?
    /// The time by which the list is ordered unless it is asked for otherwise, the newest first.
    var newestFirst: Field?

    /// How rows that are gone are told from those that live.
    enum Deletion: Sendable, Hashable {
        /// By their `deleted_at`.
        case byColumn
        /// By their device's.
        case withDevice
        /// Rows are there or not.
        case none
    }

    private let index: [String: Int]

    init(
        name: String, group: PermissionGroup, meaning: String, fields: [Field], key: Field = .id,
        deletion: Deletion = .none, companies: CompanyPath, sources: [String]?, hasSingleRead: Bool = true,
        hasHistory: Bool = false
    ) {
        self.name = name
        self.group = group
        self.meaning = meaning
        self.fields = fields
        self.key = key
        self.deletion = deletion
        self.companies = companies
        self.sources = sources
        self.hasSingleRead = hasSingleRead
        self.hasHistory = hasHistory
        self.includes = Include.all(of: name, fields)
        self.index = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    }

    /// The last part of its address (`ticket-notes`).
    var path: String { name.replacing("_", with: "-") }

    func field(_ name: String) -> Field? { index[name].map { fields[$0] } }

    /// Whether it holds what streams bring, so that an answer says how fresh that is.
    var hasFreshness: Bool { sources != [] }

    /// Whether it is the change feed, which is read on from a number.
    var isFeed: Bool { key.name == "sequence" }

    /// Whether `company_id=` filters by the tie to a company, the table having no such column itself.
    var hasCompanyFilter: Bool { companies.isTied && field("company_id") == nil }
}

extension Resource {
    /// An entity's table: the common columns, the declared ones, the parents' ids, and what the columns do not carry.
    init(_ entity: EntityDescription) {
        var fields = Field.common + entity.columns.map { Field($0) }
        let known = Set(fields.map(\.name))
        fields += entity.references.filter { !known.contains($0.idColumn) }.map {
            Field($0.idColumn, .uuid, "The row of \($0.target) it belongs to; null until that has arrived.")
        }
        if entity.hasVendorFields {
            fields.append(
                Field(
                    "vendor_fields", .jsonb, "What the vendor sent and the columns do not carry.", group: .vendorFields,
                    isInHistory: false)
            )
        }
        if entity.hasCustomFields {
            fields.append(Field("custom_fields", .jsonb, "The custom fields whose names the tenant has allowed."))
        }
        self.init(
            name: entity.name, group: entity.group, meaning: entity.meaning, fields: fields,
            deletion: entity.storage == .rows ? .byColumn : .withDevice, companies: CompanyPath(entity),
            sources: [entity.name], hasHistory: entity.hasHistory)
    }
}
