import Foundation

/// Gathers all that is known about a ticket, for who is about to work on it.
struct TicketContext: Sendable {
    let run: ToolRun

    /// Of each kind so many.
    private static let shownNotes = 20
    private static let shownDevices = 10
    private static let shownAlerts = 50
    private static let shownAgreements = 5
    private static let shownSimilar = 5
    /// Like tickets are looked for among so many of the company's newest.
    private static let comparedTickets = 300
    /// Less in common than this is chance.
    private static let leastLikeness = 0.2

    func answer() async throws -> ToolAnswer {
        let reader = run.reader
        let place = try await run.conditions([.company])
        let detail = (reader.resource("tickets")?.detail ?? []) + ["alert_external_id"]
        let found = try await run.names.find(
            .ticket, run.arguments.text("ticket") ?? "", within: place, fields: detail)
        let ticket = try await reader.label([found], [.company, .contact])[0]
        let wanted = run.arguments.choices("parts").map { Set($0) }
        var budget = ToolBudget()
        var answer = ToolAnswer(data: .object([]))
        if run.arguments.cursor == nil {
            let (tree, isCut) = ticket.json(texts)
            _ = budget.take(tree.bytes.count)
            answer = ToolAnswer(data: .object([("ticket", tree)]))
            answer.isTruncated = isCut
        }
        let parts = TicketPart.allCases.filter { part in
            run.arguments.cursor == nil ? wanted?.contains(part.rawValue) ?? true : part == .notes
        }
        for part in parts {
            // Half of what is left for each: the first ones are the most wanted.
            var share = budget.share(of: part == parts.last ? 1 : 2)
            let given = share
            try await add(part, of: ticket, to: &answer, &share)
            budget.spend(given, used: share)
        }
        return answer
    }

    private var texts: TextLimit { run.arguments.flag("full_text") == true ? .full : .single }

    private func add(
        _ part: TicketPart, of ticket: ToolRow, to answer: inout ToolAnswer, _ budget: inout ToolBudget
    ) async throws {
        let reader = run.reader
        guard reader.may(part.table) else {
            var result = ToolParts.Result()
            result.leaveOut(part.rawValue, part.table, reader)
            answer.leftOut += result.leftOut
            return
        }
        guard let page = try await page(part, of: ticket) else { return }
        let section = ToolSection(page, &budget, part == .notes ? texts : .list)
        answer.data = answer.data.adding([(part.rawValue, section.json)])
        answer.isTruncated = answer.isTruncated || section.isTruncated
        if part == .notes { answer.nextCursor = section.nextCursor }
    }

    private func page(_ part: TicketPart, of ticket: ToolRow) async throws -> ToolPage? {
        switch part {
        case .notes: try await notes(of: ticket)
        case .contact: try await contact(of: ticket)
        case .devices: try await devices(of: ticket)
        case .agreement: try await agreements(of: ticket)
        case .similar: try await similar(to: ticket)
        }
    }

    private func notes(of ticket: ToolRow) async throws -> ToolPage {
        try await run.reader.page(
            ToolRequest(
                "ticket_notes", [.eq("ticket_id", ticket.id)], sort: "-written_at", limit: Self.shownNotes,
                cursor: run.arguments.cursor, fields: ["id", "author_name", "is_internal", "written_at", "body"]))
    }

    private func contact(of ticket: ToolRow) async throws -> ToolPage? {
        guard let id = ticket.value("contact_id") else { return nil }
        return try await run.reader.page(
            ToolRequest(
                "contacts", [.eq("id", id)], limit: 1,
                fields: ["id", "first_name", "last_name", "email", "phone", "job_title", "is_active"]))
    }

    /// The agreement that the ticket names, else those of the company that are in force.
    private func agreements(of ticket: ToolRow) async throws -> ToolPage? {
        let condition: [QueryParameter]
        if let id = ticket.value("agreement_id") {
            condition = [.eq("id", id)]
        } else if let company = ticket.value("company_id") {
            condition = [.eq("company_id", company), .eq("status", "active")]
        } else {
            return nil
        }
        var page = try await run.reader.page(
            ToolRequest(
                "agreements", condition, sort: "name", limit: Self.shownAgreements, fields: AgreementTools.fields))
        let covers = ticket.value("agreement_id") == nil ? "company" : "ticket"
        page.say("covers") { _ in .string(covers) }
        return page
    }
}

/// The devices that a ticket is about.
extension TicketContext {
    /// The ticket's own in the order in which it is most surely about them, then the contact's.
    private func devices(of ticket: ToolRow) async throws -> ToolPage? {
        let links = run.reader.links
        let own = try await links.devices(ofTicket: ticket.id)
        let contacts = try await links.devices(of: try await contactItems(of: ticket))
        let all = own + contacts.filter { !own.contains($0) }
        let ids = Array(all.prefix(Self.shownDevices))
        guard !ids.isEmpty else { return nil }
        var page = try await run.reader.page(
            ToolRequest("devices", [.among("id", ids)], limit: ids.count, fields: DeviceTools.fields))
        let rows = Dictionary(uniqueKeysWithValues: page.rows.map { ($0.id, $0) })
        page.choose(ids.compactMap { rows[$0] }, isWhole: ids.count == all.count)
        page.rows = try await run.reader.label(page.rows, [.organization, .site])
        page.say("named_by") { .string(own.contains($0.id) ? "ticket" : "contact") }
        let alerts = try await openAlerts(of: ids)
        if let alerts { page.say("open_alerts") { .array((alerts[$0.id] ?? []).map { $0.json(.list).tree }) } }
        return page
    }

    /// Those that are the contact's.
    private func contactItems(of ticket: ToolRow) async throws -> [String] {
        guard let contact = ticket.value("contact_id"), run.reader.may("configurations") else { return [] }
        return try await run.reader.page(
            ToolRequest("configurations", [.eq("contact_id", contact)], limit: 50, fields: ["id"])
        ).rows.map(\.id)
    }

    /// Nil where the key may not see alerts.
    private func openAlerts(of devices: [String]) async throws -> [String: [ToolRow]]? {
        guard run.reader.may("alerts") else { return nil }
        let page = try await run.reader.page(
            ToolRequest(
                "alerts", [.among("device_id", devices), .eq("status", "open")], sort: "-raised_at",
                limit: Self.shownAlerts,
                fields: ["id", "device_id", "severity", "category", "condition_name", "message", "raised_at"]))
        return Dictionary(grouping: page.rows) { $0.value("device_id") ?? "" }
    }
}

/// Tickets of the company that were about the like.
extension TicketContext {
    private func similar(to ticket: ToolRow) async throws -> ToolPage? {
        guard let company = ticket.value("company_id"), let summary = ticket.value("summary") else { return nil }
        var page = try await run.reader.page(
            ToolRequest(
                "tickets", [.eq("company_id", company), QueryParameter("id", "ne", ticket.id)], sort: "-opened_at",
                limit: Self.comparedTickets,
                fields: [
                    "id", "number", "summary", "status_category", "priority", "assignee_name", "opened_at",
                    "resolved_at",
                ]))
        let likeness = TicketLikeness(page.rows.map { $0.value("summary") ?? "" })
        let ranked = page.rows.map { ($0, likeness.likeness(summary, $0.value("summary") ?? "")) }
            .filter { $0.1 >= Self.leastLikeness }.sorted { $0.1 > $1.1 }.prefix(Self.shownSimilar)
        page.choose(
            ranked.map { row, likeness in
                var row = row
                row.more.append(("likeness", .number((likeness * 100).rounded() / 100)))
                return row
            })
        return page
    }
}
