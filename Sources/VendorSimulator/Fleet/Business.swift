public import Inventory

/// What a client pays for.
public struct Agreement: Numbered, Hashable {
    public let number: Int
    public var company: Int
    public var name: String
    public var kind: String
    public var status: Status
    public var startsOn: CalendarDate
    public var endsOn: CalendarDate?
    /// As billed in each cycle, in cents.
    public var amountCents: Int
    public var cycle: Cycle
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Status: String, Sendable, Hashable { case active, expired, cancelled }
    public enum Cycle: String, Sendable, Hashable, CaseIterable { case monthly, quarterly, yearly, oneTime }
}

/// One line of an agreement.
public struct Addition: Numbered, Hashable {
    public let number: Int
    public var agreement: Int
    public var product: Int
    public var name: String
    public var quantity: Int
    public var included: Int
    public var billed: Int
    public var priceCents: Int
    public var costCents: Int
    public var startsOn: CalendarDate
    public var endsOn: CalendarDate?
    public var updatedAt: Timestamp
}

/// Something that can be sold.
public struct Product: Numbered, Hashable {
    public let number: Int
    public var name: String
    public var sku: String
    public var kind: Kind
    public var category: String
    public var priceCents: Int
    public var costCents: Int
    public var isActive: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Kind: String, Sendable, Hashable { case product, service, bundle }
}

/// Something that may be sold.
public struct Opportunity: Numbered, Hashable {
    public let number: Int
    public var company: Int
    public var contact: Int?
    public var name: String
    public var status: Status
    public var stage: String
    public var probability: Int
    public var owner: Int
    public var amountCents: Int
    public var expectedCloseOn: CalendarDate
    public var closedOn: CalendarDate?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Status: String, Sendable, Hashable { case open, won, lost }
}
