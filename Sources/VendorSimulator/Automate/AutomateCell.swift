import Inventory

/// ConnectWise Automate's parts: see ``AutomateFace``.
enum Automate {}

extension Automate {
    /// A value of a row before it is written: conditions are asked of it, and it is put in order by it.
    enum Cell: Sendable {
        case null
        case text(String)
        case whole(Int)
        case flag(Bool)
        /// Sent with `Z`.
        case moment(Timestamp)
        /// Sent as the server's own clock shows it, without a zone.
        case local(Timestamp)
        case object([Member])
        case list([Cell])
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

    typealias Row = [Member]

    /// The server's own clock is five hours behind UTC, the year round.
    static let zoneHours = -5

    /// What the server writes where it knows no time.
    static let noTime = "0001-01-01T00:00:00"
}

extension Automate.Cell {
    static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
    static func whole(_ number: Int?) -> Self { number.map { .whole($0) } ?? .null }
    /// A time, or what the server writes where it knows none.
    static func moment(_ time: Timestamp?) -> Self { time.map { .moment($0) } ?? .text(Automate.noTime) }
    static func local(_ time: Timestamp?) -> Self { time.map { .local($0) } ?? .text(Automate.noTime) }
    /// Days are sent as midnight by the server's clock.
    static func day(_ day: CalendarDate?) -> Self { day.map { .text(TimeText.day($0) + "T00:00:00") } ?? .null }
    /// `{"Id": …, "Name": …}`
    static func named(_ id: Int, _ name: String) -> Self {
        .object([Automate.Member("Id", .whole(id)), Automate.Member("Name", .text(name))])
    }

    /// The cell at the end of a path, whose names may be written in either letter case.
    func at(_ path: ArraySlice<String>) -> Self {
        guard let name = path.first else { return self }
        guard case .object(let members) = self else { return .null }
        return Self.cell(name, of: members)?.at(path.dropFirst()) ?? .null
    }

    static func cell(_ name: String, of row: Automate.Row) -> Self? {
        row.first { $0.name.description.lowercased() == name }?.cell
    }

    /// Whether it comes before another; what is null comes first.
    func precedes(_ other: Self) -> Bool {
        switch (self, other) {
        case (.null, .null): false
        case (.null, _): true
        case (.text(let left), .text(let right)):
            if let left = Int(left), let right = Int(right) {
                left < right
            } else {
                left.lowercased() < right.lowercased()
            }
        case (.whole(let left), .whole(let right)): left < right
        case (.flag(let left), .flag(let right)): !left && right
        case (.moment(let left), .moment(let right)), (.local(let left), .local(let right)): left < right
        default: false
        }
    }
}

extension JSONWriter {
    /// A member as the server writes it.
    mutating func member(_ member: Automate.Member) {
        switch member.cell {
        case .null: self.member(member.name, nil as String?)
        case .text(let text): self.member(member.name, text)
        case .whole(let number): self.member(member.name, number)
        case .flag(let flag): self.member(member.name, flag)
        case .moment(let time): self.member(member.name, TimeText.iso(time))
        case .local(let time): self.member(member.name, Self.local(time))
        case .object(let members): self.member(member.name, object: { for inner in members { $0.member(inner) } })
        case .list(let cells): self.member(member.name, array: { for cell in cells { $0.element(cell) } })
        }
    }

    private mutating func element(_ cell: Automate.Cell) {
        switch cell {
        case .null: value(nil)
        case .text(let text): value(text)
        case .whole(let number): value(number)
        case .flag(let flag): literal(flag ? "true" : "false")
        case .moment(let time): value(TimeText.iso(time))
        case .local(let time): value(Self.local(time))
        case .object(let members): object { for inner in members { $0.member(inner) } }
        case .list(let cells): array { for cell in cells { $0.element(cell) } }
        }
    }

    private static func local(_ time: Timestamp) -> String {
        String(TimeText.iso(time.plus(hours: Automate.zoneHours)).dropLast())
    }
}
