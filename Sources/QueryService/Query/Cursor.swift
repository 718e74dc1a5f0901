import Foundation

/// Where the next page of a list begins: the sort values of the last row shown, and which query they belong to.
struct Cursor: Sendable, Hashable {
    /// Of the table, tenant, filters and sort.
    var query: UInt64
    /// One a sort key, in PostgreSQL's text; nil where the row has none.
    var values: [String?]

    /// As it is shown: opaque, and with a sum that tells a cut or mistyped one.
    var text: String {
        var bytes = Self.bytes(of: query)
        for value in values {
            guard let value else {
                bytes.append(0)
                continue
            }
            bytes.append(1)
            bytes += Self.bytes(of: UInt64(value.utf8.count)).suffix(4) + value.utf8
        }
        bytes += Self.bytes(of: Fingerprint.of(bytes)).suffix(4)
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    init(query: UInt64, values: [String?]) {
        self.query = query
        self.values = values
    }

    /// Nil for a text that is no cursor of this service.
    init?(_ text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding), data.count >= 12 else { return nil }
        let bytes = [UInt8](data)
        guard Self.bytes(of: Fingerprint.of(bytes.dropLast(4))).suffix(4) == bytes.suffix(4) else { return nil }
        guard let values = Self.values(bytes[8..<(bytes.count - 4)]) else { return nil }
        self.init(query: Self.number(bytes.prefix(8)), values: values)
    }

    private static func values(_ bytes: ArraySlice<UInt8>) -> [String?]? {
        var rest = bytes
        var values: [String?] = []
        while let mark = rest.popFirst() {
            guard mark == 1 else {
                values.append(nil)
                continue
            }
            let count = Int(number(rest.prefix(4)))
            rest = rest.dropFirst(4)
            guard count <= rest.count, let text = String(validating: rest.prefix(count), as: UTF8.self) else {
                return nil
            }
            values.append(text)
            rest = rest.dropFirst(count)
        }
        return values
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// A short sum (FNV-1a) that tells one text from another; not a secret.
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

extension ListQuery {
    /// Tells this query from others: a cursor goes on with the one that it came from.
    func fingerprint(of table: String, tenant: UUID) -> UInt64 {
        var parts = [tenant.uuidString, table, deleted.rawValue, asOf?.text ?? ""]
        parts += sort.map { "\($0.isDescending ? "-" : "")\($0.field.name)" }
        // In whatever order they are given.
        let conditions = filters.map { [$0.name, $0.operation.rawValue] + $0.values }
        parts += conditions.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
        return Fingerprint.of(parts.flatMap { $0.utf8 + [0] })
    }
}
