import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres

/// Answers a list as lines: a page where `limit` asks for one, else all there is, streamed. What a page says around its
/// rows is in headers.
struct ListLines: Sendable {
    let read: ListRead
    let form: ListForm
    let logger: Logger

    /// The rows that are read at once of a whole list.
    static let pageRows = 500
    /// The bytes that are sent at once.
    private static let piece = 65_536

    func answer(_ first: ListPage, total: Int?, freshness: Freshness?, isWhole: Bool) -> Response {
        var headers = Self.headers(first, total, freshness)
        headers[.contentType] = form.contentType
        if isWhole { return Response(status: .ok, headers: headers, body: stream(first)) }
        headers[.nextCursor] = first.next?.text
        headers[.nextAfter] = first.nextAfter.map { String($0) }
        var text = JSONWriter(capacity: Self.piece)
        let rows = Rows(form, read.query)
        rows.begin(&text)
        for row in first.shown { rows.add(row, first.included, &text) }
        var response = Response.bytes(text.bytes, type: form.contentType)
        for field in headers where field.name != .contentType { response.headers.append(field) }
        return response
    }

    /// Page after page, the next not before the last one has been taken: what is kept is one page, however slowly it is
    /// read. An error ends the connection without the body's end, so that a part never looks like the whole.
    private func stream(_ first: ListPage) -> ResponseBody {
        ResponseBody { writer in
            do {
                try await write(first, to: &writer)
            } catch {
                logger.warning("a list was not sent to its end", metadata: ["error": "\(error)"])
                throw error
            }
            try await writer.finish(nil)
        }
    }

    private func write(_ first: ListPage, to writer: inout any ResponseBodyWriter) async throws {
        let rows = Rows(form, read.query)
        var text = JSONWriter(capacity: Self.piece)
        rows.begin(&text)
        var page = first
        while true {
            for row in page.shown {
                rows.add(row, page.included, &text)
                if text.bytes.count >= Self.piece { try await writer.write(ByteBuffer(bytes: text.taken())) }
            }
            try await writer.write(ByteBuffer(bytes: text.taken()))
            guard let next = page.next else { return }
            page = try await read.page(after: next.values)
        }
    }

    /// What a page tells of itself, as headers.
    private static func headers(_ page: ListPage, _ total: Int?, _ freshness: Freshness?) -> HTTPFields {
        var headers: HTTPFields = [.vary: "Accept"]
        headers[.totalCount] = total.map { String($0) }
        headers[.lastSequence] = page.reach.map { String($0.last) }
        headers[.historyAsOf] = page.past?.moment
        headers[.historyNotKept] = page.past.map { $0.notKept.joined(separator: ",") }
        guard let freshness else { return headers }
        headers[.freshnessAsOf] = freshness.asOf?.text
        headers[.freshnessOldest] = freshness.oldest?.text
        headers[.freshnessStale] = String(freshness.isStale)
        return headers
    }

    /// Rows in one of the forms.
    private struct Rows: Sendable {
        private let objects: RowWriter
        private let cells: CSVRows?

        init(_ form: ListForm, _ query: ListQuery) {
            objects = RowWriter(query.fields)
            cells = form == .csv ? CSVRows(query.fields, including: query.includes.map(\.name)) : nil
        }

        func begin(_ text: inout JSONWriter) { cells?.writeHeader(into: &text) }

        func add(_ row: Row, _ included: [IncludedRows], _ text: inout JSONWriter) {
            if let cells { return cells.write(row, including: included, into: &text) }
            objects.write(row, including: included, into: &text)
            text.raw("\n")
        }
    }
}

extension HTTPField.Name {
    static let freshnessAsOf = HTTPField.Name("X-Freshness-As-Of")!
    static let freshnessOldest = HTTPField.Name("X-Freshness-Oldest")!
    static let freshnessStale = HTTPField.Name("X-Freshness-Stale")!
    static let historyAsOf = HTTPField.Name("X-History-As-Of")!
    static let historyNotKept = HTTPField.Name("X-History-Not-Kept")!
    static let lastSequence = HTTPField.Name("X-Last-Sequence")!
    static let nextAfter = HTTPField.Name("X-Next-After")!
    static let nextCursor = HTTPField.Name("X-Next-Cursor")!
    static let totalCount = HTTPField.Name("X-Total-Count")!
}
