/// What a list was asked for, checked against the table's declaration and the caller's permissions.
struct ListQuery: Sendable, Hashable {
    var filters: [Filter] = []
    /// Ends with the table's key, so that the order is whole.
    var sort: [SortKey]
    var fields: [Field]
    var limit = 25
    var cursor: String?
    /// Of the change feed: the last number that the reader has seen.
    var after: Int64?
    var count = Count.none
    var deleted = Deleted.exclude
    /// The past moment that is asked for; nil: now.
    var asOf: PastMoment?
    /// The rows of other tables that are answered beside each.
    var includes: [Include] = []

    /// Whether the whole list is counted.
    enum Count: String, Sendable, Hashable, CaseIterable { case none, estimate, exact }

    /// What is done with rows that are gone.
    enum Deleted: String, Sendable, Hashable, CaseIterable { case exclude, include, only }
}

/// A column of the order. Unknown values come last, in either direction.
struct SortKey: Sendable, Hashable {
    var field: Field
    var isDescending = false
}

/// A condition on a column, on the company that a row is tied to, or on words that are somewhere in it.
struct Filter: Sendable, Hashable {
    enum Target: Sendable, Hashable {
        case field(Field)
        case company
        /// Each value, a word, is in one of these columns.
        case search([Field])
    }

    var target: Target
    var operation: Operation
    /// In PostgreSQL's own form, checked: one, or several for ``Operation/among``.
    var values: [String]

    var name: String {
        switch target {
        case .field(let field): field.name
        case .company: "company_id"
        case .search: "q"
        }
    }
}
