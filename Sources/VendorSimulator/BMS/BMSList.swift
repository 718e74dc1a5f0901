/// Lists in numbered pages, the first of which is 1, of at most a hundred rows.
struct BMSList {
    static let mostRows = 100
    let request: BMSRequest
    let hasTotal: Bool

    init(_ request: BMSRequest, hasTotal: Bool = true) {
        self.request = request
        self.hasTotal = hasTotal
    }

    /// A page, or what is wrong with the page that was asked for.
    /// - Parameter number: A row's own, by which its fate is drawn.
    func page<Row>(
        _ rows: [Row], number: (Row) -> Int, _ write: (Row, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        guard let page = natural("pagenumber", usual: 1), let size = natural("pagesize", usual: Self.mostRows) else {
            return BMSAnswer.failure(400, "The page is not valid", status: 400)
        }
        let disturbance = request.disturbance
        let rows = disturbance.has(.emptyLists) ? [] : rows
        let shown = shown(rows, page: disturbance.has(.cursorRepeats) ? 1 : page, size: size)
        return BMSAnswer.result(total: hasTotal ? rows.count : nil) { json in
            json.array { json in
                for row in shown where !disturbance.hides(row: number(row)) {
                    json.row(number(row), disturbance) { write(row, &$0) }
                }
            }
        }
    }

    private func shown<Row>(_ rows: [Row], page: Int, size: Int) -> ArraySlice<Row> {
        let given = request.disturbance.pageSize(asked: min(size, Self.mostRows))
        let count = min(rows.count, request.disturbance.depthCap ?? .max)
        let first = min((page - 1) * given, count)
        return rows[first..<min(first + given, count)]
    }

    private func natural(_ name: String, usual: Int) -> Int? {
        guard let text = request.parameters[name] else { return usual }
        return Int(text).flatMap { $0 > 0 && $0 < 1_000_000 ? $0 : nil }
    }
}
