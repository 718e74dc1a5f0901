import Access

/// How far the warehouse can be relied on.
enum FreshnessTools {
    static let get = Tool(
        name: "get_freshness",
        description: """
            How fresh each connection's tables are, and what a vendor cannot give. In other tools max_age (seconds) has older \
            data read again first.
            """,
        group: nil, tables: nil,
        arguments: [
            ToolArgument("table", .text), ToolArgument("connection", .text),
            ToolArgument("only_stale", .flag), ToolArgument.cursor,
        ], run: run)

    private static func run(_ run: ToolRun) async throws -> ToolAnswer {
        let (arguments, tables) = (run.arguments, run.reader.tables)
        let connections = try await tables.freshness.connections(tenant: run.reader.caller.tenantID)
        let sources = connections.flatMap(\.sources).filter { source in
            (arguments.text("table").map { $0 == source.table } ?? true)
                && (arguments.text("connection").map { $0 == source.connection } ?? true)
                && (arguments.flag("only_stale") != true || source.isStale)
        }
        return try page(sources, arguments.cursor)
    }

    /// As many as fit. The cursor is the place of the next.
    private static func page(_ sources: [Source], _ cursor: String?) throws(Problem) -> ToolAnswer {
        guard let start = cursor.map({ Int($0) }) ?? 0, start >= 0 else { throw .garbledCursor }
        var budget = ToolBudget()
        var shown: [JSONTree] = []
        for source in sources.dropFirst(start) {
            let tree = source.forTools
            guard budget.take(tree.bytes.count + 1) else { break }
            shown.append(tree)
        }
        var answer = ToolAnswer(data: .array(shown))
        if start + shown.count < sources.count {
            answer.isTruncated = true
            answer.nextCursor = String(start + shown.count)
        }
        return answer
    }
}

extension Source {
    /// The reason may repeat a vendor's own words.
    fileprivate var forTools: JSONTree {
        var members: [(String, JSONTree)] = [
            ("connection", .string(connection)), ("vendor", .string(vendor)), ("table", .string(table)),
            ("stream", .optional(stream)), ("state", .string(state)), ("as_of", .optional(asOf?.text)),
            ("stale", .boolean(isStale)),
        ]
        if let reason {
            members.append(("untrusted", .object([("reason", .string(TextLimit.list.cut(reason).text))])))
        }
        return .object(members)
    }
}
