import Inventory

extension PSAStreams {
    static let agreements = Stream(
        description: StreamDescription(
            name: "agreements",
            calls: ["/{codebase}/apis/3.0/finance/agreements", "/{codebase}/apis/3.0/finance/billingCycles"],
            entity: Agreement.entity.description,
            owns: Set(Agreement.entity.description.columns.map(\.name)).subtracting(["monthly_amount"]),
            reading: byLastUpdated, deletion: .absence, endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) async throws(ConnectorError) in
            let cycles = try await reader.known.billingOptionsByID()
            let today = reader.now().date
            return try await reader.one("/finance/agreements", id) { (row) throws(UnusableRecord) in
                try agreement(row, cycles, today)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        let cycles = try await reader.known.billingOptionsByID()
        let today = reader.now().date
        return try await reader.list("/finance/agreements", request, at: position) { (row) throws(UnusableRecord) in
            try agreement(row, cycles, today)
        }
    }

    private static func agreement(
        _ row: PSARow, _ cycles: [String: String], _ today: CalendarDate
    ) throws(UnusableRecord) -> SourceRecord {
        var agreement = Agreement()
        agreement.companyExternalID = row.reference("company")
        agreement.name = row.text("name")
        agreement.kindLabel = row.name(of: "type")
        agreement.startsOn = row.date("startDate")
        // An open end makes whatever end date still stands there meaningless.
        agreement.endsOn = row.flag("noEndingDateFlag") == true ? nil : row.date("endDate")
        agreement.status = status(row, agreement, today)
        agreement.statusLabel = row.text("agreementStatus")
        agreement.amount = row.decimal("billAmount")
        agreement.currency = row.currency
        agreement.billingCycle = row.reference("billingCycle").flatMap { cycles[$0] }.flatMap(billingCycles.value)
        agreement.billingCycleLabel = row.name(of: "billingCycle")
        return try row.record(agreement, carried: carried)
    }

    private static func status(_ row: PSARow, _ agreement: Agreement, _ today: CalendarDate) -> AgreementStatus? {
        if row.flag("cancelledFlag") == true { return .cancelled }
        switch row.text("agreementStatus")?.lowercased() {
        case "active": return .active
        case "cancelled", "canceled": return .cancelled
        case "expired": return .expired
        // Not explained by the vendor; one that has not begun is a draft to us, of any other we do not know.
        case "inactive": return agreement.startsOn.map { $0 > today } == true ? .draft : nil
        // Versions without the member.
        case nil: return agreement.endsOn.map { $0 < today } == true ? .expired : .active
        default: return nil
        }
    }

    /// By `billingOptions`. BiMonthly may be twice a month or every second month.
    private static let billingCycles = Vocabulary<BillingCycle>(
        [
            "NotRecurring": .oneTime, "Weekly": .weekly, "BiWeekly": .biweekly, "Monthly": .monthly,
            "Quarterly": .quarterly, "SemiAnnual": .semiannual, "Yearly": .yearly,
        ], otherwise: .other)

    private static let carried: Set = [
        "name", "startDate", "cancelledFlag", "agreementStatus", "billAmount",
    ]
}
