/// The lists that a PSA's administrator has set up. Numbers are unique within a list.
public struct Lookups: Sendable, Hashable {
    public internal(set) var boards: [Board] = []
    public internal(set) var statuses: [Status] = []
    public internal(set) var priorities: [Named] = []
    public internal(set) var types: [BoardType] = []
    public internal(set) var sources: [Named] = []
    public internal(set) var members: [Member] = []
    public internal(set) var workTypes: [Named] = []

    /// A queue of tickets.
    public struct Board: Numbered, Hashable {
        public let number: Int
        public var name: String
        public var isActive: Bool
    }

    /// A ticket's state, on one board.
    public struct Status: Numbered, Hashable {
        public let number: Int
        public let board: Int
        public var name: String
        public var category: Category
        public var isDefault: Bool

        public enum Category: String, Sendable, Hashable { case open, waiting, closed }
    }

    /// A ticket's type, on one board.
    public struct BoardType: Numbered, Hashable {
        public let number: Int
        public let board: Int
        public var name: String
    }

    /// A technician of the MSP.
    public struct Member: Numbered, Hashable {
        public let number: Int
        public var identifier: String
        public var firstName: String
        public var lastName: String
        public var email: String
        public var isActive: Bool
    }

    /// A name with a number.
    public struct Named: Numbered, Hashable {
        public let number: Int
        public var name: String
    }

    public func board(_ number: Int) -> Board? { Fleet.find(number, in: boards) }
    public func status(_ number: Int) -> Status? { Fleet.find(number, in: statuses) }
    public func priority(_ number: Int) -> Named? { Fleet.find(number, in: priorities) }
    public func type(_ number: Int) -> BoardType? { Fleet.find(number, in: types) }
    public func source(_ number: Int) -> Named? { Fleet.find(number, in: sources) }
    public func member(_ number: Int) -> Member? { Fleet.find(number, in: members) }
    public func workType(_ number: Int) -> Named? { Fleet.find(number, in: workTypes) }
}
