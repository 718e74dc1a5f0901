public import Foundation
public import Postgres

/// What a product of the PSA counts, and so what an agreement's line of it is held against.
public enum ProductMeasure: String, Sendable, Hashable, CaseIterable {
    case servers, workstations, devices, contacts, nothing
    case softwareCategory = "software_category"
    case protectedServers = "protected_servers"
    case protectedDevices = "protected_devices"
}

/// A measure with what it needs.
public struct CountedThing: Sendable, Hashable {
    public let measure: ProductMeasure
    /// Of ``ProductMeasure/softwareCategory``, the class of software.
    public let category: String?

    /// - Throws: ``ReportError/badWord(_:)``.
    public init(_ measure: String, category: String? = nil) throws(ReportError) {
        guard let counted = ProductMeasure(rawValue: measure) else {
            let known = ProductMeasure.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badWord("a measure is \(known), not '\(measure)'")
        }
        guard (counted == .softwareCategory) == (category != nil) else {
            throw .badWord("'category' goes with the measure software_category, and with that alone")
        }
        (self.measure, self.category) = (counted, category)
    }

    /// As people read it.
    public var words: String { measure.rawValue + (category.map { " " + $0 } ?? "") }
}

/// A person's word on what products count.
public struct ProductMeasures: Sendable {
    /// A product that agreements in force have lines of.
    public struct Product: Sendable, Hashable, Codable {
        public let id: String
        public let product: String
        /// What a person has confirmed; nil: nobody has.
        public let confirmed: String?
        /// What its name suggests; nil: nothing.
        public let suggested: String?
        public let lines: Int
    }

    private let client: PostgresClient

    /// - Parameter client: In the worker's or the reader's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// The products with lines in force, those that nobody has confirmed first.
    public func list(tenant: UUID) async throws -> [Product] {
        try await client.query(
            """
            SELECT p.id, p.name, m.measure || coalesce(' ' || m.category, '') AS confirmed,
                report.suggested_measure(p.name) AS suggested, count(*) AS lines
            FROM live.agreement_lines l
            JOIN live.agreements a ON a.tenant_id = \(tenant) AND a.id = l.agreement_id AND a.status = 'active'
            JOIN live.products p ON p.tenant_id = \(tenant) AND p.id = l.product_id
            LEFT JOIN report.product_measures m ON m.tenant_id = \(tenant) AND m.product_id = p.id
            WHERE l.tenant_id = \(tenant)
            GROUP BY p.id, p.name, m.measure, m.category
            ORDER BY m.measure IS NOT NULL, lines DESC, p.name, p.id
            """, tenant: tenant
        ).map { (row) throws in
            Product(
                id: try row.get("id"), product: row["name"] ?? "", confirmed: row["confirmed"],
                suggested: row["suggested"], lines: try row.get("lines"))
        }
    }

    /// Confirms what the products of that name, or the one with that id, count. Answers how many they are.
    /// - Throws: ``ReportError/unknownProduct(_:)``, ``ReportError/unknownCategory(_:known:)``.
    @discardableResult
    public static func confirm(
        _ product: String, _ counted: CountedThing, by person: String, tenant: UUID, in session: PostgresConnection
    ) async throws -> Int {
        try await check(counted.category, tenant, session)
        let confirmed = try await session.query(
            """
            INSERT INTO report.product_measures (tenant_id, product_id, measure, category, decided_by)
            SELECT \(tenant), p.id, \(counted.measure.rawValue), \(counted.category), \(person) FROM live.products p
            WHERE p.tenant_id = \(tenant) AND (p.id::text = lower(\(product)) OR lower(p.name) = lower(\(product)))
            ON CONFLICT (tenant_id, product_id) DO UPDATE SET measure = excluded.measure,
                category = excluded.category, decided_by = excluded.decided_by, decided_at = now()
            """
        ).affected
        guard confirmed > 0 else { throw ReportError.unknownProduct(product) }
        return confirmed
    }

    /// A class that no title is of would count nothing for ever.
    static func check(_ category: String?, _ tenant: UUID, _ session: PostgresConnection) async throws {
        guard let category else { return }
        let known = try await session.query(
            """
            SELECT category FROM report.software_category_standards
            UNION SELECT category FROM report.category_overrides WHERE tenant_id = \(tenant) ORDER BY category
            """
        ).compactMap { $0["category"] }
        guard known.contains(category) else { throw ReportError.unknownCategory(category, known: known) }
    }
}
