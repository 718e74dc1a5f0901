import Crypto
import Foundation

/// An API key's text: `qm_live_<prefix>_<secret>` (`qm_test_…` for a test key, `qm_platform_…` for one of no tenant). The prefix finds the row and may be
/// shown; the secret is 32 random bytes, so that a plain SHA-256 of the whole key is enough to keep.
public struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The whole key, to be shown once.
    public let secretText: String
    public let prefix: String
    /// Whether it belongs to no tenant, and names one with each call.
    public let isPlatform: Bool

    /// A new random key.
    public static func generate(isTest: Bool) -> APIKey { generate(isTest ? "test" : "live") }

    /// A new random key of no tenant.
    public static func generatePlatform() -> APIKey { generate(platform) }

    private static let platform = "platform"

    private static func generate(_ kind: String) -> APIKey {
        let prefix = SecretBytes.random(6).map { String(format: "%02x", $0) }.joined()
        let secret = Data(SecretBytes.random(32)).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        return APIKey(secretText: "qm_\(kind)_\(prefix)_\(secret)", prefix: prefix, isPlatform: kind == platform)
    }

    /// A key as somebody sent it; nil when it does not have a key's form.
    public init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "qm", ["live", "test", Self.platform[...]].contains(parts[1]),
            parts[2].count == 12, parts[3].count == 43
        else { return nil }
        self.init(secretText: text, prefix: String(parts[2]), isPlatform: parts[1] == Self.platform)
    }

    private init(secretText: String, prefix: String, isPlatform: Bool) {
        self.secretText = secretText
        self.prefix = prefix
        self.isPlatform = isPlatform
    }

    /// What is stored of it.
    public var hash: [UInt8] { Array(SHA256.hash(data: Data(secretText.utf8))) }

    /// Compares without telling by time how much was right.
    public func matches(_ stored: [UInt8]) -> Bool {
        let own = hash
        guard own.count == stored.count else { return false }
        return zip(own, stored).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    public var description: String { "qm_…_\(prefix)_***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
