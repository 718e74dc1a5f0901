public import Foundation
public import Postgres

/// How new what a report stands on is: the streams that fill the tables that it reads.
public struct ReportFreshness: Sendable, Hashable {
    /// One stream of one connection.
    public struct Source: Sendable, Hashable {
        public let connection: String
        public let vendor: String
        public let table: String
        public let stream: String
        /// When it was last read, in PostgreSQL's text format; nil: never.
        public let asOf: String?
        public let state: String
        public let isFresh: Bool
    }

    public let sources: [Source]

    /// Reads the states of the streams that fill a report's tables; without a report, of all. To be read before the rows, so that it promises no more than they keep.
    public static func read(_ report: Report?, tenant: UUID, reader: PostgresClient) async throws -> ReportFreshness {
        let rows = try await reader.query(
            """
            SELECT s.connection, s.vendor, s.source_table, s.stream, s.as_of, s.state, s.is_fresh FROM report.sources s
            WHERE s.tenant_id = \(tenant) AND (\(report?.sources)::text[] IS NULL OR s.source_table = ANY (\(report?.sources)::text[]))
            ORDER BY s.connection, s.source_table, s.stream
            """, tenant: tenant)
        return ReportFreshness(
            sources: try rows.map { (row) throws in
                Source(
                    connection: try row.get("connection"), vendor: try row.get("vendor"),
                    table: try row.get("source_table"),
                    stream: try row.get("stream"), asOf: row["as_of"], state: try row.get("state"),
                    isFresh: try row.get("is_fresh"))
            })
    }

    /// One line for people: since when all is at least known, and what is not to be relied on.
    public var words: String {
        let stale = sources.filter { !$0.isFresh }
        let oldest = sources.filter(\.isFresh).compactMap(\.asOf).min()
        let known = oldest.map { "As of \($0.prefix(16)) UTC" } ?? "No source has been read lately"
        guard !stale.isEmpty else { return known + "." }
        let names = stale.prefix(4).map { "\($0.stream) of \($0.connection) (\($0.state.replacing("_", with: " ")))" }
        let more = stale.count > 4 ? " and \(stale.count - 4) more" : ""
        return "\(known); not fresh: \(names.joined(separator: ", "))\(more)."
    }

    /// As an object.
    public var json: String {
        ReportJSON.object([
            ("oldest", ReportText.json(sources.compactMap(\.asOf).min(), .time)),
            ("stale", sources.isEmpty || sources.contains { !$0.isFresh } ? "true" : "false"),
            (
                "sources",
                ReportJSON.array(
                    sources.map { source in
                        ReportJSON.object([
                            ("connection", ReportText.quoted(source.connection)),
                            ("vendor", ReportText.quoted(source.vendor)),
                            ("table", ReportText.quoted(source.table)), ("stream", ReportText.quoted(source.stream)),
                            ("as_of", ReportText.json(source.asOf, .time)), ("state", ReportText.quoted(source.state)),
                            ("fresh", source.isFresh ? "true" : "false"),
                        ])
                    })
            ),
        ])
    }
}
