/// A line of a table whose columns are as wide as they are said to be: the first to the left, the others to the right.
enum Columns {
    static func line(_ cells: [String], widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { index, pair in
            let room = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
            return index == 0 ? pair.0 + room : room + pair.0
        }.joined()
    }
}
