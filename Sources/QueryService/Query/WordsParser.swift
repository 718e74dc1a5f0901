import Access

/// What is said in words: `q=`, `include=` and `group_by=`.
extension ListQueryParser {
    static let mostWords = 10

    /// Words, each of which is in one of the columns, whatever the case. `%` and `_` mean themselves.
    func search(_ value: String) throws(Problem) -> Filter {
        let words = value.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { throw .badValue(value, of: "q", expected: "a word or more") }
        guard words.count <= Self.mostWords else { throw .tooMany("words in q", limit: Self.mostWords) }
        let visible = Set(visibleFields.map(\.name))
        let patterns = words.map { "%\(LikePattern.literal(String($0)))%" }
        return Filter(
            target: .search(resource.searched.filter { visible.contains($0.name) }), operation: .like, values: patterns)
    }

    func includes(_ value: String) throws(Problem) -> [Include] {
        var includes: [Include] = []
        for name in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let include = resource.includes.first(where: { $0.name == name }) else {
                throw .badChoice(name, of: "include", allowed: resource.includes.map(\.name))
            }
            guard !includes.contains(include) else { throw .givenTwice(name) }
            includes.append(include)
        }
        return includes
    }

    /// A summary's query, and the fields by whose values it counts.
    func summary(_ parameters: [QueryParameter]) throws(Problem) -> (query: ListQuery, groups: [Field]) {
        let isGrouping = { (parameter: QueryParameter) in parameter.name == "group_by" && parameter.operation == nil }
        let known = summaryParameterNames
        // A field that the key may not see is refused like in a list, and not unknown.
        for parameter in parameters where !known.contains(parameter.name) && resource.field(parameter.name) == nil {
            throw .unknownParameter(parameter.name, on: resource, known: known)
        }
        let wishes = parameters.filter(isGrouping)
        guard wishes.count < 2 else { throw .givenTwice("group_by") }
        guard let wanted = wishes.first?.value else {
            throw .missingParameter("group_by", example: "/v1/\(resource.path)/summary?group_by=\(resource.key.name)")
        }
        return (try list(parameters.filter { !isGrouping($0) }), try groups(wanted))
    }

    /// Every name that a parameter of the summary may have.
    var summaryParameterNames: [String] {
        ["group_by"]
            + parameterNames.filter { !["sort", "fields", "include", "cursor", "count", "after"].contains($0) }
    }

    private func groups(_ value: String) throws(Problem) -> [Field] {
        let groups = try fields(value)
        guard groups.count <= 3 else { throw .tooMany("fields in group_by", limit: 3) }
        for field in groups where !field.isSortable { throw .notSortable(field.name) }
        return groups
    }
}

/// Text as ILIKE reads it.
enum LikePattern {
    /// The text itself: its wildcards mean nothing.
    static func literal(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
