import Inventory
import JSON

extension PSAStreams {
    /// By their own times: whether an entry touches its ticket's is not established.
    static let timeEntries = Stream(
        description: StreamDescription(
            name: "time_entries", calls: ["/{codebase}/apis/3.0/time/entries"], entity: TimeEntry.entity.description,
            reading: byLastUpdated, deletion: .absence, endOfList: endOfList, period: .minutes(15))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/time/entries", request, at: position) { (row) throws(UnusableRecord) in
            try timeEntry(row)
        }
    }

    private static func timeEntry(_ row: PSARow) throws(UnusableRecord) -> SourceRecord {
        var entry = TimeEntry()
        entry.ticketExternalID = ticket(row)
        entry.companyExternalID = row.reference("company")
        entry.agreementExternalID = row.reference("agreement")
        entry.memberName = row.name(of: "member") ?? row["member"]["identifier"].cleaned
        entry.startedAt = row.moment("timeStart")
        entry.endedAt = row.moment("timeEnd")
        entry.durationMinutes = minutes(row)
        entry.isBillable = isBillable[row.text("billableOption") ?? ""]
        entry.billingLabel = row.text("billableOption")
        entry.hourlyRate = row.decimal("hourlyRate")
        entry.workTypeLabel = row.name(of: "workType")
        entry.notes = PSANoteText.lines(row.text("notes"))
        return try row.record(entry, carried: carried)
    }

    /// What is charged to is a ticket for two kinds of target only; newer versions name the ticket too.
    private static func ticket(_ row: PSARow) -> String? {
        let isTicket = ["ServiceTicket", "ProjectTicket"].contains(row.text("chargeToType"))
        return (isTicket ? row.id("chargeToId") : nil) ?? row.reference("ticket")
    }

    /// `actualHours` is what was worked; from start to end is longer by the break.
    private static func minutes(_ row: PSARow) -> Int64? {
        if let hours = row["actualHours"].double { return wholeMinutes(hours) }
        guard let start = row.moment("timeStart"), let end = row.moment("timeEnd"), end >= start else { return nil }
        let hours = Double(end.microseconds - start.microseconds) / 3_600_000_000
        return wholeMinutes(max(0, hours - (row["hoursDeduct"].double ?? 0)))
    }

    private static func wholeMinutes(_ hours: Double) -> Int64? { Int64(exactly: (hours * 60).rounded()) }

    /// `NoDefault` says neither.
    private static let isBillable = ["Billable": true, "DoNotBill": false, "NoCharge": false]

    private static let carried: Set = ["timeStart", "timeEnd", "billableOption", "hourlyRate", "notes"]
}
