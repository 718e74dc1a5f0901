import Inventory

/// The RMM's side of a client: organisations and their sites.
enum OrganizationTools {
    static let list = Tool(
        name: "list_organizations",
        description: "RMM organizations (clients) by name. Name one for details, sites and its PSA company.",
        group: .organizations, tables: ["organizations", "sites"],
        arguments: [
            ToolArgument("organization", .text, "Name or id."), ToolArgument("search", .text, "Words in the name."),
        ] + ToolArgument.paging, run: run)

    private static func run(_ run: ToolRun) async throws -> ToolAnswer {
        guard let name = run.arguments.text("organization") else {
            return try await run.list(
                ToolRequest(
                    "organizations", try run.search(), sort: "name", limit: run.arguments.limit(),
                    cursor: run.arguments.cursor, fields: ["id", "name", "city", "country", "phone"]))
        }
        let detail = run.reader.resource("organizations")?.detail ?? []
        var row = try await run.names.find(.organization, name, fields: detail)
        let company = try await run.company(of: row.id)
        if let company { row.more.append(("company", company.json(.list).tree)) }
        var budget = ToolBudget()
        let (tree, isCut) = row.json(.single)
        _ = budget.take(tree.bytes.count)
        let sites = ToolSection(
            try await run.reader.page(
                ToolRequest(
                    "sites", [.eq("organization_id", row.id)], sort: "name", limit: run.arguments.limit(standard: 50),
                    cursor: run.arguments.cursor, fields: ["id", "name", "address_line1", "city", "country"])), &budget)
        var answer = ToolAnswer(data: .array([tree.adding([("sites", sites.json)])]))
        answer.isTruncated = isCut || sites.isTruncated
        answer.nextCursor = sites.nextCursor
        return answer
    }
}

extension ToolRun {
    /// The PSA's company that an organisation is matched to, as far as the key may see both.
    func company(of organization: String) async throws -> ToolRow? {
        guard
            let match = try await reader.first(
                ToolRequest(
                    "organization_companies",
                    [.eq("organization_id", organization), .among("state", ["confirmed", "automatic"])], limit: 1,
                    fields: ["id", "company_id"])), let company = match.value("company_id")
        else { return nil }
        return try await reader.first(
            ToolRequest("companies", [.eq("id", company)], limit: 1, fields: ["id", "name", "identifier"]))
    }
}

extension JSONTree {
    /// The object with more members.
    func adding(_ more: [(String, JSONTree)]) -> JSONTree {
        guard case .members(let members) = self else { return self }
        return .members(members + more.map { Member(name: $0.0, value: $0.1) })
    }
}
