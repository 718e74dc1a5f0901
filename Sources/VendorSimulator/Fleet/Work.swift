public import Inventory

/// A condition that an RMM has raised and not yet cleared.
public struct Alert: Numbered, Hashable {
    public let number: Int
    public let uid: String
    /// Absent for what concerns the system as a whole.
    public var device: Int?
    public var organization: Int?
    public var kind: Kind
    public var message: String
    public var severity: Severity
    public var ticket: Int?
    public var raisedAt: Timestamp
    public var updatedAt: Timestamp

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case offline, cpu, memory, diskSpace, service, script, antivirus, backup
    }
    public enum Severity: String, Sendable, Hashable, CaseIterable { case critical, major, moderate, minor, none }
}

/// An alert that is over.
public struct ClearedAlert: Sendable, Hashable {
    /// As it last stood.
    public let alert: Alert
    public let clearedAt: Timestamp
}

/// A client's request.
public struct Ticket: Numbered, Hashable {
    public let number: Int
    public var summary: String
    public var details: String?
    public var board: Int
    public var status: Int
    public var priority: Int
    public var type: Int?
    public var source: Int
    public var company: Int
    public var site: Int?
    public var contact: Int?
    /// Numbers of ``Configuration``; the first is the main one.
    public var configurations: [Int]
    public var agreement: Int?
    public var assignee: Int?
    public var parent: Int?
    public var mergedInto: Int?
    public var openedAt: Timestamp
    public var respondedAt: Timestamp?
    public var dueAt: Timestamp?
    public var resolvedAt: Timestamp?
    public var closedAt: Timestamp?
    public var updatedAt: Timestamp
}

/// Something said on a ticket.
public struct TicketNote: Numbered, Hashable {
    public let number: Int
    public var ticket: Int
    public var body: String
    /// A member wrote it, else the contact of the ticket.
    public var member: Int?
    public var isInternal: Bool
    public var isDescription: Bool
    public var writtenAt: Timestamp
    public var updatedAt: Timestamp
}

/// Work that was done on a ticket.
public struct TimeEntry: Numbered, Hashable {
    public let number: Int
    public var ticket: Int
    public var company: Int
    public var agreement: Int?
    public var member: Int
    public var workType: Int
    public var startedAt: Timestamp
    public var endedAt: Timestamp
    public var minutes: Int
    public var billing: Billing
    /// In cents.
    public var hourlyRateCents: Int?
    public var notes: String?
    public var updatedAt: Timestamp

    public enum Billing: String, Sendable, Hashable { case billable, doNotBill, noCharge }
}

/// A client's thing as the PSA knows it: mostly a device, told by hand or by the RMM.
public struct Configuration: Numbered, Hashable {
    public let number: Int
    public var company: Int
    public var site: Int?
    public var contact: Int?
    /// The device it stands for; some stand for none.
    public var device: Int?
    /// The RMM wrote its device's id into it.
    public var isLinked: Bool
    public var name: String
    public var kind: String
    public var status: String
    public var isActive: Bool
    public var serial: String?
    public var manufacturer: String?
    public var model: String?
    public var installedOn: CalendarDate?
    public var purchasedOn: CalendarDate?
    public var warrantyEndsOn: CalendarDate?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
}
