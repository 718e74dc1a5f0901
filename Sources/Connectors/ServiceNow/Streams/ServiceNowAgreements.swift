import Inventory

extension ServiceNowStreams {
    static let contracts = ServiceNowTable(
        name: "ast_contract",
        fields: [
            "number", "vendor_contract", "short_description", "contract_model", "state", "substate", "starts", "ends",
            "active", "renewable", "payment_schedule", "payment_amount", "monthly_cost", "yearly_cost",
            "lifetime_cost", "total_cost", "commitment", "cost_per_unit", "vendor", "account",
            "contract_administrator", "po_number", "location", "parent",
        ])

    /// `vendor` is who sells it, never the customer; `account`, the customer, is there with customer service alone.
    static let agreements = Stream(
        description: StreamDescription(
            name: "agreements", calls: tables(["ast_contract"], isAudited: true), entity: Agreement.entity.description,
            reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one([contracts], id) { (rows, _) async throws(ConnectorError) in
                try await contractMapping(reader, rows)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            [contracts], request, at: position,
            gone: { SourceRecord(Agreement(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            prepare: { (rows, _) async throws(ConnectorError) in try await contractMapping(reader, rows) })
    }

    private static func contractMapping(
        _ reader: ServiceNowReader, _ rows: [ServiceNowRow]
    ) async throws(ConnectorError) -> ServiceNowReader.Mapping {
        { (row) throws(UnusableRecord) in
            var agreement = Agreement()
            agreement.companyExternalID = row.text("account")
            agreement.name = row.text("short_description") ?? row.text("number")
            agreement.kindLabel = row.label("contract_model") ?? row.label("sys_class_name")
            agreement.status = states.value(row.text("state"))
            agreement.statusLabel = row.label("state") ?? row.text("state")
            agreement.startsOn = row.day("starts")
            agreement.endsOn = row.day("ends")
            agreement.amount = row.decimal("payment_amount")
            agreement.monthlyAmount = row.decimal("monthly_cost")
            agreement.currency = row.currency("payment_amount") ?? row.currency("monthly_cost")
            agreement.billingCycle = cycles.value(row.text("payment_schedule"))
            agreement.billingCycleLabel = row.label("payment_schedule") ?? row.text("payment_schedule")
            return try row.record(
                agreement,
                carried: ["short_description", "starts", "ends", "account", "payment_amount", "monthly_cost"])
        }
    }

    private static let states = Vocabulary<AgreementStatus>([
        "draft": .draft, "active": .active, "expired": .expired, "cancelled": .cancelled, "canceled": .cancelled,
    ])

    /// The sheet tells one word; the others are what they would be in English.
    private static let cycles = Vocabulary<BillingCycle>(
        [
            "one time": .oneTime, "one_time": .oneTime, "onetime": .oneTime, "once": .oneTime, "weekly": .weekly,
            "biweekly": .biweekly, "monthly": .monthly, "quarterly": .quarterly, "semi-annually": .semiannual,
            "semiannually": .semiannual, "semi_annually": .semiannual, "annually": .yearly, "annual": .yearly,
            "yearly": .yearly,
        ], otherwise: .other)
}
