import Inventory
import JSON

extension ServiceNowStreams {
    /// Choices, groups and whoever is in a group: names to ids. A list that our user may not see is left out, and then
    /// nothing is proven gone.
    static let lookups = Stream(
        description: StreamDescription(
            name: "lookups", calls: tables(["sys_choice", "sys_user_group", "sys_user_grmember"]),
            entity: Lookup.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(12))
    ) { (reader, request, position) async throws(ConnectorError) in
        var walk = ServiceNowWalk(position)
        let place = walk.place
        do throws(ConnectorError) {
            var page = place == 0 ? try await choices(reader, &walk) : try await list(lists[place - 1], reader, &walk)
            page.next = walk.place <= lists.count ? walk.position : nil
            page.provesWhole = page.next == nil && walk.isWhole
            return page
        } catch {
            guard let reason = error.reasonToSkip else { throw error }
            walk.leave(isWhole: false)
            let name = place == 0 ? "sys_choice" : lists[place - 1].name
            return Page(
                next: walk.place <= lists.count ? walk.position : nil,
                skippedParents: [RejectedRecord(externalID: name, reason: reason, payload: "{}")], calls: 1)
        }
    }

    private static let lists = [
        ServiceNowTable(name: "sys_user_group", fields: ["name", "active"]),
        ServiceNowTable(name: "sys_user_grmember", fields: ["user", "user.active", "user.user_name"]),
    ]

    private static func list(
        _ table: ServiceNowTable, _ reader: ServiceNowReader, _ walk: inout ServiceNowWalk
    ) async throws(ConnectorError) -> Page {
        let answer = try await reader.client.page(of: table, at: walk.pager)
        walk.take(answer.step, rows: answer.rows.count, answer.cost)
        return ServiceNowReader.page(answer.rows, table, answer.cost) { (row) throws(UnusableRecord) in
            table.name == "sys_user_group" ? try group(row) : try member(row)
        }
    }

    private static func group(_ row: ServiceNowRow) throws(UnusableRecord) -> SourceRecord {
        var lookup = Lookup()
        (lookup.kind, lookup.name, lookup.isActive) = ("ticket_queue", row.text("name"), row.flag("active"))
        return try row.record(
            lookup, id: "ticket_queue:\(try row.required("sys_id"))", carried: ["name", "active"])
    }

    /// Once for each group that somebody is in; the same each time.
    private static func member(_ row: ServiceNowRow) throws(UnusableRecord) -> SourceRecord? {
        // A membership may outlive its user.
        guard let user = row.text("user") else { return nil }
        var lookup = Lookup()
        lookup.kind = "member"
        lookup.name = row.label("user") ?? row.text("user.user_name")
        lookup.isActive = row.flag("user.active")
        return SourceRecord(lookup, externalID: "member:\(user)")
    }

    private static func choices(
        _ reader: ServiceNowReader, _ walk: inout ServiceNowWalk
    ) async throws(ConnectorError) -> Page {
        let wanted = ServiceNowChoices(reader.options.ticketTables)
        let answer = try await reader.client.all(of: wanted.table)
        walk.leave(isWhole: true)
        let records = wanted.records(answer.rows.map { ServiceNowRow(json: $0) })
        return Page(
            records: records, vendorDate: answer.cost.vendorDate, calls: answer.cost.calls, bytes: answer.cost.bytes)
    }
}

extension ConnectorError {
    /// Why one list of several is left out; nil where the error concerns them all.
    fileprivate var reasonToSkip: String? {
        switch self {
        case .forbidden(let words), .notFound(let words), .notAvailable(let words): words
        default: nil
        }
    }
}
