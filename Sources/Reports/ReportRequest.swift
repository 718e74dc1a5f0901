public import Foundation
public import Inventory

/// What is asked of a report.
public struct ReportRequest: Sendable, Hashable {
    public let tenant: UUID
    /// Only what is tied to these companies; nil: everything of the tenant, what is tied to none included.
    public var companies: [UUID]?
    /// The day that ages and ends of support are counted to; nil: the database's today.
    public var day: CalendarDate?
    /// By name, in PostgreSQL's text format.
    public var parameters: [String: String]
    /// So many rows are given; the totals count all.
    public var limit: Int
    public var offset: Int

    public init(
        tenant: UUID, companies: [UUID]? = nil, day: CalendarDate? = nil, parameters: [String: String] = [:],
        limit: Int = 1_000_000, offset: Int = 0
    ) {
        self.tenant = tenant
        self.companies = companies
        self.day = day
        self.parameters = parameters
        self.limit = limit
        self.offset = offset
    }
}
