import Foundation
import Inventory

extension Autotask {
    /// Why a call cannot be answered.
    struct Complaint: Error, Hashable {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// A value in a filter, of the JSON type that it came in.
    enum Literal: Sendable, Hashable, Codable {
        case flag(Bool)
        case whole(Int)
        case number(Double)
        case text(String)
        case list([Literal])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let whole = try? value.decode(Int.self) {
                self = .whole(whole)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .list(try value.decode([Literal].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .flag(let flag): try value.encode(flag)
            case .whole(let whole): try value.encode(whole)
            case .number(let number): try value.encode(number)
            case .text(let text): try value.encode(text)
            case .list(let list): try value.encode(list)
            }
        }
    }

    /// One part of a filter: a comparison, or several joined by `and` or `or`.
    struct Condition: Sendable, Hashable, Codable {
        var op: String
        var field: String?
        var udf: Bool?
        var value: Literal?
        var items: [Condition]?
    }
}

extension Autotask.Condition {
    private static let operators: Set = [
        "eq", "noteq", "gt", "gte", "lt", "lte", "beginsWith", "endsWith", "contains", "exist", "notExist", "in",
        "notIn",
    ]

    /// Everything that is wrong with it, as the vendor words it.
    func check(_ schema: Autotask.Schema, _ entity: String, unqueryable: Set<String>) throws(Autotask.Complaint) {
        if op == "and" || op == "or" {
            guard let items, !items.isEmpty else { throw .init("The group '\(op)' has no items") }
            for item in items { try item.check(schema, entity, unqueryable: unqueryable) }
            return
        }
        guard Self.operators.contains(op) else { throw .init("The operator '\(op)' is not supported") }
        guard let field else { throw .init("A field is missing in the filter") }
        if udf == true { return }
        guard let kind = schema.kinds[field], !unqueryable.contains(field) else {
            throw .init("Unable to find \(field) in the \(entity) Entity.")
        }
        guard (op == "exist" || op == "notExist") || value != nil else { throw .init("A value is missing") }
        if kind == .flag, op == "eq" || op == "noteq" {
            guard case .flag? = value else { throw .init("\(field) takes true or false") }
        }
        if kind == .time, case .text(let text)? = value, Timestamp(iso8601: text) == nil {
            throw .init("\(text) is not a date")
        }
    }

    /// How many conditions it counts as: each value of a list is one.
    var weight: Int {
        if let items { return items.reduce(0) { $0 + $1.weight } }
        if case .list(let values)? = value { return values.count }
        return 1
    }

    /// Whether a row meets it.
    func holds(_ cell: (String) -> Autotask.Cell) -> Bool {
        if let items, op == "and" || op == "or" {
            return op == "and" ? items.allSatisfy { $0.holds(cell) } : items.contains { $0.holds(cell) }
        }
        guard let field, udf != true else { return false }
        let cell = cell(field)
        switch op {
        case "exist": return !cell.isNull
        case "notExist": return cell.isNull
        case "in": return values.contains { cell.order(to: $0) == 0 }
        case "notIn": return !cell.isNull && !values.contains { cell.order(to: $0) == 0 }
        default: return value.map { holds(cell, $0) } ?? false
        }
    }

    private var values: [Autotask.Literal] { if case .list(let values)? = value { values } else { [] } }

    /// A value of another type than the field's finds nothing, and no error says so.
    private func holds(_ cell: Autotask.Cell, _ literal: Autotask.Literal) -> Bool {
        if case .text(let text) = cell, case .text(let part) = literal {
            switch op {
            case "beginsWith": return text.lowercased().hasPrefix(part.lowercased())
            case "endsWith": return text.lowercased().hasSuffix(part.lowercased())
            case "contains": return text.lowercased().contains(part.lowercased())
            default: break
            }
        }
        guard let order = cell.order(to: literal) else { return false }
        switch op {
        case "eq": return order == 0
        case "noteq": return order != 0
        case "gt": return order > 0
        case "gte": return order >= 0
        case "lt": return order < 0
        case "lte": return order <= 0
        default: return false
        }
    }
}

extension Autotask.Cell {
    var isNull: Bool { if case .null = self { true } else { false } }

    /// Below, at or above zero, as it is below, at or above a literal; nil where they cannot be compared.
    func order(to literal: Autotask.Literal) -> Int? {
        switch (self, literal) {
        case (.text(let left), .text(let right)): Self.order(left.lowercased(), right.lowercased())
        case (.whole(let left), .whole(let right)): Self.order(left, right)
        case (.hundredths(let left), .whole(let right)): Self.order(left, right * 100)
        case (.hundredths(let left), .number(let right)): Self.order(Double(left), right * 100)
        case (.flag(let left), .flag(let right)): left == right ? 0 : 1
        case (.moment(let left, _), .text(let text)): Timestamp(iso8601: text).map { Self.order(left, $0) }
        default: nil
        }
    }

    private static func order<Thing: Comparable>(_ left: Thing, _ right: Thing) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }
}
