import Inventory

/// What the RMMs raise.
enum AlertTools {
    static let list = Tool(
        name: "list_alerts", description: "Alerts of the RMMs, newest first; the open ones unless status says so.",
        group: .alerts, tables: ["alerts"],
        arguments: [
            ToolArgument("organization", .text, "Name or id."), ToolArgument("company", .text, "Name or id."),
            ToolArgument("device", .text, "Host name or id."),
            ToolArgument("severity", .choices(AlertSeverity.allCases.map(\.rawValue))),
            ToolArgument("status", .choices(AlertStatus.allCases.map(\.rawValue))),
            ToolArgument("raised_after", .moment),
        ] + ToolArgument.paging, run: run)

    static let fields = [
        "id", "device_id", "organization_id", "severity", "status", "category", "condition_name", "message",
        "raised_at", "resolved_at",
    ]

    private static func run(_ run: ToolRun) async throws -> ToolAnswer {
        var conditions = try await run.conditions([.organization, .company, .device])
        conditions += run.choice("severity") + run.choice("status", standard: [AlertStatus.open.rawValue])
        if let after = run.arguments.text("raised_after") {
            conditions.append(QueryParameter("raised_at", "gt", after))
        }
        return try await run.list(
            ToolRequest(
                "alerts", conditions, sort: "-raised_at", limit: run.arguments.limit(), cursor: run.arguments.cursor,
                fields: fields),
            [.device, .organization])
    }
}
