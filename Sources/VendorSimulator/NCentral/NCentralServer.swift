import Foundation
import Inventory

/// The server's own account of itself, and its clock's zone.
enum NCentralServer {
    static let zoneName = "America/New_York"
    static let zone = TimeZone(identifier: zoneName) ?? .gmt

    static let info = VendorAnswer.json { json in
        json.object {
            $0.member("jvmVersion", "17.0.11")
            $0.member("version", "2026.3.0.11")
            $0.member("ncentral", nil as String?)
        }
    }

    static let me = VendorAnswer.json { json in
        json.object { json in
            json.member("status", 200)
            json.member("message", "OK")
            json.member(
                "data",
                object: {
                    $0.member("userId", 7001)
                    $0.member("customerId", NCentralID.serviceOrganisation)
                })
        }
    }

    static func health(_ now: Timestamp) -> VendorAnswer {
        .json { json in json.object { $0.member("currentTime", TimeText.iso(now)) } }
    }

    static func time(_ now: Timestamp) -> VendorAnswer {
        .json { json in
            json.object {
                $0.member("serverTime", NCentralTime.offset(now))
                $0.member("timezone", zoneName)
                $0.member("utcOffset", NCentralTime.utcOffset(now, colon: true))
            }
        }
    }
}

/// The three ways in which the server writes times.
enum NCentralTime {
    /// `2026-02-16T21:00:00.000-05:00`.
    static func offset(_ time: Timestamp) -> String { clock(time, "T") + utcOffset(time, colon: true) }

    /// `2026-02-16 21:00:00.000 -0500`.
    static func spaced(_ time: Timestamp) -> String { clock(time, " ") + " " + utcOffset(time, colon: false) }

    /// `2026-02-16 21:00:00`, on the server's own clock.
    static func local(_ time: Timestamp) -> String { String(clock(time, " ").prefix(19)) }

    /// `2026-02-16T21:00:00.432Z`.
    static func utc(_ time: Timestamp) -> String {
        String(TimeText.iso(time).dropLast()) + "." + milliseconds(time) + "Z"
    }

    static func utcOffset(_ time: Timestamp, colon: Bool) -> String {
        let minutes = NCentralServer.zone.secondsFromGMT(for: date(time)) / 60
        let digits = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        let sign = minutes < 0 ? "-" : "+"
        return sign + digits(abs(minutes) / 60) + (colon ? ":" : "") + digits(abs(minutes) % 60)
    }

    private static func clock(_ time: Timestamp, _ between: String) -> String {
        let local = TimeText.iso(time.wallClock(in: NCentralServer.zone))
        return local.prefix(10) + between + local.dropFirst(11).prefix(8) + "." + milliseconds(time)
    }

    private static func milliseconds(_ time: Timestamp) -> String {
        String(1000 + time.microseconds / 1000 % 1000).suffix(3).description
    }

    private static func date(_ time: Timestamp) -> Date {
        Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000)
    }
}
