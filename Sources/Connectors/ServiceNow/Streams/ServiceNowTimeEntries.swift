import Inventory

extension ServiceNowStreams {
    static let timeWorked = ServiceNowTable(
        name: "task_time_worked",
        fields: [
            "task", "task.sys_class_name", "task.company", "user", "time_worked", "time_in_seconds", "work_date",
            "category", "comments", "time_card",
        ])

    /// One row for each run of the timer, on tickets and on tasks of other sorts. Time cards are not read: they hold the
    /// same hours by the week.
    static let timeEntries = Stream(
        description: StreamDescription(
            name: "time_entries", calls: tables(["task_time_worked"], isAudited: true),
            entity: TimeEntry.entity.description, reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, period: .minutes(15))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            timeWorked, request, at: position,
            gone: { SourceRecord(TimeEntry(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) }
        ) { (row) throws(UnusableRecord) in
            var entry = TimeEntry()
            entry.ticketExternalID = row.text("task")
            entry.companyExternalID = row.text("task.company")
            entry.memberName = row.label("user")
            // Only the day is kept: its beginning.
            entry.startedAt = row.day("work_date")?.midnight
            entry.durationMinutes = minutes(row)
            entry.workTypeLabel = row.label("category") ?? row.text("category")
            entry.notes = row.text("comments")
            return try row.record(entry, carried: ["task", "task.company", "work_date", "comments"])
        }
    }

    private static func minutes(_ row: ServiceNowRow) -> Int64? {
        let seconds = row.text("time_in_seconds").flatMap { Int64($0) } ?? row.duration("time_worked")
        return seconds.map { ($0 + 30) / 60 }
    }
}
