/// Rows under a header, columns as wide as they need to be; numbers stand to the right.
struct TextTable {
    let header: [String]
    private(set) var rows: [[String]] = []

    init(_ header: [String]) { self.header = header }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The table as lines without trailing blanks.
    var text: String {
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([header] + rows).map { row in
            let cells = row.indices.map { pad(row[$0], to: widths[$0], right: isNumeric($0)) }
            return trimmedEnd(cells.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    private func isNumeric(_ column: Int) -> Bool {
        !rows.isEmpty
            && rows.allSatisfy { $0[column].allSatisfy { $0.isNumber || $0 == "." || $0 == "," || $0 == "-" } }
    }

    private func pad(_ text: String, to width: Int, right: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return right ? blanks + text : text + blanks
    }

    private func trimmedEnd(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
