import Foundation
import Matching
import Postgres

/// Matches as a person reads them: a line each, and beneath it what speaks for and against it.
struct MatchTable {
    private static let width = 100
    private static let indent = "    "

    let matches: [Match]

    var text: String {
        var table = TextTable(["organization", "company", "state", "found by", "score", "decided by"])
        for match in matches {
            table.add([
                Self.name(match.organization, of: match.rmm) ?? match.organizationID.postgresText,
                Self.name(match.company, of: match.psa) ?? match.companyID.postgresText,
                match.state.rawValue, match.method, match.score.map { String(Int(($0 * 100).rounded())) + " %" } ?? "",
                match.decidedBy ?? "",
            ])
        }
        let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let rows = zip(lines.dropFirst(), matches).flatMap { line, match in [line] + Self.reasons(match.signs ?? []) }
        return (lines.prefix(1) + rows).joined(separator: "\n")
    }

    /// As `match confirm` takes it: what several vendors call alike is told apart by the connection.
    private static func name(_ name: String?, of connection: String?) -> String? {
        name.map { name in connection.map { "\($0)/\(name)" } ?? name }
    }

    private static func reasons(_ signs: [Sign]) -> [String] {
        let sorted = signs.sorted { $0.weight > $1.weight }
        let against = sorted.filter { $0.weight < 0 }
        return wrapped(words(sorted.filter { $0.weight >= 0 })) + wrapped(words(against), after: "against it: ")
    }

    private static func words(_ signs: [Sign]) -> [String] {
        signs.map { "\($0.kind.rawValue.replacing("_", with: " ")): \($0.detail)" }
    }

    /// As many on a line as it is wide.
    private static func wrapped(_ reasons: [String], after start: String = "") -> [String] {
        guard let first = reasons.first else { return [] }
        return reasons.dropFirst().reduce(into: [indent + start + first]) { lines, reason in
            let longer = lines[lines.count - 1] + "; " + reason
            if longer.count <= width { lines[lines.count - 1] = longer } else { lines.append(indent + reason) }
        }
    }
}
