import Crypto
import Foundation

/// A password as PostgreSQL keeps it (SCRAM-SHA-256, RFC 5802), so that no statement and no log ever holds the password.
struct ScramVerifier: Sendable {
    static let iterations = 4096

    let text: String

    init(password: String, salt: [UInt8] = SecretBytes.random(16)) {
        let salted = SymmetricKey(data: Self.stretched(password, salt))
        let clientKey = HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted)
        let serverKey = HMAC<SHA256>.authenticationCode(for: Data("Server Key".utf8), using: salted)
        let stored = Data(SHA256.hash(data: Data(clientKey))).base64EncodedString()
        text = """
            SCRAM-SHA-256$\(Self.iterations):\(Data(salt).base64EncodedString())$\(stored):\
            \(Data(serverKey).base64EncodedString())
            """
    }

    /// PBKDF2 with HMAC-SHA-256, one block.
    private static func stretched(_ password: String, _ salt: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: Data(password.utf8))
        var block = Array(HMAC<SHA256>.authenticationCode(for: Data(salt + [0, 0, 0, 1]), using: key))
        var sum = block
        for _ in 1..<iterations {
            block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for place in sum.indices { sum[place] ^= block[place] }
        }
        return sum
    }
}

/// Bytes that nobody can guess.
enum SecretBytes {
    static func random(_ count: Int) -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }
}
