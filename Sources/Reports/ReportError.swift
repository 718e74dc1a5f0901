/// What can be wrong with a report or with how it is asked for.
public enum ReportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file of the catalogue cannot be read or does not declare what it must.
    case badFile(_ file: String, _ why: String)
    case unknownReport(_ name: String, known: [String])
    case unknownParameter(_ name: String, report: String, known: [String])
    case badParameter(_ name: String, value: String, kind: ReportKind)
    /// No company, or several, has the name.
    case unknownCompany(_ name: String, found: Int)
    /// What a person says in place of the program's files, or of an opportunity or product, is not of its form.
    case badWord(_ why: String)
    /// The program's files have no such product or price.
    case unknownSubject(_ name: String, kind: OwnWord.Kind, known: [String])
    /// No word with the id was said.
    case nothingSaid(_ id: String)
    /// No opportunity can have the key.
    case unknownOpportunity(_ key: String)
    /// No product of the PSA has the name or id.
    case unknownProduct(_ name: String)
    case unknownCategory(_ name: String, known: [String])

    public var description: String {
        switch self {
        case .badFile(let file, let why): "\(file): \(why)"
        case .unknownReport(let name, let known):
            "there is no report '\(name)'; there are \(known.joined(separator: ", "))"
        case .unknownParameter(let name, let report, let known):
            "the report \(report) takes no parameter '\(name)'; it takes \(known.joined(separator: ", "))"
        case .badParameter(let name, let value, let kind):
            "the parameter '\(name)' is \(Self.article(kind)), not '\(value)'"
        case .unknownCompany(let name, let found):
            found == 0 ? "there is no company '\(name)'" : "\(found) companies are called '\(name)'; give the id"
        case .badWord(let why): why
        case .unknownSubject(let name, let kind, let known):
            "there is no \(kind == .price ? "price" : "product") '\(name)'; there are \(known.joined(separator: ", "))"
        case .nothingSaid(let id): "nothing was said under the id '\(id)'"
        case .unknownOpportunity(let key): "there is no opportunity '\(key)'"
        case .unknownProduct(let name): "there is no product '\(name)'"
        case .unknownCategory(let name, let known):
            "there is no class of software '\(name)'; there are \(known.joined(separator: ", "))"
        }
    }

    private static func article(_ kind: ReportKind) -> String {
        switch kind {
        case .integer, .bytes: "a whole number"
        case .number, .money, .percent: "a number"
        case .date: "a date like 2027-01-31"
        case .boolean: "true or false"
        case .text, .time, .id, .list, .json: "a \(kind.rawValue)"
        }
    }
}
