import Foundation
import Inventory
import JSON

/// BMS's dates. One that has an offset or `Z` is taken by it; by which clock the others are is found out once a connection.
struct BMSTimes: Sendable, Hashable {
    let zone: TimeZone

    static let utc = BMSTimes(zone: .gmt)

    /// A moment; the year 1, 1970-01-01 and the year 9999 are none.
    func moment(_ value: JSONValue) -> Timestamp? {
        guard let text = value.cleaned, CalendarDate(iso8601: text)?.known != nil else { return nil }
        return Timestamp(iso8601: text, localIn: zone)?.known
    }

    /// The moment at a time of day (.NET's TimeSpan: `09:30:00`, `1.09:30:00.5`) of the day that a date names.
    func moment(on day: JSONValue, at time: JSONValue) -> Timestamp? {
        guard let date = Times.day(day), let since = Self.span(time) else { return nil }
        return Timestamp(wallClock: date.midnight.microseconds + since, in: zone)
    }

    /// A time of day as microseconds since midnight.
    static func span(_ value: JSONValue) -> Int64? {
        guard let text = value.cleaned else { return nil }
        let clock = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(clock.count) else { return nil }
        let head = clock[0].split(separator: ".", omittingEmptySubsequences: false)
        let days = head.count == 2 ? Int64(head[0]) : 0
        guard let days, let hours = head.last.flatMap({ Int64($0) }), let minutes = Int64(clock[1]),
            let seconds = clock.count == 3 ? Double(clock[2]) : 0, (0..<24).contains(hours), (0..<60).contains(minutes),
            (0..<60).contains(seconds), (0..<2).contains(days)
        else { return nil }
        return ((days * 24 + hours) * 60 + minutes) * 60_000_000 + Int64((seconds * 1_000_000).rounded())
    }

    /// The bound of a filter. By which clock the server compares is not established: whichever it is, nothing that has
    /// moved since is left out.
    func bound(_ since: Timestamp) -> String {
        let offset = abs(since.wallClock(in: zone).microseconds - since.microseconds)
        let moment = since.microseconds - offset
        let milliseconds = Timestamp(microseconds: moment - ((moment % 1_000) + 1_000) % 1_000)
        let text = milliseconds.iso8601.dropLast()
        let fraction = text.split(separator: ".").dropFirst().first.map(String.init) ?? ""
        return "\(text.prefix { $0 != "." }).\(fraction)\(String(repeating: "0", count: 3 - fraction.count))Z"
    }
}

/// Finds out by which clock BMS writes dates without a zone: the setting `timezone`, else by the API user's own record.
///
/// Whether they are UTC or the user's local time is not established (sheet, trap 7): the record's time stamp is compared
/// with the server's clock. Where the user's zone is UTC, both are the same.
actor BMSClock {
    private let configured: TimeZone?
    private let client: BMSClient
    private var found: BMSTimes?

    init(_ configured: TimeZone?, _ client: BMSClient) {
        self.configured = configured
        self.client = client
    }

    func times() async throws(ConnectorError) -> (BMSTimes, CallCost) {
        if let configured { return (BMSTimes(zone: configured), CallCost()) }
        if let found { return (found, CallCost()) }
        do throws(ConnectorError) {
            let answer = try await client.get("/v2/security/userinfo")
            let times = BMSTimes(zone: Self.zone(answer.json, now: answer.cost.vendorDate))
            found = times
            return (times, answer.cost)
        } catch {
            switch error {
            // Not for this user: then nothing is proven, as below.
            case .notFound, .forbidden, .notAvailable, .rejectedCall:
                found = .utc
                return (.utc, CallCost(calls: 1))
            default: throw error
            }
        }
    }

    /// UTC, unless the time stamp proves that the user's clock is meant: it has no zone, and is nearer to what that
    /// clock shows than to the server's time. A stamp more than 14 hours off proves nothing, nor does a server without a
    /// clock.
    static func zone(_ user: JSONValue, now: Timestamp?) -> TimeZone {
        let hours = user.member(ignoringCase: "timeZoneValue").cleaned.flatMap { Double($0) } ?? 0
        // Hours, as the name of the type suggests; from 15 on it must be minutes.
        let offset = abs(hours) > 14 ? hours * 60 : hours * 3_600
        guard offset != 0, abs(offset) <= 14 * 3_600, let now,
            let text = user.member(ignoringCase: "timeStamp").cleaned,
            !text.dropFirst(10).contains(where: { "Zz+-".contains($0) }), let stamp = Timestamp(iso8601: text)
        else { return .gmt }
        let ahead = Double(stamp.microseconds - now.microseconds) / 1_000_000
        guard abs(ahead) <= 14.25 * 3_600, abs(ahead - offset) < abs(ahead) else { return .gmt }
        return named(user, offset: Int(offset), at: now) ?? TimeZone(secondsFromGMT: Int(offset)) ?? .gmt
    }

    /// By its name, since today's offset is wrong on the other side of a clock change; where the name agrees with it.
    private static func named(_ user: JSONValue, offset: Int, at now: Timestamp) -> TimeZone? {
        let name = user.member(ignoringCase: "olsonTimeZoneName").cleaned
        guard let zone = name.flatMap({ TimeZone(identifier: $0) }) else { return nil }
        let shown = (now.wallClock(in: zone).microseconds - now.microseconds) / 1_000_000
        // The value may be the zone's own, without its summer's hour.
        return abs(Int(shown) - offset) <= 3_600 ? zone : nil
    }
}
