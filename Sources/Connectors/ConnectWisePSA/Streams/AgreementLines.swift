import Inventory

extension PSAStreams {
    /// Additions: a call an agreement. Their currency is the agreement's, and not on them.
    static let agreementLines = Stream(
        description: StreamDescription(
            name: "agreement_lines", calls: ["/{codebase}/apis/3.0/finance/agreements/{id}/additions"],
            entity: AgreementLine.entity.description, after: ["agreements"],
            reading: .perParent(entity: "agreements"), deletion: .absenceWithinParent, endOfList: endOfChildren,
            period: .hours(6), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.children(
            request, at: position, path: { (agreement) in "/finance/agreements/\(agreement)/additions" },
            map: { (row, agreement) throws(UnusableRecord) in try line(row, of: agreement) })
    }

    private static func line(_ row: PSARow, of agreement: String) throws(UnusableRecord) -> SourceRecord {
        var line = AgreementLine()
        line.agreementExternalID = agreement
        line.productExternalID = row.reference("product")
        line.name = row.text("description")
        line.quantity = row.decimal("quantity")
        line.billedQuantity = row.decimal("billedQuantity")
        line.includedQuantity = row.decimal("lessIncluded")
        line.unitPrice = row.decimal("unitPrice")
        line.unitCost = row.decimal("unitCost")
        line.startsOn = row.date("effectiveDate")
        line.endsOn = row.date("cancelledDate")
        return try row.record(line, carried: carried)
    }

    private static let carried: Set = [
        "agreementId", "description", "quantity", "billedQuantity", "lessIncluded", "unitPrice", "unitCost",
        "effectiveDate", "cancelledDate",
    ]
}
