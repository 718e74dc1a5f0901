import Inventory

extension AutotaskStreams {
    private static let list = AutotaskList(
        entity: .opportunities, changed: "lastActivity", created: "createDate")

    static let opportunities = Stream(
        description: StreamDescription(
            name: "opportunities", calls: calls(.opportunities, .resources, fields: .opportunities),
            entity: Opportunity.entity.description, reading: incremental(list),
            deletion: .absence, endOfList: endOfList, period: .hours(1))
    ) { (reader, request, position) async throws(ConnectorError) in
        let people = try await reader.known.people()
        return try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            try opportunity(&row, people)
        }
    }

    private static func opportunity(
        _ row: inout AutotaskRow, _ people: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var opportunity = Opportunity()
        opportunity.companyExternalID = row.id("companyID")
        opportunity.name = row.text("title")
        let (lost, won) = (row.day("lostDate"), row.day("closedDate"))
        opportunity.status = status(row.label("status"), isLost: lost != nil, isClosed: won != nil)
        opportunity.statusLabel = row.label("status")
        opportunity.stageLabel = row.label("stage")
        opportunity.probability = row.decimal("probability")
        opportunity.ownerName = row.value("ownerResourceID").flatMap { people[$0] }
        opportunity.amount = row.decimal("amount")
        opportunity.expectedCloseOn = row.day("projectedCloseDate")
        opportunity.closedOn = won ?? lost
        return try row.record(opportunity)
    }

    /// By its dates: the names of its status are the tenant's, and only "lost" is asked for among them.
    private static func status(_ label: String?, isLost: Bool, isClosed: Bool) -> OpportunityStatus {
        if isLost || label?.lowercased() == "lost" { return .lost }
        return isClosed ? .won : .open
    }
}
