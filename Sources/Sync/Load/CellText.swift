import Foundation
import Inventory

/// A cell in PostgreSQL's text form, or why its column cannot hold it.
enum CellText {
    /// Why a cell is refused.
    struct Refusal: Error, Sendable, Hashable { var reason: String }

    static func text(_ value: Value, in column: ColumnDescription) throws(Refusal) -> String? {
        do throws(Refusal) {
            return try text(value, as: column.type, allowed: column.allowed)
        } catch {
            throw Refusal(reason: "\(column.name): \(error.reason)")
        }
    }

    private static func text(
        _ value: Value, as type: ColumnType, allowed: [String]?
    ) throws(Refusal) -> String? {
        switch (value, type) {
        case (.null, _): return nil
        case (.text(let text), .text): return try plain(text, allowed: allowed)
        case (.text(let text), .inet): return try network(text)
        case (.text(let text), .macaddr): return try hardware(text)
        case (.text(let text), .uuid), (.text(let text), .jsonb), (.json(let text), .jsonb):
            return withoutNullEscapes(withoutNull(text))
        case (.integer(let number), .integer):
            guard let small = Int32(exactly: number) else { throw Refusal(reason: "\(number) is out of range") }
            return String(small)
        case (.integer(let number), .bigint), (.integer(let number), .numeric): return String(number)
        case (.integer(let number), .money): return try decimal(String(number), wholeDigits: 12)
        case (.decimal(let text), .numeric): return try decimal(text, wholeDigits: 1_000)
        case (.decimal(let text), .money): return try decimal(text, wholeDigits: 12)
        case (.boolean(let flag), .boolean): return flag ? "t" : "f"
        case (.timestamp(let moment), .timestamptz): return try timestamp(moment)
        case (.date(let day), .date): return try date(day)
        case (.textArray(let texts), .textArray): return array(texts.map { withoutNull($0) })
        case (.textArray(let texts), .inetArray):
            var checked: [String] = []
            for text in texts { checked.append(try network(text)) }
            return array(checked)
        case (.textArray(let texts), .macArray):
            var checked: [String] = []
            for text in texts { checked.append(try hardware(text)) }
            return array(checked)
        default: throw Refusal(reason: "a value of another kind than \(type.rawValue)")
        }
    }

    /// An id of a vendor's thing. One of more than 1,000 bytes is a mistake: an index could not hold much
    /// more, and cut it would be another thing's.
    static func id(_ text: String) throws(Refusal) -> String {
        guard text.utf8.count <= 1_000 else { throw Refusal(reason: "an id of \(text.utf8.count) bytes") }
        return withoutNull(text)
    }

    private static func plain(_ text: String, allowed: [String]?) throws(Refusal) -> String {
        if let allowed, !allowed.contains(text) {
            throw Refusal(reason: "'\(text.prefix(60))' is none of \(allowed.joined(separator: ", "))")
        }
        return withoutNull(text)
    }

    static func timestamp(_ moment: Timestamp) throws(Refusal) -> String {
        guard let text = moment.postgresText else { throw Refusal(reason: "a time outside of the years 1 to 9999") }
        return text
    }

    private static func date(_ day: CalendarDate) throws(Refusal) -> String {
        guard (1...9_999).contains(day.civil.year) else {
            throw Refusal(reason: "a date outside of the years 1 to 9999")
        }
        return day.iso8601
    }

    private static func decimal(_ text: String, wholeDigits: Int) throws(Refusal) -> String {
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard isPlain, parts.count <= 2 else { throw Refusal(reason: "'\(text.prefix(40))' is not a decimal number") }
        guard parts[0].drop(while: { $0 == "0" }).count <= wholeDigits else {
            throw Refusal(reason: "\(text.prefix(40)) is out of range")
        }
        return text
    }

    private static func network(_ text: String) throws(Refusal) -> String {
        guard NetworkAddress.ip(text) != nil else { throw Refusal(reason: "'\(text.prefix(60))' is not an IP address") }
        return text
    }

    private static func hardware(_ text: String) throws(Refusal) -> String {
        guard NetworkAddress.mac(text) != nil else {
            throw Refusal(reason: "'\(text.prefix(60))' is not a MAC address")
        }
        return text
    }

    /// PostgreSQL's text holds no NUL.
    static func withoutNull(_ text: String) -> String {
        holdsNull(text) ? String(text.unicodeScalars.filter { $0.value != 0 }.map(Character.init)) : text
    }

    /// Asked of every text that is loaded: byte by byte through the collection it was 3 % of a load's CPU.
    private static func holdsNull(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        } ?? text.utf8.contains(0)
    }

    /// `\u0000` in JSON text is a NUL too, and `jsonb` refuses it.
    static func withoutNullEscapes(_ json: String) -> String {
        guard holdsNullEscape(json) else { return json }
        let escape: [UInt8] = Array("u0000".utf8)
        let bytes = Array(json.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                kept.append(bytes[index])
                index += 1
                continue
            }
            if bytes[(index + 1)...].starts(with: escape) {
                index += 6
            } else {
                kept += bytes[index...index + 1]
                index += 2
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Asked of every JSON text that is loaded, of which few have any escape: those are found by the C library.
    private static func holdsNullEscape(_ json: String) -> Bool {
        var json = json
        return json.withUTF8 { text in
            guard let start = text.baseAddress else { return false }
            var at = 0
            while let found = memchr(start + at, Int32(UInt8(ascii: "\\")), text.count - at) {
                at = start.distance(to: found.assumingMemoryBound(to: UInt8.self))
                if text[at...].starts(with: "\\u0000".utf8) { return true }
                at += 1
            }
            return false
        }
    }

    /// An array's text form.
    static func array(_ texts: [String]) -> String {
        var list = ArrayText()
        for text in texts { list.append(text) }
        return list.text
    }
}

extension Timestamp {
    /// As a bound parameter; nil outside of the years 1 to 9999.
    var postgresText: String? { (1...9_999).contains(date.civil.year) ? iso8601 : nil }
}
