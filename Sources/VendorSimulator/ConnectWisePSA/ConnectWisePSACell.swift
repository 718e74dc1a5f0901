import Inventory

/// ConnectWise PSA's parts: see ``ConnectWisePSAFace``.
enum ConnectWisePSA {}

extension ConnectWisePSA {
    /// A value of a row, before it is written: conditions are asked of it, and it is put in order by it.
    enum Cell: Sendable {
        /// Null: the member is left out.
        case absent
        case text(String)
        case whole(Int)
        /// A number with two places.
        case hundredths(Int)
        case flag(Bool)
        case moment(Timestamp)
        case object([Member])
        case list([[Member]])
    }

    /// A member of an object.
    struct Member: Sendable {
        let name: StaticString
        let cell: Cell

        init(_ name: StaticString, _ cell: Cell) {
            self.name = name
            self.cell = cell
        }
    }
}

extension ConnectWisePSA.Cell {
    static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .absent }
    static func whole(_ number: Int?) -> Self { number.map { .whole($0) } ?? .absent }
    static func hundredths(_ number: Int?) -> Self { number.map { .hundredths($0) } ?? .absent }
    static func time(_ time: Timestamp?) -> Self { time.map { .moment($0.wholeSecond) } ?? .absent }
    /// Days are sent as midnight in UTC.
    static func day(_ day: CalendarDate?) -> Self { .time(day?.midnight) }

    /// The cells at the end of a path through objects and lists.
    func cells(_ path: ArraySlice<String>) -> [Self] {
        guard let name = path.first else { return [self] }
        switch self {
        case .object(let members): return Self.cells(members, name, path.dropFirst())
        case .list(let elements): return elements.flatMap { Self.cells($0, name, path.dropFirst()) }
        default: return []
        }
    }

    static func cells(_ members: [ConnectWisePSA.Member], _ name: String, _ rest: ArraySlice<String>) -> [Self] {
        members.first { $0.name.description == name }?.cell.cells(rest) ?? []
    }

    /// Whether it comes before another; what is absent comes first.
    func precedes(_ other: Self) -> Bool {
        switch (self, other) {
        case (.absent, .absent): false
        case (.absent, _): true
        case (.text(let left), .text(let right)): left.lowercased() < right.lowercased()
        case (.whole(let left), .whole(let right)): left < right
        case (.hundredths(let left), .hundredths(let right)): left < right
        case (.flag(let left), .flag(let right)): !left && right
        case (.moment(let left), .moment(let right)): left < right
        default: false
        }
    }
}

extension Timestamp {
    /// Without the fraction of a second, which the vendor does not keep.
    var wholeSecond: Timestamp {
        let rest = microseconds % 1_000_000
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + 1_000_000 : rest))
    }
}
