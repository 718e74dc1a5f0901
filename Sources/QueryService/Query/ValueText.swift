import Foundation
import Inventory

/// A value from outside, checked to be of a column's type before the database sees it.
enum ValueText {
    /// The value as PostgreSQL reads it; nil when it is not of the type. Of an array type: one element.
    static func canonical(_ text: String, as type: ColumnType) -> String? {
        switch type {
        case .text, .textArray: text.utf8.contains(0) ? nil : text
        case .integer: Int32(text).map { String($0) }
        case .bigint: Int64(text).map { String($0) }
        case .numeric, .money: text.count <= 40 && text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil ? text : nil
        case .boolean: boolean(text)
        case .timestamptz: MomentText.canonical(text)
        case .date: MomentText.isDay(text) ? text : nil
        case .uuid: UUID(uuidString: text).map { $0.uuidString.lowercased() }
        case .inet, .inetArray: isAddress(text) ? text : nil
        case .macaddr, .macArray: hardwareAddress(text)
        case .jsonb: nil
        }
    }

    /// A value as PostgreSQL printed it, out of a cursor, which may be forged: nil when it is not of the type.
    static func printed(_ text: String, as type: ColumnType) -> String? {
        type == .boolean ? (["t", "f"].contains(text) ? text : nil) : canonical(text, as: type)
    }

    /// What a value of the type looks like, for the one who sent another.
    static func expectation(_ type: ColumnType) -> String {
        switch type {
        case .text, .textArray: "a text"
        case .integer: "a whole number from -2147483648 to 2147483647"
        case .bigint: "a whole number"
        case .numeric, .money: "a decimal number such as 12.50"
        case .boolean: "true or false"
        case .timestamptz: "a time such as 2026-01-31T08:30:00Z, or a date"
        case .date: "a date such as 2026-01-31"
        case .uuid: "an id (a UUID)"
        case .inet, .inetArray: "an IP address such as 192.0.2.1 or 2001:db8::1"
        case .macaddr, .macArray: "a hardware address such as 00:00:5e:00:53:01"
        case .jsonb: "nothing: JSON is only asked whether it is null"
        }
    }

    static func boolean(_ text: String) -> String? { ["true", "false"].contains(text) ? text : nil }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var storage = in6_addr()
        let address = String(parts[0])
        let bits =
            inet_pton(AF_INET, address, &storage) == 1 ? 32 : inet_pton(AF_INET6, address, &storage) == 1 ? 128 : nil
        guard let bits else { return false }
        return parts.count == 1 || (UInt8(parts[1]).map { $0 <= bits } ?? false)
    }

    private static func hardwareAddress(_ text: String) -> String? {
        let digits = text.filter { !":-.".contains($0) }
        return digits.wholeMatch(of: /[0-9A-Fa-f]{12}/) != nil && text.count <= 17 ? digits.lowercased() : nil
    }
}
