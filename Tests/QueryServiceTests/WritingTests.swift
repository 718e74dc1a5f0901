import Testing

@testable import QueryService

/// JSON from a result's bytes, and names from wrong ones.
@Suite(.timeLimit(.minutes(5))) struct WritingTests {
    private static func written(_ form: CellForm, _ text: String) -> String {
        var writer = JSONWriter()
        var text = text
        text.withUTF8 { form.write(UnsafeRawBufferPointer($0), into: &writer) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (CellForm.text, "a\"b\\c\n\r\t\u{1}ü🦆", #""a\"b\\c\n\r\t\u0001ü🦆""#), (.text, "", "\"\""),
        (.number, "-12.50", "-12.50"),
        (.number, "NaN", "null"), (.number, "Infinity", "null"), (.boolean, "t", "true"), (.boolean, "f", "false"),
        (.moment, "2026-01-31 08:30:00+00", #""2026-01-31T08:30:00Z""#),
        (.moment, "2026-01-31 08:30:00.123456+00", #""2026-01-31T08:30:00.123456Z""#),
        (.moment, "infinity", #""infinity""#),
        (.moment, "2026-01-31 08:30:00+02", #""2026-01-31 08:30:00+02""#), (.list, "{}", "[]"),
        (.list, "{a,NULL,\"NULL\",\"x,\\\"y\\\\\",\"\"}", #"["a",null,"NULL","x,\"y\\",""]"#),
        (.json, #"{"a": [1, null]}"#, #"{"a": [1, null]}"#),
    ])
    func aCellBecomesJSON(form: CellForm, text: String, expected: String) {
        #expect(Self.written(form, text) == expected)
    }

    @Test(arguments: [
        ("hostnmae", "hostname"), ("LastSeenAt", "last_seen_at"), ("os-name", "os_name"), ("tag", "tags"), ("", "tags"),
    ])
    func theNearestNameIsFound(name: String, nearest: String) {
        #expect(Nearest.name(to: name, in: ["hostname", "last_seen_at", "os_name", "tags"]) == nearest)
    }

    @Test(arguments: [
        ("2026-01-31", "2026-01-31T00:00:00Z"), ("2026-01-31T08:30", "2026-01-31T08:30:00Z"),
        ("2026-01-31t08:30:00.5z", "2026-01-31T08:30:00.5Z"), ("2026-01-31 08:30:00+00", "2026-01-31T08:30:00+00:00"),
        ("2026-01-31T08:30:00 02:00", "2026-01-31T08:30:00+02:00"), ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2026-02-29", nil), ("2026-13-01", nil), ("0000-01-01", nil), ("2026-01-31T24:00:00Z", nil), ("now", nil),
        ("2026-01-31T08:30:00+16:00", nil), ("٢٠٢٦-01-31", nil),
    ])
    func aTimeIsReadAsISO8601(text: String, expected: String?) {
        #expect(MomentText.canonical(text) == expected)
    }

    @Test func aQueryStringIsDecoded() throws {
        let parameters = try QueryParameter.parse("a=b+c&d%5Bin%5D=x%2Cy&e&f[gt]=%2B1")
        #expect(parameters.map(\.name) == ["a", "d", "e", "f"])
        #expect(parameters.map(\.value) == ["b c", "x,y", "", "+1"])
        #expect(parameters.map(\.operation) == [nil, "in", nil, "gt"])
    }
}
