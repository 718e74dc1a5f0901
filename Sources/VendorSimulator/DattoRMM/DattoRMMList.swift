/// Lists in numbered pages, the first of which is 0.
struct DattoRMMList {
    static let mostRows = 250
    let request: DattoRMMRequest
    /// The member that holds the rows.
    let name: StaticString

    init(_ request: DattoRMMRequest, _ name: StaticString) {
        self.request = request
        self.name = name
    }

    /// A page, or 400 for a page or a size that is none.
    /// - Parameter number: A row's own, by which its fate is drawn.
    func page<Row>(
        _ rows: [Row], number: (Row) -> Int, _ write: (Row, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        guard let asked = natural("page", usual: 0), let most = natural("max", usual: Self.mostRows), most > 0 else {
            return request.refused(400)
        }
        let disturbance = request.call.disturbance
        let rows = disturbance.has(.emptyLists) ? [] : rows
        let page = disturbance.has(.cursorRepeats) ? 0 : asked
        let size = disturbance.pageSize(asked: min(most, Self.mostRows))
        let count = min(rows.count, disturbance.depthCap ?? .max)
        let first = min(page * size, count)
        let shown = rows[first..<min(first + size, count)]
        let hasNext = first + size < count
        return .json { json in
            json.object { json in
                json.member(
                    "pageDetails",
                    object: { details in
                        details.member("count", shown.count)
                        details.member("totalCount", rows.count)
                        details.member("prevPageUrl", page > 0 ? url(page: page - 1, most) : nil)
                        details.member("nextPageUrl", hasNext ? url(page: asked + 1, most) : end(request.call.number))
                    })
                json.member(
                    name,
                    array: { json in
                        for row in shown where !disturbance.hides(row: number(row)) {
                            json.row(number(row), disturbance) { write(row, &$0) }
                        }
                    })
            }
        }
    }

    /// Nothing follows: null one time, an empty text another.
    private func end(_ call: Int) -> String? { call % 2 == 0 ? nil : "" }

    /// Without the filters of the call.
    private func url(page: Int, _ most: Int) -> String {
        "\(request.call.baseURL)\(request.call.path)?page=\(page)&max=\(most)"
    }

    private func natural(_ parameter: String, usual: Int) -> Int? {
        guard let text = request.call.parameter(parameter) else { return usual }
        return Int(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
