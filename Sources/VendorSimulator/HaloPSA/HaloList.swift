/// Lists: numbered pages where they are asked for in the vendor's own spelling, else the newest so many rows. A page has a
/// hundred rows at most, and an unpaged list a thousand, of which the count then says that they are all.
struct HaloList {
    static let mostOfPage = 100
    static let most = 1000
    private static let usual = 50

    let request: HaloRequest
    let key: StaticString

    /// - Parameters:
    ///   - rows: In the order of ids.
    ///   - number: A row's own, by which its fate is drawn.
    func answer<Row>(
        _ rows: [Row], number: (Row) -> Int, _ write: (Row, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        let disturbance = request.call.disturbance
        let rows = disturbance.has(.emptyLists) ? [] : rows
        let (shown, count) = request.asks("pageinate") ? page(rows) : newest(rows)
        return .json { json in
            json.object { json in
                json.member("record_count", count)
                // Told by some lists and by others not.
                if request.call.number % 2 == 0 { json.member("page_no", request.number("page_no") ?? 1) }
                json.member(
                    key,
                    array: { json in
                        for row in shown where !disturbance.hides(row: number(row)) {
                            json.row(number(row), disturbance) { write(row, &$0) }
                        }
                    })
            }
        }
    }

    private func page<Row>(_ rows: [Row]) -> (shown: [Row], count: Int) {
        let disturbance = request.call.disturbance
        let asked = min(max(1, request.number("page_size") ?? Self.usual), Self.mostOfPage)
        let size = disturbance.pageSize(asked: asked)
        let number = disturbance.has(.cursorRepeats) ? 1 : max(1, request.number("page_no") ?? 1)
        let count = min(rows.count, disturbance.depthCap ?? .max)
        let first = min((number - 1) * size, count)
        let places = first..<min(first + size, count)
        if isAscending { return (Array(rows[places]), rows.count) }
        return (places.map { rows[count - 1 - $0] }, rows.count)
    }

    /// Without the order that was asked for it is another.
    private var isAscending: Bool { request.parameter("order") != nil && !request.asks("orderdesc") }

    private func newest<Row>(_ rows: [Row]) -> (shown: [Row], count: Int) {
        let asked = min(request.number("count") ?? Self.usual, Self.most)
        let isCapped = asked == Self.most && rows.count > asked
        return (Array(rows.suffix(asked).reversed()), isCapped ? Self.most : rows.count)
    }
}

extension HaloRequest {
    /// A list that knows no pages: a bare array.
    func bare<Row>(_ rows: [Row], number: (Row) -> Int, _ write: (Row, inout JSONWriter) -> Void) -> VendorAnswer {
        let disturbance = call.disturbance
        return .json { json in
            json.array { json in
                for row in disturbance.has(.emptyLists) ? [] : rows where !disturbance.hides(row: number(row)) {
                    json.row(number(row), disturbance) { write(row, &$0) }
                }
            }
        }
    }

    /// One record by its id, or 404.
    func one<Row>(_ row: Row?, number: (Row) -> Int, _ write: (Row, inout JSONWriter) -> Void) -> VendorAnswer {
        guard let row else { return HaloError.notFound }
        return .json { json in json.row(number(row), call.disturbance) { write(row, &$0) } }
    }
}
