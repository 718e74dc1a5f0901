import Inventory
import JSON

extension AutotaskStreams {
    static let contractServices = lines(
        AutotaskLines(
            stream: "contract_services", kind: "service", list: AutotaskList(entity: .contractServices),
            units: .contractServiceUnits, line: "contractServiceID", names: .services, product: "serviceID"))

    static let contractServiceBundles = lines(
        AutotaskLines(
            stream: "contract_service_bundles", kind: "bundle", list: AutotaskList(entity: .contractServiceBundles),
            units: .contractServiceBundleUnits, line: "contractServiceBundleID", names: .serviceBundles,
            product: "serviceBundleID"))

    private static func lines(_ lines: AutotaskLines) -> Stream {
        Stream(
            description: StreamDescription(
                name: lines.stream, calls: calls(lines.list.entity, lines.names, lines.units),
                entity: AgreementLine.entity.description, reading: .snapshot,
                deletion: .absence, endOfList: endOfList, period: .hours(6))
        ) { (reader, request, position) async throws(ConnectorError) in
            let answer = try await reader.rows(lines.list, request, at: position)
            let names = try await reader.known.names(of: lines.names)
            let units = try await lines.units(answer, reader)
            return try await reader.page(answer, lines.list, request) { (row) throws(UnusableRecord) in
                try lines.line(&row, names, units)
            }
        }
    }
}

/// Services of contracts, or bundles of services: the lines, their units a period, and what they are called lie in three
/// entities.
struct AutotaskLines: Sendable {
    let stream: String
    /// Stands before the ids, which are unique within an entity only.
    let kind: String
    let list: AutotaskList
    let units: AutotaskEntity
    /// The field of the units that names the line.
    let line: String
    let names: AutotaskEntity
    /// The field of the line that names the service.
    let product: String

    func line(
        _ row: inout AutotaskRow, _ names: [String: String], _ units: [String: JSONValue]
    ) throws(UnusableRecord) -> SourceRecord {
        var line = AgreementLine()
        line.agreementExternalID = row.id("contractID")
        line.productExternalID = row.id(product).map { "\(kind):\($0)" }
        line.name = row.value(product).flatMap { names[$0] } ?? row.text("invoiceDescription")
        line.quantity = row.value("id").flatMap { units[$0] }?["units"].cleaned.flatMap { DecimalText($0) }
        line.unitPrice = row.decimal("unitPrice")
        line.unitCost = row.decimal("unitCost")
        return try row.record(line, kind: kind)
    }

    /// The periods that hold today, by line: older ones stay in the list with numbers of their own. Of two that meet in
    /// today the later.
    func units(_ page: AutotaskPage, _ reader: AutotaskReader) async throws(ConnectorError) -> [String: JSONValue] {
        let today = reader.today(page)
        let list = AutotaskList(
            entity: units, conditions: [.onOrBefore("startDate", today), .onOrAfter("endDate", today)],
            fields: ["id", line, "units", "startDate", "endDate"])
        let rows = try await reader.lists.rows(list, ids: page.rows.compactMap { $0["id"].integer }, by: line)
        let byLine = rows.compactMap { row in row[line].text.map { ($0, row) } }
        return Dictionary(byLine) { first, second in
            (Times.day(second["startDate"]) ?? today) >= (Times.day(first["startDate"]) ?? today) ? second : first
        }
    }
}
