import Foundation
import Testing

@testable import Access

@Suite struct APIKeyTests {
    @Test func aGeneratedKeyIsReadBackAndMatchesItsHash() throws {
        let key = APIKey.generate(isTest: false)
        let read = try #require(APIKey(key.secretText))
        #expect(read.prefix == key.prefix)
        #expect(read.matches(key.hash))
    }

    @Test func anotherKeyDoesNotMatch() {
        #expect(!APIKey.generate(isTest: false).matches(APIKey.generate(isTest: false).hash))
    }

    @Test func testKeysSaySo() {
        #expect(APIKey.generate(isTest: true).secretText.hasPrefix("qm_test_"))
        #expect(APIKey.generate(isTest: false).secretText.hasPrefix("qm_live_"))
    }

    @Test(arguments: [
        "", "qm", "qm_live_abc_def", "Bearer x", "qm_prod_0123456789ab_" + String(repeating: "a", count: 43),
    ])
    func whatIsNotAKeyIsRefused(text: String) {
        #expect(APIKey(text) == nil)
    }

    @Test func aKeyNeverPrintsItsSecret() {
        let key = APIKey.generate(isTest: false)
        let secret = key.secretText.split(separator: "_", maxSplits: 3).last.map(String.init) ?? ""
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key)".contains(secret) && !String(reflecting: key).contains(secret) && !dumped.contains(secret))
    }
}
