import Access
import Inventory

/// Reads a list's parameters against the table's declaration. Nothing unknown is ever passed over in silence.
struct ListQueryParser: Sendable {
    let resource: Resource
    let caller: Caller

    /// The parameters that are no filters.
    static let parameters = ["sort", "fields", "include", "q", "limit", "cursor", "count", "deleted", "as_of"]
    /// Names that mean something elsewhere: no column may be called so.
    static let reserved = parameters + FreshnessWish.names + ["after", "group_by"]

    func list(_ parameters: [QueryParameter]) throws(Problem) -> ListQuery {
        try refuseRepeated(parameters)
        var query = ListQuery(sort: [], fields: visibleFields)
        for parameter in parameters { try apply(parameter, to: &query) }
        if query.sort.isEmpty { query.sort = standardSort(query.deleted) }
        if !query.sort.contains(where: { $0.field.name == resource.key.name }) {
            query.sort.append(SortKey(field: resource.key))
        }
        if query.asOf != nil { try refuseForgotten(&query) }
        return query
    }

    /// What one row may be asked with: `fields`, `deleted` and `as_of`.
    func single(_ parameters: [QueryParameter]) throws(Problem) -> ListQuery {
        let known =
            ["fields"] + (resource.includes.isEmpty ? [] : ["include"])
            + (resource.deletion == .none ? [] : ["deleted"]) + (resource.hasHistory ? ["as_of"] : [])
            + (resource.canBeAskedFresh ? FreshnessWish.names : [])
        for parameter in parameters where !known.contains(parameter.name) || parameter.operation != nil {
            if parameter.name == "as_of", parameter.operation == nil { throw .noHistory(resource) }
            throw .unknownParameter(parameter.name, on: resource, known: known)
        }
        return try list(parameters)
    }

    private func apply(_ parameter: QueryParameter, to query: inout ListQuery) throws(Problem) {
        guard parameter.operation == nil else { return query.filters.append(try filter(parameter)) }
        let value = parameter.value
        switch parameter.name {
        case "sort": query.sort = try sort(value)
        case "fields": query.fields = try fields(value)
        case "include" where !resource.includes.isEmpty: query.includes = try includes(value)
        case "q" where !resource.searched.isEmpty: query.filters.append(try search(value))
        case "limit": query.limit = try limit(value)
        case "cursor": query.cursor = value
        case "count": query.count = try choice(value, of: "count")
        case "deleted" where resource.deletion != .none: query.deleted = try choice(value, of: "deleted")
        case "as_of": query.asOf = try past(value)
        case "after" where resource.isFeed:
            query.after = try after(value)
            query.filters.append(Filter(target: .field(resource.key), operation: .gt, values: [value]))
        default: query.filters.append(try filter(parameter))
        }
    }

    /// A bulk table's ids are computed from its rows, so that to order by them alone is to compute all of them; its rows
    /// stand by device. Those that live have one.
    private func standardSort(_ deleted: ListQuery.Deleted) -> [SortKey] {
        if let newest = resource.newestFirst { return [SortKey(field: newest, isDescending: true)] }
        guard resource.deletion == .withDevice, var device = resource.field("device_id") else { return [] }
        device.isNullable = deleted != .exclude
        return [SortKey(field: device)]
    }

    private func refuseRepeated(_ parameters: [QueryParameter]) throws(Problem) {
        var seen: Set<String> = []
        for name in parameters.filter({ $0.operation == nil }).map(\.name) where Self.reserved.contains(name) {
            guard seen.insert(name).inserted else { throw .givenTwice(name) }
        }
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: String, of name: String
    ) throws(Problem) -> Choice {
        guard let choice = Choice(rawValue: value) else {
            throw .badChoice(value, of: name, allowed: Choice.allCases.map(\.rawValue))
        }
        return choice
    }

    private func limit(_ value: String) throws(Problem) -> Int {
        guard let limit = Int(value), (1...500).contains(limit) else {
            throw .badValue(value, of: "limit", expected: "a whole number from 1 to 500")
        }
        return limit
    }

    private func past(_ value: String) throws(Problem) -> PastMoment {
        guard resource.hasHistory else { throw .noHistory(resource) }
        guard let moment = PastMoment(value) else {
            throw .badValue(
                value, of: "as_of", expected: "a time such as 2026-01-31T08:30:00Z, or a date, which stands for its end"
            )
        }
        return moment
    }

    /// What the past does not keep is null there: to filter or sort by it would answer with nothing, or with anything.
    private func refuseForgotten(_ query: inout ListQuery) throws(Problem) {
        guard query.includes.isEmpty else { throw .presentInclude }
        for (place, filter) in query.filters.enumerated() {
            switch filter.target {
            case .field(let field) where !field.isInHistory: throw .notInHistory(field, for: "a filter")
            case .search(let fields): query.filters[place].target = .search(fields.filter(\.isInHistory))
            case .field, .company: continue
            }
        }
        for key in query.sort where !key.field.isInHistory { throw .notInHistory(key.field, for: "to sort by it") }
    }

    private func after(_ value: String) throws(Problem) -> Int64 {
        guard let sequence = Int64(value) else {
            throw .badValue(value, of: "after", expected: "a sequence, a whole number")
        }
        return sequence
    }
}

/// Fields by name, within what the caller may see.
extension ListQueryParser {
    var visibleFields: [Field] { resource.fields.filter { field in field.group.map { caller.may($0) } ?? true } }

    /// The field, or why it cannot be named.
    func field(_ name: String, in parameter: String) throws(Problem) -> Field {
        guard let field = resource.field(name) else {
            throw .unknownField(name, in: parameter, on: resource, known: visibleFields.map(\.name))
        }
        if let group = field.group, !caller.may(group) { throw .forbidden(group, for: "the field '\(name)'") }
        return field
    }

    func fields(_ value: String) throws(Problem) -> [Field] {
        var fields: [Field] = []
        for name in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let field = try field(name, in: "fields")
            guard !fields.contains(field) else { throw .givenTwice(name) }
            fields.append(field)
        }
        return fields
    }

    private func sort(_ value: String) throws(Problem) -> [SortKey] {
        var keys: [SortKey] = []
        for name in value.split(separator: ",", omittingEmptySubsequences: false) {
            let isDescending = name.hasPrefix("-")
            let field = try field(String(isDescending ? name.dropFirst() : name), in: "sort")
            guard field.isSortable else { throw .notSortable(field.name) }
            guard !keys.contains(where: { $0.field == field }) else { throw .givenTwice(field.name) }
            keys.append(SortKey(field: field, isDescending: isDescending))
        }
        guard keys.count <= 8 else { throw .tooMany("fields in sort", limit: 8) }
        return keys
    }
}
