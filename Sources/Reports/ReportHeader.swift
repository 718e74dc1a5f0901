import Foundation

/// The comment that a report's file begins with:
///
///     -- Hardware refresh
///     -- question: Which machines are due for replacement?
///     -- sources: devices, configurations
///     -- chart: quarter one_time
///     -- parameter: years integer = 5 | A machine is due at this age.
///     -- total: machines integer = count(*) | How many are due.
///     -- column: hostname text | The machine's name.
///     -- column: devices json hidden | The devices behind the row.
///
/// A line that begins with more blanks goes on with the one before.
struct ReportHeader {
    private(set) var title = ""
    private(set) var question = ""
    private(set) var sources: [String] = []
    private(set) var chart: [String]?
    private(set) var parameters: [ReportParameter] = []
    private(set) var columns: [ReportColumn] = []
    private(set) var totals: [ReportTotal] = []
    private let file: String

    init(_ text: Substring, file: String) throws(ReportError) {
        self.file = file
        let lines = Self.lines(text)
        title = lines.first ?? ""
        for line in lines.dropFirst() { try read(line) }
        guard !title.isEmpty, !question.isEmpty, !sources.isEmpty, !columns.isEmpty, !totals.isEmpty else {
            throw .badFile(file, "a title, a question, sources, a total and columns must be declared")
        }
    }

    private static func lines(_ text: Substring) -> [String] {
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            let content = line.dropFirst(2)
            if content.hasPrefix("  "), let last = lines.popLast() {
                lines.append(last + " " + content.trimmingCharacters(in: .whitespaces))
            } else {
                lines.append(content.trimmingCharacters(in: .whitespaces))
            }
        }
        return lines
    }

    private mutating func read(_ line: String) throws(ReportError) {
        guard let colon = line.firstIndex(of: ":") else { throw .badFile(file, "'\(line)' names nothing") }
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        switch line[..<colon] {
        case "question": question = value
        case "sources": sources = value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        case "chart": chart = value.split(separator: " ").map(String.init)
        case "parameter":
            let entry = try Entry(value, file)
            parameters.append(
                ReportParameter(name: entry.name, kind: entry.kind, standard: entry.value, meaning: entry.meaning))
        case "column":
            let entry = try Entry(value, file)
            let place = entry.place.isEmpty ? .column : ReportColumn.Place(rawValue: entry.place)
            guard let place else { throw .badFile(file, "'\(entry.place)' is no place of a column") }
            columns.append(
                ReportColumn(name: entry.name, kind: entry.kind, place: place, meaning: entry.meaning))
        case "total":
            let entry = try Entry(value, file)
            guard let expression = entry.value else { throw .badFile(file, "the total \(entry.name) counts nothing") }
            totals.append(
                ReportTotal(name: entry.name, kind: entry.kind, expression: expression, meaning: entry.meaning))
        default: throw .badFile(file, "'\(line[..<colon])' is not known in a header")
        }
    }

    /// `name kind place = value | meaning`.
    private struct Entry {
        let name: String
        let kind: ReportKind
        let place: String
        let value: String?
        let meaning: String

        init(_ text: String, _ file: String) throws(ReportError) {
            guard let bar = text.range(of: " | ") else { throw .badFile(file, "'\(text)' does not say what it means") }
            meaning = String(text[bar.upperBound...])
            let declared = text[..<bar.lowerBound]
            let equals = declared.range(of: " = ")
            value = equals.map { declared[$0.upperBound...].trimmingCharacters(in: .whitespaces) }
            let words = (equals.map { declared[..<$0.lowerBound] } ?? declared).split(separator: " ")
            guard words.count == 2 || words.count == 3, let kind = ReportKind(rawValue: String(words[1])) else {
                throw .badFile(file, "'\(text)' is not a name, a kind and a meaning")
            }
            name = String(words[0])
            self.kind = kind
            place = words.count == 3 ? String(words[2]) : ""
        }
    }
}
