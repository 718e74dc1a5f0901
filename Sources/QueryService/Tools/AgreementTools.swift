import Inventory

/// What clients have agreed to.
enum AgreementTools {
    static let list = Tool(
        name: "list_agreements",
        description: "Agreements (contracts) of PSA companies; the active ones unless status says so.",
        group: .agreements, tables: ["agreements", "agreement_lines"],
        arguments: [
            ToolArgument("company", .text, "Name or id."), ToolArgument("search", .text, "Words in the name."),
            ToolArgument("status", .choices(AgreementStatus.allCases.map(\.rawValue))),
            ToolArgument("with_lines", .flag, "With what each consists of."),
        ] + ToolArgument.paging, run: run)

    static let fields = [
        "id", "company_id", "name", "status", "kind_label", "starts_on", "ends_on", "monthly_amount", "amount",
        "currency", "billing_cycle",
    ]
    private static let lineFields = [
        "id", "agreement_id", "name", "quantity", "unit_price", "currency", "starts_on", "ends_on",
    ]
    /// So many lines of all the agreements shown.
    private static let lines = 200

    private static func run(_ run: ToolRun) async throws -> ToolAnswer {
        let conditions =
            try await run.conditions([.company]) + run.search()
            + run.choice("status", standard: [AgreementStatus.active.rawValue])
        var page = try await run.reader.page(
            ToolRequest(
                "agreements", conditions, sort: "name", limit: run.arguments.limit(), cursor: run.arguments.cursor,
                fields: fields))
        page.rows = try await run.reader.label(page.rows, .company)
        if run.arguments.flag("with_lines") == true { page.rows = try await withLines(page.rows, run) }
        var budget = ToolBudget()
        return ToolAnswer(ToolSection(page, &budget))
    }

    private static func withLines(_ agreements: [ToolRow], _ run: ToolRun) async throws -> [ToolRow] {
        guard !agreements.isEmpty else { return agreements }
        let page = try await run.reader.page(
            ToolRequest(
                "agreement_lines", [.among("agreement_id", agreements.map(\.id))], sort: "agreement_id,name",
                limit: lines, fields: lineFields))
        let lines = Dictionary(grouping: page.rows) { $0.value("agreement_id") ?? "" }
        return agreements.map { agreement in
            var agreement = agreement
            let own = lines[agreement.id] ?? []
            agreement.more.append(("lines", .array(own.map { $0.json(.list).tree })))
            if !page.isWhole { agreement.more.append(("lines_truncated", .boolean(true))) }
            return agreement
        }
    }
}
