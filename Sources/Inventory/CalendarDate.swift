/// A day of the Gregorian calendar, without a time or a zone.
public struct CalendarDate: Sendable, Hashable, Comparable, Codable {
    /// Days since 1970-01-01.
    public var days: Int32

    /// A day by its distance from 1970-01-01.
    public init(days: Int32) { self.days = days }

    /// A day by its place in the calendar; nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = (31, isLeap ? 29 : 28)
        let length = month == 2 ? lengths.1 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : lengths.0
        guard day <= length else { return nil }
        days = Self.days(year: year, month: month, day: day)
    }

    /// `2026-01-02` or `20260102`; of a time with a date the date as it is written, whatever the zone.
    public init?(iso8601 text: String) {
        guard let parsed = DateText(text) else { return nil }
        self = parsed.date
    }

    public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool { lhs.days < rhs.days }

    /// Nil where a vendor writes this day for "unknown": 1970-01-01, a year up to 1900, or from 9999 on.
    public var known: CalendarDate? { days == 0 || isSentinel ? nil : self }

    /// Its midnight in UTC.
    public var midnight: Timestamp { Timestamp(microseconds: Int64(days) * 86_400_000_000) }

    /// `2026-01-02`.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``iso8601``.
    public func appendISO8601(to output: inout [UInt8]) {
        let (year, month, day) = civil
        output.append(digits: year, width: 4)
        output.append(UInt8(ascii: "-"))
        output.append(digits: month, width: 2)
        output.append(UInt8(ascii: "-"))
        output.append(digits: day, width: 2)
    }

    /// Year, month and day.
    public var civil: (year: Int, month: Int, day: Int) {
        // Counted from 0000-03-01 in eras of 400 years, so that the leap day is a year's last.
        let shifted = Int(days) + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooredDivision(by: 400)
        let yearOfEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int32(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468)
    }

    /// 1901-01-01 and 9999-01-01 in days.
    var isSentinel: Bool { days < -25_202 || days >= 2_932_532 }
    /// In the years 1 to 9999, which have four digits.
    var isPrintable: Bool { days >= -719_162 && days <= 2_932_896 }
}

extension FixedWidthInteger {
    /// Rounded towards minus infinity, for a positive divisor.
    func flooredDivision(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension [UInt8] {
    /// A number that is not negative, with leading zeros.
    mutating func append(digits number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }
}
