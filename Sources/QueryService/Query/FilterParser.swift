import Access
import Inventory

/// Filters: `field=value`, `field[op]=value`, typed by the column.
extension ListQueryParser {
    func filter(_ parameter: QueryParameter) throws(Problem) -> Filter {
        if parameter.name == "company_id", resource.hasCompanyFilter { return try companyFilter(parameter) }
        guard resource.field(parameter.name) != nil else {
            throw .unknownParameter(parameter.name, on: resource, known: parameterNames)
        }
        let field = try field(parameter.name, in: "filter")
        let allowed = Operation.allowed(for: field.type)
        let operation = try operation(parameter, allowed: allowed)
        let values = try values(parameter, operation, field.type, allowed: field.allowed)
        return Filter(target: .field(field), operation: operation, values: values)
    }

    /// Every name that a parameter of this list may have.
    var parameterNames: [String] {
        var names = Self.parameters.filter {
            ($0 != "deleted" || resource.deletion != .none) && ($0 != "as_of" || resource.hasHistory)
                && ($0 != "q" || !resource.searched.isEmpty) && ($0 != "include" || !resource.includes.isEmpty)
        }
        if resource.isFeed { names.append("after") }
        if resource.canBeAskedFresh { names += FreshnessWish.names }
        if resource.hasCompanyFilter { names.append("company_id") }
        return names + visibleFields.map(\.name)
    }

    private func companyFilter(_ parameter: QueryParameter) throws(Problem) -> Filter {
        let operation = try operation(parameter, allowed: [.eq, .among])
        return Filter(
            target: .company, operation: operation, values: try values(parameter, operation, .uuid, allowed: nil))
    }

    private func operation(_ parameter: QueryParameter, allowed: [Operation]) throws(Problem) -> Operation {
        let name = parameter.operation ?? "eq"
        guard let operation = Operation(rawValue: name), allowed.contains(operation) else {
            throw .unknownOperation(name, on: parameter.name, allowed: allowed)
        }
        return operation
    }

    private func values(
        _ parameter: QueryParameter, _ operation: Operation, _ type: ColumnType, allowed: [String]?
    ) throws(Problem) -> [String] {
        let name = parameter.operation.map { "\(parameter.name)[\($0)]" } ?? parameter.name
        switch operation {
        case .isNull:
            guard let value = ValueText.boolean(parameter.value) else {
                throw .badValue(parameter.value, of: name, expected: "true or false")
            }
            return [value]
        case .like: return [try pattern(parameter.value, of: name)]
        case .among:
            let items = parameter.value.split(separator: ",", omittingEmptySubsequences: false)
            guard items.count <= 1000 else { throw .tooMany("values in \(name)", limit: 1000) }
            var values: [String] = []
            for item in items { values.append(try value(String(item), of: name, type, allowed: allowed)) }
            return values
        default: return [try value(parameter.value, of: name, type, allowed: allowed)]
        }
    }

    private func value(
        _ text: String, of name: String, _ type: ColumnType, allowed: [String]?
    ) throws(Problem) -> String {
        if let allowed, !allowed.contains(text) { throw .badChoice(text, of: name, allowed: allowed) }
        guard let value = ValueText.canonical(text, as: type) else {
            throw .badValue(text, of: name, expected: ValueText.expectation(type))
        }
        return value
    }

    /// `%` is any text and `_` any character; a value without `%` is looked for anywhere.
    private func pattern(_ text: String, of name: String) throws(Problem) -> String {
        let trailing = text.reversed().prefix { $0 == "\\" }.count
        guard trailing.isMultiple(of: 2) else {
            throw .badValue(text, of: name, expected: "a pattern that does not end with a single backslash")
        }
        return text.contains("%") ? text : "%\(text)%"
    }
}
