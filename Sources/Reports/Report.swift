/// A question that the warehouse answers: one `.sql` file, whose header says what the answer means.
public struct Report: Sendable, Hashable {
    /// The file's name without `.sql`: `hardware-refresh`.
    public let name: String
    /// A few words.
    public let title: String
    /// What it answers, in a sentence.
    public let question: String
    /// The tables of the model that it reads: their freshness is the answer's.
    public let sources: [String]
    /// What it takes beside the tenant, the companies and the day.
    public let parameters: [ReportParameter]
    /// Of each row, in order.
    public let columns: [ReportColumn]
    /// The numbers that the rows explain.
    public let totals: [ReportTotal]
    /// What its chart compares: a column of labels, in their order, and one of numbers; nil: money, else rows, by company.
    let chart: [String]?
    /// The query, with `:'name'` where a parameter stands and `{name}` where another report's rows do.
    let text: String
}

extension Report {
    /// The same with these columns alone.
    func showing(_ columns: [ReportColumn]) -> Report {
        Report(
            name: name, title: title, question: question, sources: sources, parameters: parameters, columns: columns,
            totals: totals, chart: chart, text: text)
    }

    /// What stands below a row: the first of the columns without its name, for it says why the row is there.
    func below(_ row: [String?], hiding hidden: Set<String> = []) -> [String] {
        let places = columns.indices.filter { columns[$0].place == .below && !hidden.contains(columns[$0].name) }
        return places.compactMap { place in
            row[place].map { place == places.first ? $0 : "\(columns[place].name.replacing("_", with: " ")): \($0)" }
        }
    }
}

/// What a value is, and so how it is shown and compared.
public enum ReportKind: String, Sendable, Hashable, CaseIterable {
    case text, integer, number, money, percent, bytes, date, time, boolean, id, list, json

    /// What PostgreSQL calls it.
    public var databaseTypes: [String] {
        switch self {
        case .text: ["text"]
        case .integer, .bytes: ["integer", "bigint"]
        case .number, .money, .percent: ["numeric"]
        case .date: ["date"]
        case .time: ["timestamp with time zone"]
        case .boolean: ["boolean"]
        case .id: ["uuid"]
        case .list, .json: ["jsonb"]
        }
    }

    /// Stands to the right of its column, and is a number in JSON.
    public var isNumber: Bool {
        switch self {
        case .integer, .number, .money, .percent, .bytes: true
        case .text, .date, .time, .boolean, .id, .list, .json: false
        }
    }
}

/// A column of a report's rows.
public struct ReportColumn: Sendable, Hashable {
    /// Where a person at a terminal sees it.
    public enum Place: String, Sendable, Hashable { case column, below, hidden }

    public let name: String
    public let kind: ReportKind
    public let place: Place
    /// What it says, and in which unit.
    public let meaning: String
}

/// A number that is counted over all rows.
public struct ReportTotal: Sendable, Hashable {
    public let name: String
    public let kind: ReportKind
    /// The aggregate, over `rows`.
    let expression: String
    public let meaning: String
}

/// What a caller may set.
public struct ReportParameter: Sendable, Hashable {
    public let name: String
    public let kind: ReportKind
    /// In PostgreSQL's text format; nil where nothing is the default.
    public let standard: String?
    public let meaning: String
}
