extension ServiceNow {
    /// An encoded query. What it does not understand it leaves out, as the vendor does: a typo is the whole table.
    struct Query: Sendable {
        /// Any of the groups; in a group all of the terms; in a term any of its conditions.
        private(set) var groups: [[[Condition]]] = [[]]
        private(set) var order: [(column: String, isDescending: Bool)] = []
        /// The greatest `sys_id>` that all rows must meet, taken out of the conditions.
        private(set) var lowerBound: String?
        /// What tells the query apart from others, the lower bound left out.
        private(set) var key = ""

        /// - Parameter isColumn: Whether a path leads to a column of the table.
        init(_ text: String, isColumn: (String) -> Bool) {
            for part in text.split(separator: "^").map(String.init) { add(part, isColumn) }
            takeLowerBound()
        }

        private mutating func add(_ part: String, _ isColumn: (String) -> Bool) {
            if part.hasPrefix("ORDERBYDESC") { return sort(by: String(part.dropFirst(11)), true, isColumn) }
            if part.hasPrefix("ORDERBY") { return sort(by: String(part.dropFirst(7)), false, isColumn) }
            if part.hasPrefix("NQ") {
                groups.append([])
                return add(String(part.dropFirst(2)), isColumn)
            }
            if part.hasPrefix("OR") {
                guard let condition = Condition(part.dropFirst(2)), isColumn(condition.column) else { return }
                let last = groups.count - 1
                if groups[last].isEmpty {
                    groups[last].append([condition])
                } else {
                    groups[last][groups[last].count - 1].append(condition)
                }
                return
            }
            guard let condition = Condition(part[...]), isColumn(condition.column) else { return }
            groups[groups.count - 1].append([condition])
        }

        private mutating func sort(by column: String, _ isDescending: Bool, _ isColumn: (String) -> Bool) {
            if isColumn(column) { order.append((column, isDescending)) }
        }

        private mutating func takeLowerBound() {
            if groups.count == 1 {
                let bounds = groups[0].filter(\.isLowerBound)
                groups[0].removeAll(where: \.isLowerBound)
                lowerBound = bounds.compactMap { $0.first?.value }.max()
            }
            key = "\(groups.map { $0.map { $0.map(\.text) } })"
        }

        var hasConditions: Bool { groups.contains { !$0.isEmpty } }
        var isOrderedByID: Bool { order.count == 1 && order[0].column == "sys_id" && !order[0].isDescending }

        func admits(_ value: (String) -> String?) -> Bool {
            groups.contains { group in
                group.allSatisfy { term in term.contains { $0.admits(value($0.column) ?? "") } }
            }
        }
    }

    /// One condition of a query.
    struct Condition: Sendable {
        let text: String
        let column: String
        let sign: String
        let value: String
        private let values: Set<String>

        private static let signs = [
            "ISNOTEMPTY", "ISEMPTY", "STARTSWITH", "ENDSWITH", "BETWEEN", "NOT IN", "LIKE", "IN", ">=", "<=", "!=", "=",
            ">", "<",
        ]

        /// Nil for what is none.
        init?(_ text: Substring) {
            let column = text.prefix { $0.isLowercase || $0.isNumber || $0 == "_" || $0 == "." }
            let rest = text[column.endIndex...]
            guard !column.isEmpty, let sign = Self.signs.first(where: rest.hasPrefix) else { return nil }
            self.text = String(text)
            self.column = String(column)
            self.sign = sign
            value = String(rest.dropFirst(sign.count))
            values = Set(value.split(separator: ",").map(String.init))
        }

        func admits(_ cell: String) -> Bool {
            switch sign {
            case "=": cell == value
            case "!=": cell != value
            case ">": cell > value
            case ">=": cell >= value
            case "<": cell < value
            case "<=": cell <= value
            case "IN": values.contains(cell)
            case "NOT IN": !values.contains(cell)
            case "LIKE": cell.contains(value)
            case "STARTSWITH": cell.hasPrefix(value)
            case "ENDSWITH": cell.hasSuffix(value)
            case "ISEMPTY": cell.isEmpty
            case "ISNOTEMPTY": !cell.isEmpty
            default:
                value.split(separator: "@").count == 2 && cell >= value.split(separator: "@")[0]
                    && cell <= value.split(separator: "@")[1]
            }
        }
    }
}

extension [ServiceNow.Condition] {
    /// `sys_id>…`, alone in its term.
    fileprivate var isLowerBound: Bool { count == 1 && self[0].column == "sys_id" && self[0].sign == ">" }
}
