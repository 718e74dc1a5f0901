import Inventory

/// A row of another table that a row names, and that an answer may hold beside it: `include=organization`.
struct Include: Sendable, Hashable {
    /// As it is asked for, and as the member is called.
    let name: String
    /// The column of the row that names the other, or its organisation.
    let column: String
    /// The other's table.
    let table: String
    /// Whether the column is an organisation's id, and the other is the company that this is matched to.
    var isThroughMatch = false
}

extension Include {
    /// What the rows of a table may be answered with, one level deep.
    static func all(of table: String, _ fields: [Field]) -> [Include] {
        let parents = Entities.named(table)?.references ?? []
        let targets = Dictionary(uniqueKeysWithValues: parents.map { ($0.idColumn, $0.target) })
        let named = fields.filter { $0.type == .uuid && $0.name.hasSuffix("_id") }.compactMap { field in
            let name = String(field.name.dropLast(3))
            return (targets[field.name] ?? plurals[name]).map {
                Include(name: name, column: field.name, table: $0)
            }
        }
        let organization = table == "organizations" ? "id" : "organization_id"
        guard !named.contains(where: { $0.table == "companies" && $0.name == "company" }),
            fields.contains(where: { $0.name == organization })
        else { return named }
        return named + [
            Include(name: "company", column: organization, table: "companies", isThroughMatch: true)
        ]
    }

    private static let plurals = Dictionary(
        uniqueKeysWithValues: Entities.all.map { ($0.singular, $0.name) } + [("machine", "machines")])
}
