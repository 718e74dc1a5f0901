import Inventory

extension PSAStreams {
    /// Amounts are not on the header but in its forecast, which is not read: `amount` stays unknown.
    static let opportunities = Stream(
        description: StreamDescription(
            name: "opportunities",
            calls: ["/{codebase}/apis/3.0/sales/opportunities", "/{codebase}/apis/3.0/sales/opportunities/statuses"],
            entity: Opportunity.entity.description,
            reading: byLastUpdated, deletion: .absence, endOfList: endOfList, period: .hours(1))
    ) { (reader, request, position) async throws(ConnectorError) in
        let statuses = try await reader.known.opportunityFlagsByStatus()
        return try await reader.list("/sales/opportunities", request, at: position) { (row) throws(UnusableRecord) in
            try opportunity(row, statuses)
        }
    }

    private static func opportunity(
        _ row: PSARow, _ statuses: [String: PSAKnowledge.OpportunityFlags]
    ) throws(UnusableRecord) -> SourceRecord {
        var opportunity = Opportunity()
        opportunity.companyExternalID = row.reference("company")
        opportunity.name = row.text("name")
        opportunity.status = status(row, row.reference("status").flatMap { statuses[$0] })
        opportunity.statusLabel = row.name(of: "status")
        opportunity.stageLabel = row.name(of: "stage")
        opportunity.probability = probability(row.name(of: "probability"))
        opportunity.ownerName = row.name(of: "primarySalesRep")
        opportunity.currency = row.currency
        opportunity.expectedCloseOn = row.date("expectedCloseDate")
        opportunity.closedOn = row.date("closedDate")
        return try row.record(opportunity, carried: ["name", "expectedCloseDate", "closedDate"])
    }

    /// By the status's flags; where they may not be read, by the vendor's own three names alone.
    private static func status(_ row: PSARow, _ flags: PSAKnowledge.OpportunityFlags?) -> OpportunityStatus? {
        guard let flags else { return row.name(of: "status").flatMap { OpportunityStatus(rawValue: $0.lowercased()) } }
        if flags.isWon { return .won }
        if flags.isLost { return .lost }
        return flags.isClosed ? nil : .open
    }

    /// A reference whose name is a percentage ("75", "75%").
    private static func probability(_ name: String?) -> DecimalText? {
        name.flatMap { DecimalText($0.filter { $0 != "%" && !$0.isWhitespace }) }
    }
}
