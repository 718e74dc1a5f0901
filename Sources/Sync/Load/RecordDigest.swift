import Crypto

/// A record's digest: 16 bytes that differ when anything that is compared differs, as 32 hexadecimal digits.
package struct RecordDigest: Sendable {
    private var hasher = SHA256()

    mutating func add(_ text: String?) {
        guard var text else { return hasher.update(data: [0xff]) }
        text.withUTF8 { bytes in
            // The length goes first, so that "ab", "c" and "a", "bc" differ.
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        }
    }

    var hexadecimal: String {
        var text = ""
        text.reserveCapacity(32)
        for byte in hasher.finalize().prefix(16) {
            text.unicodeScalars.append(Self.digits[Int(byte >> 4)])
            text.unicodeScalars.append(Self.digits[Int(byte & 15)])
        }
        return text
    }

    private static let digits = Array("0123456789abcdef".unicodeScalars)

    package static func of(_ texts: [String?]) -> String {
        var digest = RecordDigest()
        for text in texts { digest.add(text) }
        return digest.hexadecimal
    }
}
