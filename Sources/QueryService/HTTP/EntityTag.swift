import HTTPTypes
import Hummingbird

/// An answer's ETag: of its bytes, so that who has an answer already is told that it is still the same.
enum EntityTag {
    static func of(_ bytes: [UInt8]) -> String {
        let sum = bytes.withUnsafeBytes { buffer in
            var sum = UInt64(truncatingIfNeeded: buffer.count) ^ 0xcbf2_9ce4_8422_2325
            var place = 0
            while place + 8 <= buffer.count {
                sum = mixed(sum, buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian)
                place += 8
            }
            return buffer[place...].reduce(sum) { mixed($0, UInt64($1)) }
        }
        return "\"\(String(sum, radix: 16))\""
    }

    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }

    /// Of the same answer, compressed.
    static func compressed(_ tag: String) -> String { String(tag.dropLast()) + "-gzip\"" }

    /// The answer, or 304 without a body where the request names its tag, in whatever coding it has it.
    static func answer(_ response: Response, to request: Request) -> Response {
        guard response.status == .ok, let tag = response.headers[.eTag], let header = request.headers[.ifNoneMatch]
        else { return response }
        let named = header.split(separator: ",").lazy.compactMap { known(String($0), tag) }.first
        return named.map { Response(status: .notModified, headers: [.eTag: $0]) } ?? response
    }

    /// The tag as the request has it; nil where that is another's.
    private static func known(_ text: String, _ tag: String) -> String? {
        let known = text.filter { $0 != " " }
        if known == "*" { return tag }
        let strong = known.hasPrefix("W/") ? String(known.dropFirst(2)) : known
        return strong == tag || strong == compressed(tag) ? strong : nil
    }
}
