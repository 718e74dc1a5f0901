import Inventory
import JSON

extension AutotaskStreams {
    private static let list = AutotaskList(
        entity: .timeEntries, changed: "lastModifiedDateTime", created: "createDateTime")

    /// Time that is not billable is hidden from levels that may not see it, and no error says so (trap 16).
    static let timeEntries = Stream(
        description: StreamDescription(
            name: "time_entries", calls: calls(.timeEntries, .resources, .billingCodes),
            entity: TimeEntry.entity.description, reading: incremental(list),
            deletion: .absence, endOfList: endOfList, period: .minutes(15))
    ) { (reader, request, position) async throws(ConnectorError) in
        let people = try await reader.known.people()
        let workTypes = try await reader.known.workTypes()
        return try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            try timeEntry(&row, people, workTypes)
        }
    }

    private static func timeEntry(
        _ row: inout AutotaskRow, _ people: [String: String], _ workTypes: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var entry = TimeEntry()
        entry.ticketExternalID = row.id("ticketID")
        entry.agreementExternalID = row.id("contractID")
        entry.memberName = row.value("resourceID").flatMap { people[$0] }
        // Entries without times have a day alone, which is not a moment.
        entry.startedAt = row.moment("startDateTime")
        entry.endedAt = row.moment("endDateTime")
        entry.durationMinutes = row.json["hoursWorked"].double.flatMap { Int64(exactly: ($0 * 60).rounded()) }
        entry.isBillable = row.flag("isNonBillable").map { !$0 }
        entry.workTypeLabel = row.value("billingCodeID").flatMap { workTypes[$0] }
        entry.notes = row.text("summaryNotes")
        return try row.record(entry)
    }
}
