import JSON
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test func readsAPathStraightThrough() throws {
        let row = try parse(#"{"os":{"name":"Windows","parts":[1,{"x":"y"}]},"n":null}"#)
        #expect(row["os"]["name"].string == "Windows")
        #expect(row["os"]["parts"][1]["x"].string == "y")
        #expect(row["os"]["none"]["deeper"][3].isMissing)
        #expect(row["n"].isNull && !row["n"].isMissing)
        #expect(row["none"].isNull && row["none"].isMissing)
        #expect(row["os"]["parts"][2].isMissing && row["os"]["parts"][-1].isMissing)
        #expect(row["os"].string == nil && row["n"].bool == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("12", 12), ("-9223372036854775808", .min), ("9223372036854775807", .max),
            ("1201.0", 1201),
            ("9007199254740993.00", 9_007_199_254_740_993), ("1e3", 1000), ("1.5", nil), ("9223372036854775808", nil),
            ("1e300", nil), ("\"12\"", nil), ("true", nil),
        ] as [(String, Int64?)])
    func wholeNumbers(_ text: String, _ expected: Int64?) throws {
        #expect(try parse(text).integer == expected)
    }

    @Test(arguments: ["1201", "12345678901234567890123", "1.50", "-0.0", "1E+2", "-12345678901234567890.10"])
    func aNumbersTextIsItsOwnDigits(_ digits: String) throws {
        let row = try parse("{\"id\":\(digits)}")
        #expect(row["id"].text == digits)
        #expect(row.serialised(omitting: []) == "{\"id\":\(digits)}")
    }

    @Test func scalarsHaveText() throws {
        let row = try parse(#"["a\tb", true, false, null, {}, []]"#)
        #expect(row.array?.map(\.text) == ["a\tb", "true", "false", nil, nil, nil])
        #expect(row.array?.map(\.bool) == [nil, true, false, nil, nil, nil])
        #expect(JSONValue.missing.text == nil)
    }

    @Test func oneIntegerOver64BitsCostsOnlyItself() throws {
        let page = try parse(#"[{"id":1,"x":99999999999999999999},{"id":2,"x":7}]"#)
        #expect(page.array?.map { $0["id"].integer } == [1, 2])
        #expect(page.array?.map { $0["x"].integer } == [nil, 7])
        #expect(page[0]["x"].double == 1e20)
    }

    @Test func aNumberOutOfRangeCostsOnlyItself() throws {
        let row = try parse(#"{"a":1e400,"b":-1e400,"c":2.5}"#)
        #expect(row["a"].double == nil && row["b"].double == nil && row["c"].double == 2.5)
    }

    @Test(arguments: [
        (#""\ud83d\ude00""#, "😀"), (#""a\ud800b""#, "a\u{FFFD}b"), (#""\udc00""#, "\u{FFFD}"),
        (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800""#, "\u{FFFD}"),
        (#""\"\\\/\b\f\n\r\t\u00e9\u20ac""#, "\"\\/\u{8}\u{C}\n\r\té€"), (#""""#, ""), (#""\\""#, "\\"),
        ("\"ß😀\"", "ß😀"),
        (#""a\u0000b""#, "a\0b"),
    ])
    func stringsAreUnescaped(_ text: String, _ expected: String) throws {
        #expect(try parse(text).string == expected)
        #expect(try parse(" { \"k\" : \(text) } ")["k"].string == expected)
    }

    @Test func namesMayBeEscapedAndTheLastOfOneNameCounts() throws {
        let row = try parse(#"{"a":1,"\u0061":2,"b\"":3,"":4}"#)
        #expect(row["a"].integer == 2)
        #expect(row["b\""].integer == 3)
        #expect(row[""].integer == 4)
        #expect(row.object?.map(\.key) == ["a", "b\"", ""])
        #expect(row.object?.first?.value.integer == 2)
    }

    @Test func aLongEscapedNameIsFound() throws {
        let name = String(repeating: "x", count: 1_000)
        #expect(try parse("{\"\\u0078\(name)\":5}")["x" + name].integer == 5)
    }

    @Test func aByteOrderMarkIsSkipped() throws {
        #expect(try JSONValue.parse([0xEF, 0xBB, 0xBF] + Array("{\"a\":1}".utf8))["a"].integer == 1)
    }

    @Test func anArrayGivesItsElementsAndAnObjectItsMembers() throws {
        #expect(try parse("[]").array?.isEmpty == true)
        #expect(try parse("{}").object?.isEmpty == true)
        #expect(try parse("{}").array == nil)
        #expect(try parse("[[1,2],[3],{}]").array?.map { $0.array?.count } == [2, 1, nil])
        #expect(try parse(#"{"z":1,"a":2}"#).object?.map(\.key) == ["z", "a"])
    }

    @Test func fiveMegabytesOfString() throws {
        let text = String(repeating: "0123456789", count: 500_000)
        let row = try parse("{\"s\":\"\(text)\\n\",\"id\":3}")
        #expect(row["s"].string?.utf8.count == 5_000_001)
        #expect(row["id"].integer == 3)
        #expect(row.serialised(omitting: ["id"]).utf8.count == 5_000_010)
    }

    @Test func manyTasksReadOneDocument() async throws {
        let page = try parse(
            "[" + (0..<1000).map { "{\"id\":\($0),\"n\":\"a\\u00e9\($0)\"}" }.joined(separator: ",") + "]")
        let sums = await withTaskGroup(of: Int64.self) { group in
            for _ in 0..<8 {
                group.addTask { (page.array ?? []).reduce(0) { $0 + ($1["id"].integer ?? 0) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums == Array(repeating: 499_500, count: 8))
    }
}
