import JSON
import Testing

@Suite struct JSONErrorTests {
    @Test(arguments: ["", " ", "\n\t "])
    func nothingIsEmpty(_ text: String) {
        #expect(throws: JSONError.empty) { try JSONValue.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        "{", "[", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"abc", "[\"abc", "tru", "[1,2,n", "-",
        "1.",
        "1e", "[[],[", "{\"a\":[{}",
    ])
    func aDocumentThatStopsEarlyIsTruncated(_ text: String) {
        #expect(throws: JSONError.truncated) { try JSONValue.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        "[1]]", "{}{}", "1 2", "[1 2]", "[1,]", "[,1]", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{1:2}", "{\"a\":}", "[01]",
        "[+1]",
        "[.5]", "[1.]", "[1.e3]", "[--1]", "[1a]", "[truex]", "[nul]", "[\"a\"b]", "[\"\\x\"]", "[\"\\u12g4\"]",
        "[\"\\u12\"]",
        "[\"a\u{1}b\"]", "<html></html>", "NaN", "[1}", "{\"a\":1]", "]", ":", "'a'",
    ])
    func whatIsNotJSONIsMalformed(_ text: String) {
        #expect { try JSONValue.parse(Array(text.utf8)) } throws: { error in
            if case .malformed = error as? JSONError { true } else { false }
        }
    }

    @Test func saysWhereItIsMalformed() {
        #expect(throws: JSONError.malformed("unexpected \"oops}\" at byte 5")) {
            try JSONValue.parse(Array("{\"a\":oops}".utf8))
        }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
        #expect(throws: JSONError.notUTF8) { try JSONValue.parse(bytes) }
    }

    @Test func depthHasALimit() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(try JSONValue.parse(nested(128)).array?.count == 1)
        #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(129)) }
        #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(200_000)) }
    }

    /// Every beginning of a document is refused, and none reads past its end.
    @Test func everyBeginningOfADocumentIsRefused() {
        let whole = Array(#"{"id":12,"name":"a\u00e9\ud83d\ude00ß","list":[1.5e3,true,null,{"k":[]}],"x":"y"}"#.utf8)
        for length in 0..<whole.count {
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(whole[..<length])) }
        }
        #expect(throws: Never.self) { try JSONValue.parse(whole) }
    }
}
