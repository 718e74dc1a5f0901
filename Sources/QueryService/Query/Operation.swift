import Inventory

/// What a filter does with its value.
enum Operation: String, Sendable, Hashable, CaseIterable {
    case eq, ne, lt, lte, gt, gte
    case among = "in"
    case like
    case isNull = "is_null"

    /// What may be asked of a column of the type.
    static func allowed(for type: ColumnType) -> [Operation] {
        switch type {
        case .text: allCases
        case .integer, .bigint, .numeric, .money, .timestamptz, .date:
            [.eq, .ne, .lt, .lte, .gt, .gte, .among, .isNull]
        case .uuid, .inet, .macaddr, .textArray, .inetArray, .macArray: [.eq, .ne, .among, .isNull]
        case .boolean: [.eq, .ne, .isNull]
        case .jsonb: [.isNull]
        }
    }

    /// The sign between a column and its value, for those that have one.
    var sign: String? {
        switch self {
        case .eq: "="
        case .lt: "<"
        case .lte: "<="
        case .gt: ">"
        case .gte: ">="
        case .ne: "IS DISTINCT FROM"
        case .among, .like, .isNull: nil
        }
    }
}
