import Postgres

/// Writes a list's answer: the rows, the page, the freshness.
struct PageWriter: Sendable {
    let page: ListPage

    func write(total: Int?, freshness: Freshness?) -> [UInt8] {
        let (query, shown) = (page.query, page.shown)
        var writer = JSONWriter(capacity: 1024 + shown.count * query.fields.count * 32)
        let cells = RowWriter(query.fields)
        writer.raw("{\"data\":")
        writer.list(shown, open: "[", close: "]") { cells.write($0, including: page.included, into: &$1) }
        let about = JSONTree.object(
            [
                ("limit", .integer(Int64(query.limit))), ("next_cursor", .optional(page.next?.text)),
                ("total", total.map { .integer(Int64($0)) } ?? .null),
            ] + place)
        writer.raw(",\"page\":")
        about.write(into: &writer)
        Self.finish(page.past, freshness, &writer)
        return writer.bytes
    }

    /// Where a reader of the change feed goes on.
    private var place: [(String, JSONTree)] {
        guard let reach = page.reach else { return [] }
        return [
            ("next_after", page.nextAfter.map { .integer($0) } ?? .null), ("last_sequence", .integer(reach.last)),
        ]
    }

    static func write(
        _ row: Row, _ cells: RowWriter, included: [IncludedRows] = [], more: [(String, JSONTree)] = [],
        past: Past? = nil, freshness: Freshness?
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.raw("{\"data\":")
        cells.write(row, including: included, into: &writer)
        for (name, tree) in more {
            writer.raw(",\"\(name)\":")
            tree.write(into: &writer)
        }
        finish(past, freshness, &writer)
        return writer.bytes
    }

    static func finish(_ past: Past?, _ freshness: Freshness?, _ writer: inout JSONWriter) {
        if let past {
            writer.raw(",\"history\":")
            past.json.write(into: &writer)
        }
        if let freshness {
            writer.raw(",\"freshness\":")
            writer.raw(freshness.bytes)
        }
        writer.raw("}")
    }
}
