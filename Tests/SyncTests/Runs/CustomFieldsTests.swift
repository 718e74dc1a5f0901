import Connectors
import Inventory
import Testing

@testable import Sync

/// Custom fields come with the list, unless another stream has to ask for them.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CustomFieldsTests {
    private static func device(_ fields: String?) -> SourceRecord {
        var record = Make.device("1")
        record.customFields = fields
        return record
    }

    private static var streams: [Script.Stream] {
        var list = Make.stream("devices", Device.entity.description)
        list.fillsCustomFields = false
        var details = Make.stream(
            "details", Device.entity.description, after: ["devices"], deletion: .never, owns: ["model"],
            isPrimary: false)
        details.fillsCustomFields = true
        return [
            Script.Stream(description: list, records: [device(#"{"Rack":"of the list"}"#)]),
            Script.Stream(description: details, records: [device(#"{"Rack":"B2"}"#)]),
        ]
    }

    @Test func aSecondStreamFillsThemAndTheListLeavesThemAlone() async throws {
        try await Fixture.with(Self.streams) { fixture in
            try await fixture.sync()
            let column = { try await fixture.column("custom_fields", of: "live.devices")["1"] ?? nil }
            #expect(try await column() == #"{"Rack": "B2"}"#)
            fixture.script.set("devices", [Make.device("1", hostname: "renamed")])
            #expect(try await fixture.sync().streams.map(\.updated) == [1, 0])
            #expect(try await column() == #"{"Rack": "B2"}"#)
            fixture.script.set("details", [Self.device(#"{"Rack":"C4"}"#)])
            #expect(try await fixture.sync().streams.map(\.updated) == [0, 1])
            #expect(try await column() == #"{"Rack": "C4"}"#)
            fixture.script.set("details", [Self.device(nil)])
            try await fixture.sync()
            #expect(try await column() == nil)
        }
    }
}
