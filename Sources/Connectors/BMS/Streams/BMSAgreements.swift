import Inventory
import JSON

extension BMSStreams {
    /// The list has no account's id, no date of change, and there is no contract by itself.
    static let agreements = Stream(
        description: StreamDescription(
            name: "agreements",
            calls: [userInfo, contractsPath, "/v2/crm/accounts/lookup", "/v2/finance/contracts/lookup"],
            entity: Agreement.entity.description, after: ["companies"], reading: .snapshot,
            deletion: .absence, endOfList: endByTotal, period: .hours(1), callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        let contracts = try await reader.rows(
            request, at: position, queries: { _ in [BMSQuery(path: contractsPath)] })
        var accounts: [String: String] = [:]
        for contract in contracts.rows {
            let (id, name) = (contract.member(ignoringCase: "id"), contract.member(ignoringCase: "accountName"))
            guard let id = id.cleaned, let name = name.cleaned else { continue }
            accounts[id] = try await reader.known.account(ofContract: id, named: name)
        }
        return reader.page(of: contracts) { [accounts] (row) throws(UnusableRecord) in try agreement(&row, accounts) }
    }

    private static let contractsPath = "/v2/finance/contracts/summary"

    private static func agreement(
        _ row: inout BMSRow, _ accounts: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var agreement = Agreement()
        agreement.companyExternalID = row.member("id").cleaned.flatMap { accounts[$0] }
        agreement.name = row.text("contractName")
        agreement.kindLabel = row.text("contractType")
        agreement.statusLabel = row.text("status")
        agreement.status = BMSWords.agreementStatuses.value(agreement.statusLabel)
        agreement.startsOn = row.day("startDate")
        // Of an open end the year 1 or 9999, which are none.
        agreement.endsOn = row.day("endDate")
        agreement.amount = row.decimal("contractBillingPrice")
        agreement.billingCycleLabel = row.text("billingCycle")
        agreement.billingCycle = BMSWords.billingCycle(agreement.billingCycleLabel)
        return try row.record(agreement)
    }
}
