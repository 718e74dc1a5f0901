import Postgres

/// Writes a list's answer: the rows, the page, the freshness.
struct PageWriter: Sendable {
    let query: ListQuery
    let fingerprint: UInt64
    /// Of the change feed: how far it reaches.
    var reach: FeedReach?
    /// Of an answer about the past: which moment, and what is not kept of it.
    var past: Past?
    var included: [IncludedRows] = []

    /// `rows` has one row more than the limit where there is a next page.
    func write(_ rows: Rows, total: Int?, freshness: Freshness?) -> [UInt8] {
        let shown = rows.prefix(query.limit)
        var writer = JSONWriter(capacity: 1024 + shown.count * query.fields.count * 32)
        let cells = RowWriter(query.fields)
        writer.raw("{\"data\":")
        writer.list(shown, open: "[", close: "]") { cells.write($0, including: included, into: &$1) }
        let next = rows.count > query.limit ? shown.last.map { cursor(after: $0).text } : nil
        let page = JSONTree.object(
            [
                ("limit", .integer(Int64(query.limit))), ("next_cursor", .optional(next)),
                ("total", total.map { .integer(Int64($0)) } ?? .null),
            ] + place(in: rows, shown.last))
        writer.raw(",\"page\":")
        page.write(into: &writer)
        Self.finish(past, freshness, &writer)
        return writer.bytes
    }

    /// Where a reader of the change feed goes on. After the last page that is the feed's end, whatever was left out of it.
    private func place(in rows: Rows, _ last: Row?) -> [(String, JSONTree)] {
        guard let reach else { return [] }
        let shown = last?[query.fields.count].flatMap { Int64($0) }
        let next = rows.count > query.limit ? shown : reach.last
        return [
            ("next_after", query.isInOrder ? next.map { .integer($0) } ?? .null : .null),
            ("last_sequence", .integer(reach.last)),
        ]
    }

    static func write(
        _ row: Row, fields: [Field], included: [IncludedRows], past: Past?, freshness: Freshness
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.raw("{\"data\":")
        RowWriter(fields).write(row, including: included, into: &writer)
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
            freshness.json.write(into: &writer)
        }
        writer.raw("}")
    }

    /// The sort keys stand after the fields.
    private func cursor(after row: Row) -> Cursor {
        Cursor(query: fingerprint, values: query.sort.indices.map { row[query.fields.count + $0] })
    }
}
