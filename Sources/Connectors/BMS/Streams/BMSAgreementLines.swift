import Inventory
import JSON

extension BMSStreams {
    /// The contract lines that use a service: a call a service, since no list has a contract's. That it has all lines, and
    /// not only those open to bulk changes, is not established; it has no quantities.
    static let agreementLines = Stream(
        description: StreamDescription(
            name: "agreement_lines",
            calls: [userInfo, "\(servicesPath)/search", "\(servicesPath)/{id}/relatedservices/search"],
            entity: AgreementLine.entity.description, after: ["agreements", "products"],
            reading: .snapshot, deletion: .absence, endOfList: endByTotal, period: .hours(6), callsPerThousand: 100)
    ) { (reader, request, position) async throws(ConnectorError) in
        let services = ReadRequest(scope: .everything) { after, limit in
            let ids = try await reader.known.serviceIDs()
            return Array(ids.drop { id in after.map { id <= $0 } ?? false }.prefix(limit))
        }
        var page = try await ParentWalker().page(services, at: position) {
            (service, within) async throws(ConnectorError) in
            try await lines(of: service, reader, within)
        }
        // Services are no parents whose other lines would be gone.
        page.completedParents = []
        return page
    }

    private static func lines(
        of service: String, _ reader: BMSReader, _ within: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let path = "\(servicesPath)/\(URLText.encoded(service))/relatedservices/search"
        let list = try await reader.rows(
            ReadRequest(scope: .everything), at: within, queries: { _ in [BMSQuery(path: path, style: .search)] })
        var page = reader.page(of: list) { (row) throws(UnusableRecord) in try line(&row) }
        // Lines that may have slipped through are not gone.
        page.isSilent = page.next == nil && !list.provesWhole
        return page
    }

    private static func line(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        var line = AgreementLine()
        line.agreementExternalID = row.id("contractId")
        line.productExternalID = row.id("serviceId")
        line.name = row.text("serviceName")
        line.unitPrice = row.decimal("unitPrice")
        line.unitCost = row.decimal("unitCost")
        line.startsOn = row.day("effectiveDate")
        return try row.record(line, omitting: ["contractname", "accountname", "accountid"])
    }
}
