import JSON
import Testing

/// What is left of an object.
@Suite struct RestTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    private func rest(_ row: JSONValue, without paths: [String], entering parents: [String] = []) -> String? {
        row.rest(
            omitting: paths.compactMap { row[path: $0].place }, entering: parents.compactMap { row[path: $0].place })
    }

    @Test func leavesOutPlacesAndWhatIsNull() throws {
        let row = try parse(#"{"a":1,"b":null,"c":{"d":null,"e":[null]},"f":"x"}"#)
        #expect(rest(row, without: []) == #"{"a":1,"c":{"d":null,"e":[null]},"f":"x"}"#)
        #expect(rest(row, without: ["a", "f", "gone"]) == #"{"c":{"d":null,"e":[null]}}"#)
        #expect(rest(row, without: ["a", "c", "f"]) == nil)
    }

    @Test func goesIntoObjectsThatAPathLeadsThrough() throws {
        let row = try parse(#"{"os":{"name":"W","locale":null,"deep":{"x":1,"y":2}},"n":1}"#)
        #expect(
            rest(row, without: ["os.name", "os.deep.x"], entering: ["os", "os.deep"])
                == #"{"os":{"deep":{"y":2}},"n":1}"#)
        #expect(rest(row, without: ["os.name", "os.deep"], entering: ["os"]) == #"{"n":1}"#)
    }

    @Test func keepsTheLastOfTwins() throws {
        let row = try parse(#"{"a":1,"b":2,"a":3}"#)
        #expect(rest(row, without: []) == #"{"b":2,"a":3}"#)
        #expect(rest(row, without: ["a"]) == #"{"b":2}"#)
    }

    @Test func isNothingForWhatIsNoObject() throws {
        for text in ["[]", "1", "null", "{}"] { #expect(try parse(text).rest(omitting: [], entering: []) == nil) }
        #expect(JSONValue.missing.rest(omitting: [], entering: []) == nil)
    }
}
