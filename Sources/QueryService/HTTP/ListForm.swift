import HTTPTypes

/// How the rows of a list are written.
enum ListForm: String, Sendable, Hashable, CaseIterable {
    /// A page, and around it what there is to say of it.
    case json = "application/json"
    /// An object a line: for programs, and for as many rows as there are.
    case ndjson = "application/x-ndjson"
    /// For spreadsheets.
    case csv = "text/csv"

    var contentType: String { self == .csv ? "text/csv; charset=utf-8; header=present" : rawValue }

    /// The one that an `Accept` header likes best; of those that it likes alike the one that it names most exactly. Throws
    /// the problem where it takes none of them.
    static func asked(_ accept: String?) throws(Problem) -> ListForm {
        let wishes = WeightedNames(accept ?? "")
        guard !wishes.isEmpty else { return .json }
        var best: (form: ListForm, weight: Double, exactness: Int)?
        for form in allCases {
            guard let (weight, exactness) = form.weight(wishes), weight > 0 else { continue }
            if let best, (best.weight, best.exactness) >= (weight, exactness) { continue }
            best = (form, weight, exactness)
        }
        guard let best else { throw .notAcceptable(allCases.map(\.rawValue)) }
        return best.form
    }

    private func weight(_ wishes: WeightedNames) -> (Double, Int)? {
        let family = rawValue.prefix { $0 != "/" } + "/*"
        let names = [[rawValue] + otherNames, [String(family)], ["*/*"]]
        for (place, names) in names.enumerated() {
            if let weight = names.compactMap({ wishes.weight(of: $0) }).max() { return (weight, 3 - place) }
        }
        return nil
    }

    private var otherNames: [String] {
        self == .ndjson ? ["application/ndjson", "application/jsonl", "application/jsonlines"] : []
    }
}

extension Problem {
    static func notAcceptable(_ types: [String]) -> Problem {
        Problem(
            status: .notAcceptable, kind: "not-acceptable", title: "No such form",
            detail: "This list is answered as \(types.joined(separator: ", ")); Accept names none of them."
        )
        .naming(allowed: types)
    }
}
