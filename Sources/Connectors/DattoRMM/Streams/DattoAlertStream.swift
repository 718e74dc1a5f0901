import Inventory
import JSON

extension DattoStreams {
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/api/v2/account/alerts/open", "/api/v2/account/alerts/resolved"],
            entity: Alert.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .resolvedByAbsence,
            endOfList: """
                Of the open ones: no nextPageUrl (null or empty), and as many rows as totalCount said. Those resolved \
                within a week follow, for the time at which they were, from eight pages at most (Alerts).
                """,
            period: .minutes(5))
    ) { (reader, _, position) throws(ConnectorError) in
        try await DattoAlertWalk(reader).page(at: position)
    }
}

/// The open alerts, and behind them those that were lately resolved, which alone know when.
///
/// How long and in which order the resolved ones are listed is not documented (trap 17): so the walk through them ends
/// at a page that holds nothing of the last week, unless the list runs from old to new, and after some pages anyway.
struct DattoAlertWalk {
    private static let resolvedDays: Int64 = 7
    private static let mostPages = 8
    private let reader: DattoReader

    init(_ reader: DattoReader) { self.reader = reader }

    func page(at position: ReadPosition?) async throws(ConnectorError) -> Page {
        position?.fields["resolved"] == nil ? try await open(at: position) : try await resolved(at: position)
    }

    /// No page size is asked for: what the alerts' lists bear is not published.
    private func list(_ name: String, at position: ReadPosition?) async throws(ConnectorError) -> DattoRows {
        try await reader.client.list("/v2/account/alerts/\(name)", "alerts", size: nil, at: position)
    }

    private func open(at position: ReadPosition?) async throws(ConnectorError) -> Page {
        let rows = try await list("open", at: position)
        var page = rows.page(id: { $0["alertUid"].cleaned }) { row throws(UnusableRecord) in
            try DattoAlert.record(row, isResolved: row["resolved"].bool ?? false)
        }
        guard page.next == nil else { return page }
        page.next = ReadPosition(["resolved": "1", "whole": page.provesWhole ? "yes" : "no"])
        page.provesWhole = false
        return page
    }

    private func resolved(at position: ReadPosition?) async throws(ConnectorError) -> Page {
        let fields = position?.fields ?? [:]
        let number = fields["resolved"].flatMap { Int($0) } ?? 1
        let rows = try await list("resolved", at: number == 1 ? nil : position)
        let since = (rows.cost.vendorDate ?? reader.now()).microseconds - Self.resolvedDays * 86_400_000_000
        let isRecent = { (row: JSONValue) in
            DattoTimes.moment(row["resolvedOn"]).map { $0.microseconds >= since } ?? false
        }
        var page = rows.page(id: { $0["alertUid"].cleaned }) { row throws(UnusableRecord) in
            isRecent(row) ? try DattoAlert.record(row, isResolved: row["resolved"].bool ?? true) : nil
        }
        let isPast = !rows.rows.contains(where: isRecent) && !Self.runsFromOldToNew(rows.rows)
        if page.next == nil || isPast || number >= Self.mostPages {
            page.next = nil
            page.provesWhole = fields["whole"] == "yes"
        } else {
            page.next?.fields["resolved"] = String(number + 1)
            page.next?.fields["whole"] = fields["whole"]
            page.provesWhole = false
        }
        return page
    }

    private static func runsFromOldToNew(_ rows: [JSONValue]) -> Bool {
        guard let first = rows.first.flatMap({ DattoTimes.moment($0["resolvedOn"]) }),
            let last = rows.last.flatMap({ DattoTimes.moment($0["resolvedOn"]) })
        else { return false }
        return first < last
    }
}
