import Inventory

extension AutotaskStreams {
    private static let list = AutotaskList(entity: .contracts, changed: "lastModifiedDateTime")

    static let agreements = Stream(
        description: StreamDescription(
            name: "agreements", calls: calls(.contracts, fields: .contracts), entity: Agreement.entity.description,
            reading: incremental(list),
            deletion: .absence, endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(list, id) { (row) throws(UnusableRecord) in try agreement(&row) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in try agreement(&row) }
    }

    private static func agreement(_ row: inout AutotaskRow) throws(UnusableRecord) -> SourceRecord {
        var agreement = Agreement()
        agreement.companyExternalID = row.id("companyID")
        agreement.name = row.text("contractName")
        agreement.kindLabel = row.label("contractType")
        agreement.startsOn = row.day("startDate")
        agreement.endsOn = row.day("endDate")
        agreement.status = status(row, agreement)
        agreement.statusLabel = row.label("status")
        return try row.record(agreement)
    }

    /// In effect or not is all that the vendor says; the dates tell the rest.
    private static func status(_ row: AutotaskRow, _ agreement: Agreement) -> AgreementStatus? {
        let isOver = agreement.endsOn.map { $0 < row.today } == true
        switch row.value("status") {
        case "1": return isOver ? .expired : agreement.startsOn.map { $0 > row.today } == true ? .draft : .active
        case "0": return isOver ? .expired : .cancelled
        default: return nil
        }
    }
}
