extension ServiceNowReader {
    /// Proves that the credentials work, and that the instance understands what it will be asked: a column that it does
    /// not know, or knows in other letters, is left out of a query without a word, and the whole table comes. So each
    /// query is asked for what cannot be.
    func prove() async throws(ConnectorError) {
        var refusal: ConnectorError?
        var isProven = false
        for table in tables {
            do throws(ConnectorError) {
                try await prove(table)
                isProven = true
            } catch {
                // One table that is not ours to see, or not there, is its own stream's business.
                guard error.isNotOurs else { throw error }
                refusal = refusal ?? error
            }
        }
        if !isProven, let refusal { throw refusal }
    }

    private func prove(_ table: ServiceNowTable) async throws(ConnectorError) {
        let future = ((table.condition.map { [$0] } ?? []) + ["\(table.cursor)>=2099-01-01 00:00:00"])
        for query in [future.joined(separator: "^"), table.impossible].compactMap({ $0 }) {
            guard try await client.findsNothing(table, query) else {
                throw .misconfigured(
                    "the instance does not understand '\(query)' for \(table.name), and answers with rows")
            }
        }
    }

    private var tables: [ServiceNowTable] {
        ServiceNowStreams.ticketTables(options)
            + [
                ServiceNowStreams.customers, ServiceNowStreams.locations, ServiceNowStreams.users,
                ServiceNowStreams.contracts, ServiceNowStreams.timeWorked,
            ] + ServiceNowStreams.itemTables(options).prefix(1)
    }
}
