import Foundation
import Inventory
import JSON

/// The server's dates. One that has an offset or `Z` is taken by it, one that has none by the server's own clock: lists
/// differ, and so each value is looked at.
struct AutomateTimes: Sendable, Hashable {
    let zone: TimeZone

    static let utc = AutomateTimes(zone: .gmt)

    /// A moment; what the server writes where it knows none (year 1, 1899, 1970) is none.
    func moment(_ value: JSONValue) -> Timestamp? {
        guard let text = value.cleaned, Self.day(text) != nil else { return nil }
        return Timestamp(iso8601: text, localIn: zone)?.known
    }

    /// The day as it is written, whatever the zone.
    static func day(_ value: JSONValue) -> CalendarDate? { value.cleaned.flatMap(day) }

    private static func day(_ text: String) -> CalendarDate? {
        CalendarDate(iso8601: text).flatMap { $0.civil.year > 1970 ? $0.known : nil }
    }

    /// As conditions take it: without quotes, UTC, milliseconds.
    static func literal(_ moment: Timestamp) -> String {
        let second = moment.microseconds - ((moment.microseconds % 1_000_000) + 1_000_000) % 1_000_000
        return String(Timestamp(microseconds: second).iso8601.dropLast()) + ".000Z"
    }
}

/// Finds out by which clock the server writes its dates: the connection's setting `timezone`, else the offset of its
/// database's time, asked for once.
actor AutomateClock {
    private let configured: TimeZone?
    private let now: @Sendable () -> Timestamp
    private var found: AutomateTimes?

    init(_ configured: TimeZone?, now: @escaping @Sendable () -> Timestamp) {
        self.configured = configured
        self.now = now
    }

    func times(_ client: AutomateClient) async throws(ConnectorError) -> (AutomateTimes, CallCost) {
        if let configured { return (AutomateTimes(zone: configured), CallCost()) }
        if let found { return (found, CallCost()) }
        do throws(ConnectorError) {
            let answer = try await client.get("/DatabaseServerTime")
            let times = AutomateTimes(zone: Self.zone(answer.json, now: answer.cost.vendorDate ?? now()))
            found = times
            return (times, answer.cost)
        } catch {
            switch error {
            // Not in this edition, or not for this user: UTC is what the vendor's own examples have.
            case .notFound, .forbidden, .rejectedCall:
                found = .utc
                return (.utc, CallCost(calls: 1))
            default: throw error
            }
        }
    }

    /// The offset that the time carries; where it carries none, what it is ahead of the true time, in quarters of an hour.
    static func zone(_ json: JSONValue, now: Timestamp) -> TimeZone {
        guard let text = json.cleaned, let moment = Timestamp(iso8601: text) else { return .gmt }
        let hasDate = text.utf8.count > 10
        let zoneMark = hasDate ? text.dropFirst(10).firstIndex { "Zz+-".contains($0) } : nil
        let wall = Timestamp(iso8601: String(text[..<(zoneMark ?? text.endIndex)])) ?? moment
        let ahead = wall.microseconds - (zoneMark == nil ? now : moment).microseconds
        let quarters = (Double(ahead) / 900_000_000).rounded()
        return TimeZone(secondsFromGMT: Int(min(max(quarters, -56), 56)) * 900) ?? .gmt
    }
}
