import Inventory

/// ServiceNow's parts: see ``ServiceNowFace``.
enum ServiceNow {}

extension ServiceNow {
    /// What stands in a column of a row.
    enum Cell: Sendable {
        case text(String)
        /// A choice's value and its label.
        case choice(String, String)
        case reference(Reference)
        case moment(Timestamp)
        case day(CalendarDate)
        case flag(Bool)
        case whole(Int)
        /// Cents of a dollar.
        case money(Int)
        /// Seconds, kept as so much time after the epoch.
        case duration(Int)
        case empty
    }

    /// A column that leads to a record; its number where the record can be looked up.
    struct Reference: Sendable {
        let table: String
        let id: String
        let label: String
        var number: Int?
    }
}

extension ServiceNow.Cell {
    static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .empty }
    static func reference(_ reference: ServiceNow.Reference?) -> Self { reference.map { .reference($0) } ?? .empty }
    static func moment(_ moment: Timestamp?) -> Self { moment.map { .moment($0) } ?? .empty }
    static func day(_ day: CalendarDate?) -> Self { day.map { .day($0) } ?? .empty }

    /// As it is stored: always a text.
    var value: String {
        switch self {
        case .text(let text): text
        case .choice(let value, _): value
        case .reference(let reference): reference.id
        case .moment(let moment): ServiceNow.stored(moment)
        case .day(let day): TimeText.day(day)
        case .flag(let flag): flag ? "true" : "false"
        case .whole(let number): String(number)
        case .money(let cents): ServiceNow.dollars(cents)
        case .duration(let seconds): ServiceNow.stored(Timestamp(seconds: Double(seconds)))
        case .empty: ""
        }
    }

    /// As the user is shown it: in the user's zone and format, with signs and commas.
    var label: String {
        switch self {
        case .choice(_, let label): label
        case .reference(let reference): reference.label
        case .moment(let moment):
            ServiceNow.american(moment.plus(hours: -7).date) + ServiceNow.stored(moment.plus(hours: -7)).dropFirst(10)
        case .day(let day): ServiceNow.american(day)
        case .whole(let number) where number > 999: "\(number / 1000),\(String(number % 1000 + 1000).dropFirst())"
        case .money(let cents): "$\(ServiceNow.dollars(cents))"
        case .duration(let seconds): "\(seconds / 60) Minutes"
        case .text, .flag, .whole, .empty: value
        }
    }
}

extension ServiceNow {
    /// `2026-07-01 08:00:00`, in UTC.
    static func stored(_ moment: Timestamp) -> String {
        let text = TimeText.iso(moment.wholeSecond)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    fileprivate static func dollars(_ cents: Int) -> String {
        "\(cents / 100).\(String(cents % 100 + 100).dropFirst())"
    }

    fileprivate static func american(_ day: CalendarDate) -> String {
        let parts = TimeText.day(day).split(separator: "-")
        return "\(parts[1])/\(parts[2])/\(parts[0])"
    }
}
