import Inventory

/// What every list and every error has.
extension OpenAPIComponents {
    private static func text(_ format: String? = nil, isNullable: Bool = false) -> JSONTree {
        let type: JSONTree = isNullable ? .strings(["string", "null"]) : .string("string")
        return .object([("type", type)] + (format.map { [("format", .string($0))] } ?? []))
    }

    private static func integer(_ more: [(String, JSONTree)] = [], isNullable: Bool = false) -> JSONTree {
        .object([("type", isNullable ? .strings(["integer", "null"]) : .string("integer"))] + more)
    }

    private static func choice(_ values: [String], standard: String? = nil) -> JSONTree {
        .object(
            [("type", .string("string")), ("enum", .strings(values))]
                + (standard.map { [("default", .string($0))] } ?? []))
    }

    private static let states = [
        "never_read", "current", "late", "deferred", "held", "failing", "blocked", "paused", "not_available",
    ]

    static let shared: [(String, JSONTree)] = [
        (
            "page",
            object([
                ("limit", integer()), ("next_cursor", text(isNullable: true)), ("total", integer(isNullable: true)),
            ])
        ),
        (
            "feed_page",
            object([
                ("limit", integer()), ("next_cursor", text(isNullable: true)), ("total", integer(isNullable: true)),
                (
                    "next_after",
                    integer(
                        [
                            (
                                "description",
                                .string("What to give as `after` next; null where another order was asked for.")
                            )
                        ],
                        isNullable: true)
                ),
                ("last_sequence", integer([("description", .string("The feed's last number."))])),
            ])
        ),
        (
            "history",
            object([
                ("as_of", text("date-time")),
                (
                    "not_kept",
                    .object([
                        ("type", .string("array")), ("items", text()),
                        ("description", .string("The fields that are null because the past does not keep them.")),
                    ])
                ),
            ])
        ),
        (
            "freshness",
            object([
                ("as_of", text("date-time", isNullable: true)), ("oldest", text("date-time", isNullable: true)),
                ("stale", .object([("type", .string("boolean"))])),
                ("sources", .object([("type", .string("array")), ("items", reference("source"))])),
            ])
        ),
        (
            "source",
            object(
                [
                    ("connection", text()), ("vendor", text()), ("stream", text(isNullable: true)),
                    ("as_of", text("date-time", isNullable: true)), ("state", choice(states)), ("reason", text()),
                ], required: ["connection", "vendor", "stream", "as_of", "state"])
        ),
        (
            "problem",
            object(
                [
                    ("type", text("uri")), ("title", text()), ("status", integer()), ("detail", text()),
                    ("nearest", text()), ("group", text()),
                    ("allowed", .object([("type", .string("array")), ("items", text())])),
                ], required: ["type", "title", "status", "detail"])
        ),
    ]

    static let parameters: [(String, JSONTree)] =
        waits + [
            (
                "limit",
                OpenAPIParameters.parameter(
                    "limit", "Rows a page.",
                    integer([("minimum", .integer(1)), ("maximum", .integer(500)), ("default", .integer(25))]))
            ),
            (
                "cursor",
                OpenAPIParameters.parameter(
                    "cursor", "`page.next_cursor` of the page before; what else was asked for stays as it was.",
                    text())
            ),
            (
                "count",
                OpenAPIParameters.parameter(
                    "count", "Whether `page.total` is counted, or guessed by the planner.",
                    choice(ListQuery.Count.allCases.map(\.rawValue), standard: "none"))
            ),
            (
                "q",
                OpenAPIParameters.parameter(
                    "q", "Words, each of which is somewhere in the row's names and texts, whatever the case.", text())
            ),
            (
                "deleted",
                OpenAPIParameters.parameter(
                    "deleted", "What is done with rows that are gone.",
                    choice(ListQuery.Deleted.allCases.map(\.rawValue), standard: "exclude"))
            ),
            (
                "as_of",
                OpenAPIParameters.parameter(
                    "as_of",
                    """
                    The rows as they were at a past time, or at the end of a past date (in UTC); the answer's `history` says which. \
                    What was deleted by then is deleted, what came later is not there, and the fields in `history.not_kept` are \
                    null. 410 with the `oldest` time when that is no longer kept. Companies are matched as they are now.
                    """, text())
            ),
        ]

    private static let waits: [(String, JSONTree)] = [
        (
            "max_age",
            OpenAPIParameters.parameter(
                "max_age",
                """
                The seconds that data may be old at most. What is older is read again from its vendor, within the budget; what \
                is older even after `wait` is answered with `freshness.stale` true.
                """, integer([("minimum", .integer(0))]))
        ),
        (
            "wait",
            OpenAPIParameters.parameter(
                "wait", "The seconds that `max_age` is waited for.",
                integer([
                    ("minimum", .integer(0)), ("maximum", .integer(Int64(FreshnessWish.longestWait))),
                    ("default", .integer(Int64(FreshnessWish.usualWait))),
                ]))
        ),
    ]

    static let problems: [(String, JSONTree)] = [
        ("400", "A parameter is wrong; `nearest` names the right one."), ("401", "No key, or no valid one."),
        ("403", "The key may not; `group` names the permission group."), ("404", "Not there, or not yours."),
        ("406", "`Accept` names no form that there is."),
        ("410", "Some of what was asked for is not kept any more; `oldest` is the first that is."),
        ("409", "It cannot be done as things stand; `detail` says why."),
        ("413", "The body is larger than 65,536 bytes."),
        ("429", "The key or its tenant has no request left; `Retry-After` says until when."),
        ("422", "The idempotency key was used before for another request."),
        ("500", "Something went wrong here."), ("503", "The database cannot be reached, or is of another version."),
    ]
    .map { status, meaning in
        let schema = JSONTree.object([("schema", reference("problem"))])
        return (
            "problem_\(status)",
            .object([
                ("description", .string(meaning)), ("content", .object([("application/problem+json", schema)])),
            ])
        )
    }
}
