extension Fleet {
    public func company(_ number: Int) -> Company? { Self.find(number, in: companies) }
    public func organization(_ number: Int) -> Organization? { Self.find(number, in: organizations) }
    public func site(_ number: Int) -> Site? { Self.find(number, in: sites) }
    public func person(_ number: Int) -> Person? { Self.find(number, in: people) }
    public func device(_ number: Int) -> Device? { Self.find(number, in: devices) }
    public func ticket(_ number: Int) -> Ticket? { Self.find(number, in: tickets) }
    public func configuration(_ number: Int) -> Configuration? { Self.find(number, in: configurations) }
    public func agreement(_ number: Int) -> Agreement? { Self.find(number, in: agreements) }
    public func product(_ number: Int) -> Product? { Self.find(number, in: products) }

    /// Where the first thing with a number above `number` stands (lists are ordered by number).
    public static func index<Thing: Numbered>(after number: Int, in list: [Thing]) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The thing with a number.
    public static func find<Thing: Numbered>(_ number: Int, in list: [Thing]) -> Thing? {
        let position = index(after: number - 1, in: list)
        return position < list.count && list[position].number == number ? list[position] : nil
    }
}

/// A thing with a number of its own within its kind; lists are ordered by it.
public protocol Numbered: Sendable {
    var number: Int { get }
}
