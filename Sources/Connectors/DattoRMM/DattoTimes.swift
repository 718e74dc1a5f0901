import Inventory
import JSON

/// Times as the wire has them (trap 2): the document promises ISO 8601 and epoch milliseconds come; what was never
/// measured may come either way.
enum DattoTimes {
    /// From here on a number is milliseconds: as seconds it would be the year 2286.
    private static let firstMillisecond = 1e10

    /// The year 1 (-62135596800000) and the epoch itself are no time.
    static func moment(_ value: JSONValue) -> Timestamp? {
        guard let number = value.double else { return Times.iso(value) }
        guard number.isFinite else { return nil }
        return Timestamp(epoch: abs(number) >= firstMillisecond ? number / 1000 : number)?.known
    }

    /// A day, as such or as the moment that it begins.
    static func day(_ value: JSONValue) -> CalendarDate? {
        value.double == nil ? Times.day(value) : moment(value)?.date
    }
}
