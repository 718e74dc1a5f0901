import Inventory

extension Autotask {
    /// A value of a row, before it is written: filters are asked of it.
    enum Cell: Sendable {
        case null
        case text(String)
        case whole(Int)
        /// A number with two places.
        case hundredths(Int)
        case flag(Bool)
        /// A moment in UTC; written with its zone or without.
        case moment(Timestamp, hasZone: Bool)
        /// Custom fields: names and values.
        case fields([(name: String, value: String?)])
    }

    /// One member of a resource's rows, and where it comes from.
    struct Field<Row: Sendable>: Sendable {
        let name: StaticString
        let key: String
        let read: @Sendable (Row, Scope) -> Cell

        init(_ name: StaticString, _ read: @escaping @Sendable (Row, Scope) -> Cell) {
            self.name = name
            key = name.description
            self.read = read
        }

        init(_ name: StaticString, _ read: @escaping @Sendable (Row) -> Cell) {
            self.init(name) { row, _ in read(row) }
        }
    }

    /// What a row is worked out from.
    struct Scope: Sendable {
        let fleet: Fleet
        let now: Timestamp
        let disturbance: Disturbance

        /// A time of change, as the faults will have it.
        func stamp(_ time: Timestamp?, _ number: Int) -> Cell { .time(time.map(disturbance.stamp), number) }
    }
}

extension Autotask.Cell {
    static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
    static func whole(_ number: Int?) -> Self { number.map { .whole($0) } ?? .null }
    static func hundredths(_ number: Int?) -> Self { number.map { .hundredths($0) } ?? .null }
    /// Days are sent as midnight.
    static func day(_ day: CalendarDate?) -> Self { day.map { .moment($0.midnight, hasZone: true) } ?? .null }

    /// To the millisecond; one row in three writes no zone.
    static func time(_ time: Timestamp?, _ number: Int) -> Self {
        time.map { .moment($0.wholeMillisecond, hasZone: number % 3 != 0) } ?? .null
    }
}

extension Timestamp {
    /// Without what is below a millisecond, which the vendor does not keep.
    var wholeMillisecond: Timestamp {
        let rest = microseconds % 1_000
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + 1_000 : rest))
    }
}

extension JSONWriter {
    mutating func member(_ name: StaticString, _ cell: Autotask.Cell) {
        switch cell {
        case .null: member(name, nil as String?)
        case .text(let text): member(name, text)
        case .whole(let number): member(name, number)
        case .hundredths(let number): member(name, raw: Self.decimal(number).utf8)
        case .flag(let flag): member(name, flag)
        case .moment(let time, let hasZone): member(name, Self.moment(time, hasZone: hasZone))
        case .fields(let fields):
            member(
                name,
                array: { json in
                    for field in fields {
                        json.object {
                            $0.member("name", field.name)
                            $0.member("value", field.value)
                        }
                    }
                })
        }
    }

    /// `2026-07-01T08:00:00.12Z`: the fraction without its trailing zeros, which may leave none.
    private static func moment(_ time: Timestamp, hasZone: Bool) -> String {
        let text = time.iso8601
        return hasZone ? text : String(text.dropLast())
    }

    /// `120.0`, `12.5`.
    private static func decimal(_ hundredths: Int) -> String {
        let rest = abs(hundredths) % 100
        let whole = "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100)"
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
