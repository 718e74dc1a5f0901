import Inventory
import JSON

extension BMSStreams {
    /// One list of all time, in place of a call a ticket.
    static let timeEntries = Stream(
        description: StreamDescription(
            name: "time_entries", calls: [userInfo, "/v2/timelogs"], entity: TimeEntry.entity.description,
            reading: byModifiedOn, deletion: .absence,
            endOfList: endByTotal, period: .minutes(15), sweepPeriod: .days(7), callsPerThousand: 10)
    ) { (reader, request, position) async throws(ConnectorError) in
        let query = BMSQuery(path: "/v2/timelogs")
        return try await reader.list(
            request, at: position,
            queries: { since in
                guard let since else { return [query] }
                return ["ModifiedOnFrom", "CreatedOnFrom"].map { query.with($0, .text(since)) }
            }, map: { (row) throws(UnusableRecord) in try timeEntry(&row) })
    }

    private static func timeEntry(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        let span = BMSTimeSpan(row)
        var entry = TimeEntry()
        entry.ticketExternalID = row.id("ticketId")
        entry.companyExternalID = row.id("accountId")
        let names = [row.text("firstName"), row.text("lastName")].compactMap(\.self)
        entry.memberName = names.isEmpty ? nil : names.joined(separator: " ")
        entry.startedAt = span.start
        entry.endedAt = span.end
        entry.durationMinutes = span.minutes
        entry.isBillable = row.flag("isBillable")
        entry.workTypeLabel = row.text("workType")
        entry.notes = row.text("notes")
        return try row.record(entry, omitting: ["accountname", "weekstart", "weekend"])
    }
}

/// From when to when somebody worked, and how long.
struct BMSTimeSpan {
    let start: Timestamp?
    let end: Timestamp?
    let minutes: Int64?

    init(_ row: BMSRow) {
        let day = row.member("startDate")
        let start = row.times.moment(on: day, at: row.member("startTime"))
        var end = row.times.moment(on: day, at: row.member("endTime"))
        // An end before the start is on the next day.
        if let from = start, let to = end, to < from {
            end = Timestamp(microseconds: to.microseconds + 86_400_000_000)
        }
        self.start = start
        self.end = end
        minutes = Self.minutes(row.member("timespent").double, start, end)
    }

    /// `Timespent` is taken for hours, which is not established: where as minutes, and not as hours, it is what lies between
    /// start and end, it is minutes.
    private static func minutes(_ spent: Double?, _ start: Timestamp?, _ end: Timestamp?) -> Int64? {
        let between = start.flatMap { from in end.map { Double($0.microseconds - from.microseconds) / 60_000_000 } }
        guard let spent, spent >= 0 else { return between.flatMap { Int64(exactly: $0.rounded()) } }
        let hours = spent * 60
        if let between, abs(hours - between) > 1, abs(spent - between) <= 1 { return Int64(exactly: spent.rounded()) }
        return Int64(exactly: hours.rounded())
    }
}
