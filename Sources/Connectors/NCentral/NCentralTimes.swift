import Foundation
import Inventory
import JSON

/// The vendor's ways of writing a time (sheet, Traps): ISO 8601 with an offset, with a space and an offset, without any
/// on the server's own clock, and any of them with the zone's name in brackets behind it.
enum NCentralTimes {
    /// A time that may have no offset of its own; without one it is the wall clock of `zone`, and nil where that is not
    /// known.
    static func local(_ value: JSONValue, in zone: TimeZone?) -> Timestamp? {
        guard let text = value.cleaned?.prefix(while: { $0 != "[" }) else { return nil }
        return (read(String(text), zone) ?? read(String(text.prefix(19)), zone))?.known
    }

    private static func read(_ text: String, _ zone: TimeZone?) -> Timestamp? {
        if let zone { return Timestamp(iso8601: text, localIn: zone) }
        // Read in two zones alike, it has an offset.
        guard let time = Timestamp(iso8601: text), let east = TimeZone(secondsFromGMT: 3600),
            Timestamp(iso8601: text, localIn: east) == time
        else { return nil }
        return time
    }
}
