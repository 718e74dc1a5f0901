import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct JSONWriterTests {
    @Test func writesWhatAParserReadsBack() throws {
        let text = "quote \" backslash \\ newline \n tab \t bell \u{7} é 日本"
        var writer = JSONWriter()
        writer.object { json in
            json.member("text", text)
            json.member("none", nil as String?)
            json.member("number", -1_234_567_890_123)
            json.member("zero", 0)
            json.member("smallest", Int.min)
            json.member("yes", true)
            json.member(
                "list",
                array: { json in
                    json.value(1)
                    json.value("two")
                    json.object { _ in }
                    json.array { _ in }
                })
        }
        let read = try JSONValue.parse(writer.bytes)
        #expect(read["text"].string == text)
        #expect(read["none"].isNull && !read["none"].isMissing)
        #expect(read["number"].integer == -1_234_567_890_123)
        #expect(read["zero"].integer == 0)
        #expect(read["smallest"].integer == Int64.min)
        #expect(read["yes"].bool == true)
        #expect(read["list"].array?.count == 4)
    }

    @Test func timesAreWrittenAsVendorsDo() {
        let time = Timestamp(microseconds: 1_782_892_800_123_000)
        #expect(TimeText.iso(time) == "2026-07-01T08:00:00Z")
        #expect(TimeText.http(time) == "Wed, 01 Jul 2026 08:00:00 GMT")
        #expect(TimeText.epochSeconds(time) == "1782892800.123000000")
        #expect(TimeText.iso(Timestamp(microseconds: -1_000_000)) == "1969-12-31T23:59:59Z")
    }

    @Test(arguments: ["a+b=c%20d&e=&%41=%2B", "a+b=c%20d&e&%41=%2B"]) func formFieldsAreDecoded(_ text: String) {
        let fields = FormEncoding.fields(text)
        #expect(fields.map(\.name) == ["a b", "e", "A"])
        #expect(fields.map(\.value) == ["c d", "", "+"])
    }
}
