import Inventory
import JSON

extension HaloStreams {
    /// Columns of a contract that its list row does not have; what it brings in a month is not known.
    private static let agreementDetailColumns: Set = ["billing_cycle", "billing_cycle_label"]

    static let agreements = Stream(
        description: StreamDescription(
            name: "agreements", calls: ["/api/ClientContract"], entity: Agreement.entity.description,
            owns: columns(of: Agreement.entity.description, but: agreementDetailColumns), reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(6), callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(.contracts, ReadRequest(scope: .everything), at: position) {
            (json) throws(UnusableRecord) in try agreement(json)
        }
    }

    /// The cycle, which the list has as a number of no established meaning and the single record in words.
    static let agreementDetails = Stream(
        description: StreamDescription(
            name: "agreement_details", calls: ["/api/ClientContract/{id}"], entity: Agreement.entity.description,
            owns: agreementDetailColumns, isPrimary: false, after: ["agreements"],
            reading: .perParent(entity: "agreements"), deletion: .never, endOfList: endOfRecord, period: .hours(6),
            sweepPeriod: .days(7), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (contract, _) async throws(ConnectorError) in
            let answer = try await reader.record(HaloList.contracts.path, contract)
            var agreement = Agreement()
            agreement.billingCycleLabel = answer.json["billing_period_string"].cleaned
            agreement.billingCycle = agreement.billingCycleLabel.flatMap(cycle)
            return Page(
                records: [SourceRecord(agreement, externalID: contract)], vendorDate: answer.cost.vendorDate,
                calls: answer.cost.calls, bytes: answer.cost.bytes)
        }
    }

    /// `refextra` is a further name and often empty; `ref` is the one that people see.
    private static func agreement(_ json: JSONValue) throws(UnusableRecord) -> SourceRecord {
        var row = HaloRow(json)
        var agreement = Agreement()
        agreement.companyExternalID = row.client()
        agreement.name = row.text(anyOf: ["refextra", "ref"])
        agreement.kindLabel = row.text("contracttype_name")
        agreement.startsOn = row.day("start_date")
        agreement.endsOn = row.day("end_date")
        agreement.status = status(json)
        agreement.statusLabel = row.text("contract_status")
        agreement.amount = row.decimal("periodchargeamount")
        let updated = row.moment("last_modified")
        return try row.record(agreement, updatedAt: updated)
    }

    /// `status` is the approval, and not this.
    private static func status(_ json: JSONValue) -> AgreementStatus? {
        if json["expired"].bool == true { return .expired }
        if json["started"].bool == false { return .draft }
        return json["active"].bool.map { $0 ? .active : .cancelled }
    }

    private static func cycle(_ words: String) -> BillingCycle? {
        let letters = words.lowercased().filter(\.isLetter)
        return cycles.first { letters.contains($0.0) }?.1 ?? .other
    }

    /// By the words in it; what is half a year comes before what is a year.
    private static let cycles: [(String, BillingCycle)] = [
        ("sixmonth", .semiannual), ("semi", .semiannual), ("halfyear", .semiannual), ("biannual", .semiannual),
        ("quarter", .quarterly), ("threemonth", .quarterly), ("twoyear", .other), ("threeyear", .other),
        ("year", .yearly), ("annual", .yearly), ("month", .monthly), ("fortnight", .biweekly), ("biweek", .biweekly),
        ("twoweek", .biweekly), ("week", .weekly), ("once", .oneTime), ("oneoff", .oneTime), ("onetime", .oneTime),
    ]
}
