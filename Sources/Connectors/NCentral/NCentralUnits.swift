import JSON

/// The org units that are asked for their issues, each with its customer: fetched at the start of a read and kept for it.
actor NCentralUnits {
    private let client: NCentralClient
    private let withSites: Bool
    private var held: Units?

    struct Units: Sendable {
        /// The customer of a unit, itself for a customer.
        fileprivate(set) var customers: [String: String] = [:]
        /// The lists were proven whole and are not empty: one that is may be a lost permission.
        fileprivate(set) var isWhole = true

        /// In a fixed order.
        var ids: [String] { customers.keys.sorted() }
    }

    init(_ client: NCentralClient, withSites: Bool) {
        self.client = client
        self.withSites = withSites
    }

    func all(isStart: Bool) async throws(ConnectorError) -> (units: Units, cost: CallCost) {
        if let held, !isStart { return (held, CallCost()) }
        var units = Units()
        var cost = try await add("/api/customers", id: "customerId", parent: "customerId", to: &units)
        if units.customers.isEmpty { units.isWhole = false }
        if withSites { cost += try await add("/api/sites", id: "siteId", parent: "parentId", to: &units) }
        held = units
        return (units, cost)
    }

    private func add(
        _ path: String, id: String, parent: String, to units: inout Units
    ) async throws(ConnectorError) -> CallCost {
        var cost = CallCost()
        var position: ReadPosition?
        repeat {
            let page = try await client.list(path, id: id, at: position)
            for row in page.rows where NCentralStreams.isCustomer(row) {
                if let unit = row[id].cleaned, let customer = row[parent].cleaned { units.customers[unit] = customer }
            }
            cost += page.cost
            position = page.step.next
            if position == nil { units.isWhole = units.isWhole && page.step.isProven }
        } while position != nil
        return cost
    }
}
