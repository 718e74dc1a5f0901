import Reports

/// The bodies by which a tenant says something to its reports.
enum OpenAPIWishes {
    static let schemas: [(String, JSONTree)] = [
        ("report_override_wish", OpenAPIBody.either([end, category, price])),
        (
            "report_override_id",
            OpenAPIBody.object(
                [("id", .object([("type", .string("string")), ("format", .string("uuid"))]))], required: ["id"])
        ),
        ("report_mark", OpenAPIBody.either([snoozed, settled])),
        ("product_measure_wish", OpenAPIBody.either([ofCategory, ofAll])),
        (
            "measure_import",
            OpenAPIBody.object(
                [
                    (
                        "measures",
                        .object([
                            ("type", .string("array")), ("items", OpenAPIComponents.reference("saved_measure")),
                        ])
                    )
                ], required: ["measures"])
        ),
    ]

    // MARK: - In place of the program's files

    private static let end = override(
        [.operatingSystem, .software], subject: OpenAPIBody.text("The product whose support ends."),
        value: OpenAPIBody.text("The last day of support.", format: "date"))

    private static let category = override(
        [.category],
        subject: OpenAPIBody.text(
            "The pattern of titles, in which % is anything.",
            pattern: #"^[^\\\u0000]*[^%_\\\u0000][^\\\u0000]*$"#, longest: 200),
        value: OpenAPIBody.choice(["included", "excluded"]),
        category: OpenAPIBody.text(
            "The class of software; what is excluded of an unwelcome one is agreed to.",
            pattern: "^[a-z][a-z0-9_]{0,62}$"), required: ["category"])

    private static let price = override(
        [.price], subject: OpenAPIBody.text("The price's name."),
        value: OpenAPIBody.text("A sum.", pattern: #"^[0-9]{1,9}(\.[0-9]{1,2})?$"#),
        currency: OpenAPIBody.text("A code; the price book's unless given.", pattern: "^[A-Z]{3}$"))

    private static func override(
        _ kinds: [OwnWord.Kind], subject: JSONTree, value: JSONTree, category: JSONTree = OpenAPIBody.absent,
        currency: JSONTree = OpenAPIBody.absent, required: [String] = []
    ) -> JSONTree {
        OpenAPIBody.object(
            [
                ("kind", OpenAPIBody.choice(kinds.map(\.rawValue))), ("subject", subject), ("value", value),
                ("category", category), ("currency", currency),
                ("company", OpenAPIBody.text("For this company alone, by its name or id; all unless given.")),
                ("reason", OpenAPIBody.text()),
            ], required: ["kind", "subject", "value"] + required)
    }

    // MARK: - What became of an opportunity

    private static let snoozed = mark(
        [.snoozed], until: OpenAPIBody.text("The day on which it is shown again.", format: "date"), required: ["until"])

    private static let settled = mark(
        FindingState.allCases.filter { $0 != .snoozed }, until: OpenAPIBody.absent, required: [])

    private static func mark(_ states: [FindingState], until: JSONTree, required: [String]) -> JSONTree {
        OpenAPIBody.object(
            [
                ("key", OpenAPIBody.text("As upsell-opportunities has it.")),
                ("state", OpenAPIBody.choice(states.map(\.rawValue))), ("until", until),
                ("reason", OpenAPIBody.text()),
            ], required: ["key", "state"] + required)
    }

    // MARK: - What a product counts

    private static let ofCategory = measure(
        [.softwareCategory], category: OpenAPIBody.text("The class of software."), required: ["category"])

    private static let ofAll = measure(
        ProductMeasure.allCases.filter { $0 != .softwareCategory }, category: OpenAPIBody.absent, required: [])

    private static func measure(_ measures: [ProductMeasure], category: JSONTree, required: [String]) -> JSONTree {
        OpenAPIBody.object(
            [
                ("product", OpenAPIBody.text("Its name or id.")),
                ("measure", OpenAPIBody.choice(measures.map(\.rawValue))), ("category", category),
            ], required: ["product", "measure"] + required)
    }
}
