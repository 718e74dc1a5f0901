import Foundation

/// Values as JSON and as people read them.
enum ReportText {
    /// A value in PostgreSQL's text format as JSON.
    static func json(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "null" }
        switch kind {
        case .integer, .number, .money, .percent, .bytes, .list, .json: return value
        case .boolean: return value == "t" ? "true" : "false"
        case .time: return quoted(moment(value))
        case .text, .date, .id: return quoted(value)
        }
    }

    /// `2026-07-01T08:00:00.123Z` of `2026-07-01 08:00:00.123+00`.
    static func moment(_ value: String) -> String {
        guard value.hasSuffix("+00") else { return value }
        return value.dropLast(3).replacing(" ", with: "T", maxReplacements: 1) + "Z"
    }

    /// A value for a person: money and numbers in groups of three, times to the minute.
    static func plain(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "" }
        switch kind {
        case .integer, .number, .money, .bytes: return grouped(value)
        case .percent: return value + " %"
        case .boolean: return value == "t" ? "yes" : "no"
        case .time: return String(value.prefix(16))
        case .list: return list(value).joined(separator: ", ")
        case .text, .date, .id, .json: return value.replacing("\n", with: " ")
        }
    }

    /// A JSON list of texts.
    static func list(_ json: String) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
    }

    /// The names in a JSON list of machines.
    static func hostnames(_ json: String) -> [String] {
        struct Machine: Decodable { var hostname: String? }
        let machines = (try? JSONDecoder().decode([Machine].self, from: Data(json.utf8))) ?? []
        return machines.map { $0.hostname ?? "a machine without a name" }
    }

    private static func grouped(_ value: String) -> String {
        let parts = value.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first, whole.drop(while: { $0 == "-" }).count > 3 else { return value }
        var digits = Array(whole)
        let first = digits[0] == "-" ? 1 : 0
        var place = digits.count - 3
        while place > first {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits) + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}":
                result +=
                    "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
