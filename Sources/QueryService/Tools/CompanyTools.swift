import Inventory

/// The PSA's side of a client: companies and their people.
enum CompanyTools {
    static let list = Tool(
        name: "list_companies",
        description: "PSA companies by name. Name one for details, sites and open tickets.",
        group: .companies, tables: ["companies", "company_sites"],
        arguments: [
            ToolArgument("company", .text, "Name, identifier or id."),
            ToolArgument("search", .text, "Words in name or identifier."),
            ToolArgument("kind", .choices(CompanyKind.allCases.map(\.rawValue))), ToolArgument("is_active", .flag),
        ] + ToolArgument.paging, run: companies)

    static let contacts = Tool(
        name: "list_contacts", description: "People at PSA companies.",
        group: .contacts, tables: ["contacts"],
        arguments: [
            ToolArgument("company", .text, "Name or id."),
            ToolArgument("search", .text, "Words in name, e-mail or phone."),
        ] + ToolArgument.paging, run: people)

    private static func companies(_ run: ToolRun) async throws -> ToolAnswer {
        guard let name = run.arguments.text("company") else {
            return try await run.list(
                ToolRequest(
                    "companies", try run.search() + run.choice("kind") + run.flag("is_active"), sort: "name",
                    limit: run.arguments.limit(), cursor: run.arguments.cursor,
                    fields: ["id", "name", "identifier", "kind", "is_active", "city", "phone"]))
        }
        let row = try await run.names.find(.company, name, fields: run.reader.resource("companies")?.detail ?? [])
        var budget = ToolBudget()
        let (tree, isCut) = row.json(.single)
        _ = budget.take(tree.bytes.count)
        let parts = try await ToolParts(run: run).read(parts(of: row.id), &budget)
        var answer = ToolAnswer(data: .array([tree.adding(parts.members)]))
        answer.isTruncated = isCut || parts.isTruncated
        answer.leftOut = parts.leftOut
        return answer
    }

    private static func parts(of company: String) -> [ToolPart] {
        [
            ToolPart(
                "sites", "company_sites", [.eq("company_id", company)], sort: "name",
                fields: ["id", "name", "address_line1", "city", "country", "phone", "is_primary"]),
            ToolPart(
                "open_tickets", "tickets",
                [.eq("company_id", company), .among("status_category", ["open", "waiting"])],
                sort: "-opened_at", limit: 10, fields: TicketTools.fields),
        ]
    }

    private static func people(_ run: ToolRun) async throws -> ToolAnswer {
        return try await run.list(
            ToolRequest(
                "contacts", try await run.conditions([.company]) + run.search(),
                sort: "last_name", limit: run.arguments.limit(), cursor: run.arguments.cursor,
                fields: [
                    "id", "company_id", "first_name", "last_name", "email", "phone", "job_title", "is_active",
                ]), [.company])
    }
}
