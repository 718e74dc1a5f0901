import JSON

/// Pages of a bare list, which says neither its length nor what comes next: until a page is empty, since the server may
/// hold a page to fewer rows than asked for.
///
/// A page begins behind the greatest key of the one before, by a condition, so that no row is skipped when others go
/// meanwhile. Where that condition does nothing, or is refused (the parser differs from list to list), the read goes on by
/// page numbers in the order of the same key.
struct AutomatePager: Sendable {
    let list: AutomateList
    private let condition: String?
    private let position: ReadPosition?
    /// What the server was found not to bear in this read: `fields`, then `condition` too.
    private var refused: Set<String>

    init(_ list: AutomateList, _ condition: String?, _ position: ReadPosition?) {
        self.list = list
        self.condition = condition
        self.position = position
        refused = Set((position?.fields["refused"] ?? "").split(separator: ",").map(String.init))
    }

    private var after: Int64? { position?.fields["after"].flatMap { Int64($0) } }
    private var isNumbered: Bool { position?.fields["page"] != nil }

    /// The names that live clients send; those of the published document are not read by the server.
    var query: [(String, String)] {
        let page = NumberedPaging(pageSize: list.pageSize).page(position)
        var query = [("page", String(page)), ("pageSize", String(list.pageSize)), ("orderBy", "\(list.key) asc")]
        if let condition = fullCondition { query.append(("condition", condition)) }
        if let fields = list.fields, !refused.contains("fields") {
            query.append(("includeFields", fields.joined(separator: ",")))
        }
        return query
    }

    private var fullCondition: String? {
        let given = refused.contains("condition") ? nil : condition
        guard let after else { return given }
        let behind = "\(list.key) > \(after)"
        return given.map { "(\($0)) and \(behind)" } ?? behind
    }

    /// How to ask after a refusal: without what the server may not know; nil where that would not help.
    func afterRefusal(_ error: ConnectorError) -> AutomatePager? {
        switch error {
        case .rejectedCall(400, _): break
        // A condition that cannot be compared fails in the server itself.
        case .unavailable where after != nil: break
        default: return nil
        }
        if after != nil { return AutomatePager(list, condition, numbered(page: pagesRead + 1)) }
        guard case .rejectedCall = error else { return nil }
        for (part, isAsked) in [("fields", list.fields != nil), ("condition", condition != nil)]
        where isAsked && !refused.contains(part) {
            var next = self
            next.refused.insert(part)
            return next
        }
        return nil
    }

    /// Where to go on after these rows; nil at the end.
    func next(_ rows: [JSONValue]) throws(ConnectorError) -> ReadPosition? {
        if rows.isEmpty { return nil }
        guard !isNumbered else { return try nextNumber(rows) }
        guard let greatest = rows.compactMap({ $0[list.key].cleaned.flatMap { Int64($0) } }).max() else {
            throw .malformedAnswer("no row of \(list.path) has its \(list.key)")
        }
        // The condition did nothing: this was the list's first page once more.
        if let after, greatest <= after { return numbered(page: 2) }
        return place(["after": String(greatest), "pages": String(pagesRead + 1)])
    }

    private var pagesRead: Int { position?.fields["pages"].flatMap { Int($0) } ?? 0 }

    private func nextNumber(_ rows: [JSONValue]) throws(ConnectorError) -> ReadPosition? {
        let paging = NumberedPaging(pageSize: list.pageSize)
        let step = try paging.step(position, rows: rows.count, fingerprint: Fingerprint.of(rows))
        return step.position.map { place($0.fields) }
    }

    private func numbered(page: Int) -> ReadPosition { place(["page": String(page)]) }

    private func place(_ fields: [String: String]) -> ReadPosition {
        var fields = fields
        fields["refused"] = refused.isEmpty ? nil : refused.sorted().joined(separator: ",")
        return ReadPosition(fields)
    }
}
