import Foundation
import Testing

@testable import Access

@Suite struct MasterKeyTests {
    @Test func aKeyOfAnotherLengthIsRefusedWithItsLength() {
        #expect(throws: AccessError.masterKeyInvalid("it has 3 bytes in place of 32")) {
            try MasterKey(base64: "YWJj")
        }
    }

    @Test func whatIsNotBase64IsRefused() {
        #expect(throws: AccessError.masterKeyInvalid("it is not base64")) { try MasterKey(base64: "***") }
    }

    @Test func aMadeFileIsForItsOwnerAloneAndIsReadBackTheSame() throws {
        let path = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let made = try MasterKey.loadOrCreate(file: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let sealed = try Sealing.seal(Data("secret".utf8), with: made.key, for: "a")
        let again = try MasterKey.loadOrCreate(file: path)
        #expect(try Sealing.open(sealed, with: again.key, for: "a") == Data("secret".utf8))
    }

    @Test func aSealedValueOfAnotherOwnerDoesNotOpen() throws {
        let key = try MasterKey(base64: Data(repeating: 7, count: 32).base64EncodedString()).key
        let sealed = try Sealing.seal(Data("secret".utf8), with: key, for: "tenant a")
        #expect(throws: AccessError.cannotOpenSecret("tenant b")) {
            try Sealing.open(sealed, with: key, for: "tenant b")
        }
    }

    @Test func aKeyNeverPrints() throws {
        let text = Data(repeating: 7, count: 32).base64EncodedString()
        var dumped = ""
        dump(try MasterKey(base64: text), to: &dumped)
        #expect(!dumped.contains(text) && dumped.contains("***"))
    }
}
