import Testing

@testable import Reports

/// What a report's file must say of itself.
struct ReportHeaderTests {
    private static let text = """
        -- Old machines
        -- question: Which are old,
        --     and how old?
        -- sources: devices, configurations
        -- parameter: years integer = 5 | From this age.
        -- parameter: name text | A part of the name.
        -- total: machines integer = count(*) filter (where age > 1) | How many.
        -- column: age number | In years.
        -- column: devices json hidden | Behind it.
        SELECT 1 AS age, NULL::jsonb AS devices
        """

    @Test func sayingAllIsRead() throws {
        let report = try ReportCatalogue.report(Self.text, name: "old-machines")
        #expect(report.title == "Old machines")
        #expect(report.question == "Which are old, and how old?")
        #expect(report.sources == ["devices", "configurations"])
        #expect(report.parameters.map(\.standard) == ["5", nil])
        #expect(report.totals.map(\.expression) == ["count(*) filter (where age > 1)"])
        #expect(report.columns.map(\.place) == [.column, .hidden])
        #expect(report.text == "SELECT 1 AS age, NULL::jsonb AS devices")
    }

    @Test(arguments: [
        ("-- sources: devices, configurations", "a title, a question, sources"),
        ("-- column: age number | In years.", "-- colour: age number | In years.|is not known"),
        ("-- column: age number | In years.", "-- column: age length | In years.|is not a name, a kind and a meaning"),
        ("-- column: age number | In years.", "-- column: age number|does not say what it means"),
        (
            "-- total: machines integer = count(*) filter (where age > 1) | How many.",
            "-- total: n integer | How many.|counts"
        ),
    ])
    func sayingLessIsRefused(line: String, change: String) {
        let parts = change.split(separator: "|").map(String.init)
        let (replacement, words) = (parts.dropLast().joined(separator: "|"), parts[parts.count - 1])
        let error = #expect(throws: ReportError.self) {
            try ReportCatalogue.report(Self.text.replacing(line, with: replacement), name: "old-machines")
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
