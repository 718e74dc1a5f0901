import HTTPTypes

/// Lists as lines: a row each, and in headers what else a page says.
enum OpenAPILines {
    static func content(_ row: String) -> [(String, JSONTree)] {
        [
            (
                ListForm.ndjson.rawValue,
                .object([
                    (
                        "schema",
                        .object([
                            ("type", .string("string")),
                            ("description", .string("An object of the schema `\(row)` a line.")),
                        ])
                    )
                ])
            ),
            (
                ListForm.csv.rawValue,
                .object([
                    (
                        "schema",
                        .object([
                            ("type", .string("string")),
                            (
                                "description",
                                .string(
                                    """
                                    RFC 4180 with a header. Lists and JSON stand as JSON in their cell; text that a spreadsheet \
                                    would take for a formula has an apostrophe before it.
                                    """)
                            ),
                        ])
                    )
                ])
            ),
        ]
    }

    private static let meanings: [(HTTPField.Name, String)] = [
        (.nextCursor, "Of lines with `limit`: `cursor` for the next page; absent when this is proved the last."),
        (.totalCount, "Of lines with `count`: how many rows there are."),
        (.freshnessAsOf, "Of lines: `freshness.as_of`."), (.freshnessOldest, "Of lines: `freshness.oldest`."),
        (.freshnessStale, "Of lines: `freshness.stale`."), (.historyAsOf, "Of lines with `as_of`: `history.as_of`."),
        (.historyNotKept, "Of lines with `as_of`: `history.not_kept`."),
        (.lastSequence, "Of the change feed's lines: `page.last_sequence` when they began."),
        (.nextAfter, "Of the change feed's lines with `limit`: `page.next_after`."),
    ]

    static let headers = JSONTree.object(
        meanings.map { name, meaning in
            (
                name.rawName,
                .object([
                    ("description", .string(meaning)), ("schema", .object([("type", .string("string"))])),
                ])
            )
        })
}
