import Inventory

extension ServiceNowStreams {
    private static let accounts = ServiceNowTable(
        name: "customer_account",
        fields: [
            "number", "customer", "account_parent", "account_path", "registration_code", "account_code", "primary",
            "primary_contact",
        ], condition: "customer=true", isOptional: true)

    /// Where customer service is installed, customers are accounts: the same records with more columns, which the base
    /// table does not show. Without it there is no such table, and nothing to fill.
    static let companyAccounts = Stream(
        description: StreamDescription(
            name: "company_accounts", calls: tables(["customer_account"]), entity: Company.entity.description,
            owns: ["identifier"], isPrimary: false,
            after: ["companies"], reading: byUpdated, deletion: .never, endOfList: endOfList, period: .hours(1))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(accounts, request, at: position) { (row) throws(UnusableRecord) in
            var company = Company()
            company.identifier = row.text("number")
            return try row.record(company, carried: ["number"])
        }
    }
}
