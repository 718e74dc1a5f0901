/// A date, or a date and a time, taken from ISO 8601 text and its near relatives.
struct DateText {
    var date: CalendarDate
    /// Since midnight, on the clock of whoever wrote it.
    var microsecondsOfDay: Int64 = 0
    /// East of UTC; nil where the text does not say.
    var offsetSeconds: Int?

    var localMicroseconds: Int64 { Int64(date.days) * 86_400_000_000 + microsecondsOfDay }

    init?(_ text: String) {
        let parsed =
            text.utf8.withContiguousStorageIfAvailable { Self.parse($0) }
            ?? Array(text.utf8).withUnsafeBufferPointer {
                Self.parse($0)
            }
        guard let parsed else { return nil }
        self = parsed
    }

    private init(date: CalendarDate) { self.date = date }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> DateText? {
        var scanner = DateScanner(bytes)
        scanner.skipSpaces()
        guard let date = scanner.date() else { return nil }
        var result = DateText(date: date)
        if scanner.take("T") || scanner.take("t") || scanner.take(" ") {
            scanner.skipSpaces()
            if !scanner.isAtEnd {
                guard let time = scanner.time() else { return nil }
                result.microsecondsOfDay = time
                scanner.skipSpaces()
                guard scanner.offset(into: &result.offsetSeconds) else { return nil }
            }
        }
        scanner.skipSpaces()
        return scanner.isAtEnd ? result : nil
    }
}

/// Walks over the bytes of a date.
private struct DateScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func skipSpaces() { while take(" ") {} }

    private mutating func number(width: Int) -> Int? {
        guard place + width <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + width] {
            guard byte >= 48, byte <= 57 else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        place += width
        return number
    }

    mutating func date() -> CalendarDate? {
        guard let year = number(width: 4) else { return nil }
        let isDashed = take("-")
        guard let month = number(width: 2), !isDashed || take("-"), let day = number(width: 2) else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// Microseconds since midnight. A leap second counts as the next minute's first; 24:00 is the next day's midnight.
    mutating func time() -> Int64? {
        guard let hour = number(width: 2), take(":"), let minute = number(width: 2), minute < 60 else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if take(":") {
            guard let given = number(width: 2), given <= 60 else { return nil }
            second = given
            if take(".") || take(",") {
                guard let given = self.fraction() else { return nil }
                fraction = given
            }
        }
        guard hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else { return nil }
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }

    /// To the microsecond; what is finer is cut off.
    private mutating func fraction() -> Int64? {
        var fraction: Int64 = 0
        var width = 0
        while place < bytes.count, bytes[place] >= 48, bytes[place] <= 57 {
            if width < 6 { fraction = fraction * 10 + Int64(bytes[place] - 48) }
            width += 1
            place += 1
        }
        guard width > 0 else { return nil }
        for _ in min(width, 6)..<6 { fraction *= 10 }
        return fraction
    }

    /// `Z`, `+02`, `+0200`, `+02:00`, or nothing. False for anything else.
    mutating func offset(into seconds: inout Int?) -> Bool {
        if take("Z") || take("z") {
            seconds = 0
            return true
        }
        let isWest = take("-")
        guard isWest || take("+") else { return true }
        guard let hours = number(width: 2), hours <= 18 else { return false }
        let isSplit = take(":")
        let minutes = isAtEnd && !isSplit ? 0 : number(width: 2)
        guard let minutes, minutes < 60 else { return false }
        seconds = (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
        return true
    }
}
