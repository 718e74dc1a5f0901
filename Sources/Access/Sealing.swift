import Crypto
import Foundation

/// AES-256-GCM with what the secret belongs to as associated data, so that a sealed value moved to another row does not
/// open.
enum Sealing {
    static func seal(_ plain: Data, with key: SymmetricKey, for owner: String) throws(AccessError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(plain, using: key, authenticating: Data(owner.utf8))
            guard let combined = box.combined else { throw AccessError.cannotOpenSecret(owner) }
            return Array(combined)
        } catch { throw .cannotOpenSecret(owner) }
    }

    static func open(_ sealed: [UInt8], with key: SymmetricKey, for owner: String) throws(AccessError) -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: Data(sealed)), using: key, authenticating: Data(owner.utf8))
        } catch { throw .cannotOpenSecret(owner) }
    }
}
