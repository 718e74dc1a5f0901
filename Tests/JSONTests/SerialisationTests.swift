import Foundation
import JSON
import Testing

@Suite struct SerialisationTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test func isCompactAndKeepsOrder() throws {
        let row = try parse(" { \"b\" : [ 1 , 2.50 , { } , [ ] ] ,\n\t\"a\" : null , \"s\" : \" x \" } ")
        #expect(row.serialised(omitting: []) == #"{"b":[1,2.50,{},[]],"a":null,"s":" x "}"#)
        #expect(row["b"].serialised(omitting: []) == "[1,2.50,{},[]]")
        #expect(JSONValue.missing.serialised(omitting: []) == "null")
    }

    @Test func leavesOutMembersOfTheTopLevelOnly() throws {
        let row = try parse(#"{"id":1,"password":"x","more":{"id":2},"last":3}"#)
        #expect(row.serialised(omitting: ["id", "password"]) == #"{"more":{"id":2},"last":3}"#)
        #expect(row.serialised(omitting: ["last"]) == #"{"id":1,"password":"x","more":{"id":2}}"#)
        #expect(row.serialised(omitting: ["id", "password", "more", "last"]) == "{}")
        #expect(row["id"].serialised(omitting: ["id"]) == "1")
    }

    @Test func partsAnObjectByTheNamesOfItsMembers() throws {
        let row = try parse(#"{"id":1, "seen":[ 2 ],"se\u0065n2":null,"more":{"id":2}}"#)
        let parts = try #require(row.parted(by: MemberNames(["seen", "seen2", "never"])))
        #expect(parts.named == #"{"seen":[2],"se\u0065n2":null}"# || parts.named == #"{"seen":[2],"seen2":null}"#)
        #expect(parts.others == row.serialised(omitting: ["seen", "seen2"]))
        #expect(row.parted(by: MemberNames(["never"])) == nil && row["id"].parted(by: MemberNames(["id"])) == nil)
        #expect(try #require(row["more"].parted(by: MemberNames(["id"]))).others == "{}")
    }

    @Test func aPathLeadsThroughObjectsAndTellsThem() throws {
        let row = try parse(#"{"os":{"name":{"long":"x"},"list":[1]},"name":"y","a.b":1}"#)
        #expect(row[path: "os.name.long"].string == "x" && row[path: "name"].string == "y")
        for missing in ["os.none", "os.list.0", "name.x", "os.", ".os", "", "a.b"] {
            #expect(row[path: missing].isMissing, "\(missing)")
        }
        var through: [UInt32] = []
        let place = row.place(atPath: "os.name.none") { through.append($0) }
        #expect(place == nil && through == [row["os"].place, row["os"]["name"].place])
        #expect(JSONValue.missing.place(atPath: "os") == nil)
    }

    @Test func leavesOutWhatJsonbRefuses() throws {
        let row = try parse(
            #"{"a\u0000":"x\u0000y\\u0000","s":"\ud800z\udc00\ud83d\ude00","n":1e999999,"m":-2E-200000}"#)
        #expect(
            row.serialised(omitting: [])
                == "{\"a\":\"xy\\\\u0000\","
                + "\"s\":\"\u{FFFD}z\u{FFFD}\\ud83d\\ude00\",\"n\":\"1e999999\",\"m\":\"-2E-200000\"}"
        )
    }

    /// Random documents mean the same to Foundation before and after.
    @Test(arguments: 0..<300)
    func meansTheSameToFoundation(_ seed: Int) throws {
        var random = Random(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let text = random.document(depth: 5)
        let value = try parse(text)
        let before = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        let printed = value.serialised(omitting: [])
        let after = try JSONSerialization.jsonObject(with: Data(printed.utf8), options: .fragmentsAllowed)
        #expect(same(value, before))
        #expect(same(value, after))
        #expect(try parse(printed).serialised(omitting: []) == printed)
    }

    private func same(_ value: JSONValue, _ other: Any) -> Bool {
        switch other {
        case let members as [String: Any]:
            value.object?.count == members.count && members.allSatisfy { same(value[$0.key], $0.value) }
        case let elements as [Any]:
            value.array?.count == elements.count && zip(value.array ?? [], elements).allSatisfy { same($0, $1) }
        case let text as String: value.string == text
        case is NSNull: value.isNull && !value.isMissing
        case let number as NSNumber: value.bool.map { $0 == number.boolValue } ?? (value.double == number.doubleValue)
        default: false
        }
    }
}

/// A small generator of documents, the same for the same seed.
private struct Random {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    mutating func space() -> String { ["", "", " ", "\n", "\t \r\n"][next(5)] }

    mutating func document(depth: Int) -> String {
        let body =
            switch next(depth > 0 ? 8 : 5) {
            case 0: ["true", "false", "null"][next(3)]
            case 1: "\(next(2_000_000) - 1_000_000)"
            case 2: "\(next(1_000) - 500).\(next(1000))\(["", "e2", "E-3"][next(3)])"
            case 3, 4: string()
            case 5, 6:
                "{"
                    + (0..<next(6)).map {
                        "\"\($0)" + string().dropFirst() + space() + ":" + document(depth: depth - 1)
                    }
                    .joined(separator: ",") + space() + "}"
            default: "[" + (0..<next(6)).map { _ in document(depth: depth - 1) }.joined(separator: ",") + space() + "]"
            }
        return space() + body + space()
    }

    mutating func string() -> String {
        let pieces = [
            "a", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", " ", "{", "]", ",", ":", "\\t",
        ]
        return "\"" + (0..<next(40)).map { _ in pieces[next(pieces.count)] }.joined() + "\""
    }
}
