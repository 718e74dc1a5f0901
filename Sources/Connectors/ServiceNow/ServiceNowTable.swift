import Inventory

/// What is asked of a table: which columns, which rows.
struct ServiceNowTable: Sendable, Hashable {
    let name: String
    /// Beside those that every table has. Names that the instance does not know are left out of its answers.
    var fields: [String] = []
    /// The part of the encoded query that is this table's own.
    var condition: String?
    /// A query that finds nothing if its columns are known: the vendor ignores what it does not understand.
    var impossible: String?
    /// The column that says when a row was last changed.
    var cursor = "sys_updated_on"
    /// Left out where the instance has no such table.
    var isOptional = false

    private static let everywhere = ["sys_id", "sys_class_name", "sys_created_on", "sys_updated_on", "sys_domain"]

    func parameters(adding custom: [String]) -> [(String, String)] {
        var seen: Set<String> = []
        let names = (Self.everywhere + fields + custom).filter { seen.insert($0).inserted }
        return [
            ("sysparm_fields", names.joined(separator: ",")), ("sysparm_display_value", "all"),
            ("sysparm_exclude_reference_link", "true"),
        ]
    }

    /// `2026-11-01 06:30:00`: whole seconds in UTC, cut off and never rounded up. As a literal it is not read in the
    /// user's zone, as `gs.dateGenerate` would be.
    static func literal(_ moment: Timestamp) -> String {
        let second = moment.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let whole = (second.remainder < 0 ? second.quotient - 1 : second.quotient) * 1_000_000
        return String(Timestamp(microseconds: whole).iso8601.dropLast().map { $0 == "T" ? " " : $0 })
    }
}
