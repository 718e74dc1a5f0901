import Crypto
import Foundation

/// The key that wraps each tenant's data key. Never printed.
public struct MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    let key: SymmetricKey

    /// From 32 bytes in base64.
    public init(base64 text: String) throws(AccessError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let data = Data(base64Encoded: trimmed) else { throw .masterKeyInvalid("it is not base64") }
        guard data.count == 32 else { throw .masterKeyInvalid("it has \(data.count) bytes in place of 32") }
        key = SymmetricKey(data: data)
    }

    /// From a file with 32 bytes in base64.
    public init(file path: String) throws(AccessError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .masterKeyInvalid("the file \(path) cannot be read")
        }
        try self.init(base64: String(decoding: data, as: UTF8.self))
    }

    /// From the file, which is made with a new key and mode 0600 where there is none. Two processes may come at once:
    /// the key is written beside and linked into place, so that the first one's key is everybody's.
    public static func loadOrCreate(file path: String) throws(AccessError) -> MasterKey {
        if !FileManager.default.fileExists(atPath: path) { try create(path) }
        return try MasterKey(file: path)
    }

    private static func create(_ path: String) throws(AccessError) {
        let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
        let draft = path + ".\(UUID().uuidString)"
        let made = FileManager.default.createFile(
            atPath: draft, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        defer { try? FileManager.default.removeItem(atPath: draft) }
        guard made else { throw .masterKeyInvalid("the file \(path) cannot be made") }
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw .masterKeyInvalid("the file \(path) cannot be made: \(String(cString: strerror(errno)))")
        }
    }

    public var description: String { "***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
