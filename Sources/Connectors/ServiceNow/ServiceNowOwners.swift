/// Whose a record is. The company's own column is often empty; then whoever called, the item, and last the domain says
/// it. A column that an access rule hides is not empty: what it holds is not guessed.
struct ServiceNowOwners: Sendable {
    let customersByDomain: [String: String]

    /// - Parameter columns: the company's own first.
    func company(of row: ServiceNowRow, _ columns: [String]) -> String? {
        for column in columns {
            if let company = row.text(column) { return company }
            if column == columns.first, !row.isEmpty(column) { return nil }
        }
        return row.domain.flatMap { customersByDomain[$0] }
    }
}

extension ServiceNowReader {
    /// Domains are looked up where a row is of one.
    func owners(of rows: [ServiceNowRow]) async throws(ConnectorError) -> ServiceNowOwners {
        let needsDomains = rows.contains { $0.domain != nil && $0.isEmpty("company") }
        return ServiceNowOwners(customersByDomain: needsDomains ? try await known.customersByDomain() : [:])
    }
}
