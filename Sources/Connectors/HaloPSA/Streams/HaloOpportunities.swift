import Inventory
import JSON

extension HaloStreams {
    /// Records of the tickets' kind, in a list of their own.
    static let opportunities = Stream(
        description: StreamDescription(
            name: "opportunities", calls: ["/api/Opportunities", "/api/Agent"], entity: Opportunity.entity.description,
            reading: byLastUpdate, deletion: .absence, endOfList: endOfList,
            volatileVendorFields: HaloTicket.volatile, period: .hours(1), callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        let agents = try await reader.known.agents()
        let fetched = try await reader.fetched(.opportunities, request, at: position)
        var page = fetched.page { (json) throws(UnusableRecord) in try opportunity(json, agents) }
        page.highWater = fetched.rows.compactMap { HaloTicket.updatedAt($0) }.max()
        return page
    }

    private static func opportunity(
        _ json: JSONValue, _ agents: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var row = HaloRow(json)
        var opportunity = Opportunity()
        opportunity.companyExternalID = row.client()
        opportunity.name = row.text("summary")
        opportunity.closedOn = row.day("dateclosed")
        opportunity.stageLabel = row.text("pipeline_stage_name")
        opportunity.statusLabel = row.text("status_name")
        opportunity.status = status(opportunity)
        opportunity.probability = row.decimal("oppconversionprobability")
        opportunity.amount = row.decimal("oppvalue")
        opportunity.ownerName = owner(&row, agents)
        return try row.record(opportunity, updatedAt: HaloTicket.updatedAt(json))
    }

    private static func owner(_ row: inout HaloRow, _ agents: [String: String]) -> String? {
        let agent = HaloRow.id(row.json["agent_id"])
        guard let agent, agent != HaloPlaceholder.agent else { return nil }
        return row.text("agent_name") ?? agents[agent]
    }

    /// What is closed was won or lost by the words of its stage or its status; where they say neither, it is not known.
    private static func status(_ opportunity: Opportunity) -> OpportunityStatus? {
        guard opportunity.closedOn != nil else { return .open }
        let said = [opportunity.statusLabel, opportunity.stageLabel].compactMap(\.self).joined(separator: " ")
        let words = said.lowercased().split { !$0.isLetter }
        if words.contains("won") { return .won }
        return words.contains("lost") ? .lost : nil
    }
}
