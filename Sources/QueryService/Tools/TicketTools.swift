import Inventory

/// Tickets of the PSAs.
enum TicketTools {
    static let list = Tool(
        name: "list_tickets",
        description: "Tickets of the PSAs, newest first; open and waiting ones unless status says so.",
        group: .tickets, tables: ["tickets"],
        arguments: [
            ToolArgument("company", .text, "Name or id."), ToolArgument("device", .text, "Host name or id."),
            ToolArgument("search", .text, "Words in its texts."),
            ToolArgument("status", .choices(TicketStatusCategory.allCases.map(\.rawValue))),
            ToolArgument("priority", .choices(TicketPriority.allCases.map(\.rawValue))),
            ToolArgument("assignee", .text, "Part of the name."), ToolArgument("opened_after", .moment),
        ] + ToolArgument.paging, run: tickets)

    static let context = Tool(
        name: "get_ticket_context",
        description: """
            A ticket with its notes (newest first), contact, its and the contact's devices with state and open alerts, \
            the agreement that covers it, and like tickets of the company. A cursor goes on with the notes; full_text shows \
            long texts whole.
            """,
        group: .tickets,
        tables: [
            "tickets", "ticket_notes", "contacts", "companies", "configurations", "devices", "alerts", "agreements",
        ],
        arguments: [
            ToolArgument("ticket", .text, "Number or id.", isRequired: true),
            ToolArgument("company", .text, "Where numbers repeat."),
            ToolArgument("parts", .choices(TicketPart.allCases.map(\.rawValue)), "All, unless given."),
            ToolArgument("full_text", .flag), ToolArgument.cursor, ToolArgument.maxAge,
        ], form: .single, run: { try await TicketContext(run: $0).answer() },
        parts: ["ticket"] + TicketPart.allCases.map(\.rawValue),
        reads: { arguments, _ in
            arguments.choices("parts").map { parts in
                (["tickets", "companies"] + parts.compactMap { TicketPart(rawValue: $0) }.flatMap(\.tables)).uniqued
            }
        })

    static let fields = [
        "id", "number", "summary", "status_category", "status_label", "priority", "company_id", "contact_id",
        "assignee_name", "opened_at", "due_at",
    ]

    private static func tickets(_ run: ToolRun) async throws -> ToolAnswer {
        let company = try await run.conditions([.company])
        var conditions = try await company + ofDevice(run, within: company)
        conditions += try run.search() + run.choice("priority")
        conditions += run.choice("status", "status_category", standard: ["open", "waiting"])
        if let assignee = run.arguments.text("assignee") { conditions.append(.within("assignee_name", assignee)) }
        if let after = run.arguments.text("opened_after") {
            conditions.append(QueryParameter("opened_at", "gt", after))
        }
        return try await run.list(
            ToolRequest(
                "tickets", conditions, sort: "-opened_at", limit: run.arguments.limit(), cursor: run.arguments.cursor,
                fields: fields), [.company, .contact])
    }

    /// The tickets that name a configuration item which is the device.
    private static func ofDevice(_ run: ToolRun, within place: [QueryParameter]) async throws -> [QueryParameter] {
        guard let text = run.arguments.text("device") else { return [] }
        let device = try await run.names.find(.device, text, within: place).id
        let items = try await run.reader.links.configurations(of: device)
        guard !items.isEmpty else { return [.among("id", [device])] }
        let main = try await run.reader.page(
            ToolRequest(
                "tickets", [.among("configuration_id", items)], sort: "-opened_at", limit: 500, fields: ["id"]))
        let more = try await run.reader.page(
            ToolRequest(
                "ticket_configurations", [.among("configuration_id", items)], limit: 500, fields: ["id", "ticket_id"]))
        let ids = Set(main.rows.map(\.id) + more.rows.compactMap { $0.value("ticket_id") })
        return [.among("id", ids.isEmpty ? [device] : ids.sorted())]
    }
}
