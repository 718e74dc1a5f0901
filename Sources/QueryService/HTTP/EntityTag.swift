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

    /// The answer, or 304 without a body where the request names its tag.
    static func answer(_ response: Response, to request: Request) -> Response {
        guard response.status == .ok, let tag = response.headers[.eTag], let known = request.headers[.ifNoneMatch],
            known.split(separator: ",").contains(where: { matches($0.trimmingPrefix { $0 == " " }, tag) })
        else { return response }
        return Response(status: .notModified, headers: [.eTag: tag])
    }

    private static func matches(_ known: Substring, _ tag: String) -> Bool {
        let known = known.hasSuffix(" ") ? known.dropLast() : known
        return known == "*" || known == tag || known == "W/" + tag
    }
}
