import Inventory

extension ServiceNowStreams {
    private static let entitlements = ServiceNowTable(
        name: "service_entitlement",
        fields: [
            "entitlement_name", "account", "contract", "start_date", "end_date", "active", "per_unit", "total_units",
            "remaining_units", "unit",
        ])

    /// What a contract entitles to, where customer service is installed: quantities, no prices.
    static let agreementLines = Stream(
        description: StreamDescription(
            name: "agreement_lines", calls: tables(["service_entitlement"], isAudited: true),
            entity: AgreementLine.entity.description, reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, period: .hours(1))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            entitlements, request, at: position,
            gone: { SourceRecord(AgreementLine(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) }
        ) { (row) throws(UnusableRecord) in
            var line = AgreementLine()
            line.agreementExternalID = row.text("contract")
            line.name = row.text("entitlement_name")
            line.quantity = row.decimal("total_units")
            line.startsOn = row.day("start_date")
            line.endsOn = row.day("end_date")
            return try row.record(
                line, carried: ["entitlement_name", "contract", "total_units", "start_date", "end_date"])
        }
    }
}
