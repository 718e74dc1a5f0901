import Inventory

/// Writes tickets and opportunities as list rows, and with what the single record has beside.
struct HaloTicketWriter {
    let request: HaloRequest
    private var fleet: Fleet { request.fleet }

    init(request: HaloRequest) { self.request = request }

    func write(_ row: HaloBook.Request, _ json: inout JSONWriter) {
        json.member("id", row.id)
        if row.isOpportunity {
            write(fleet.opportunities[row.place], row, &json)
        } else {
            write(fleet.tickets[row.place], row, &json)
        }
    }

    private func write(_ ticket: Ticket, _ row: HaloBook.Request, _ json: inout JSONWriter) {
        let halo = HaloTicket(ticket, fleet)
        json.member("dateoccurred", time: ticket.openedAt, ticket.number)
        json.member("summary", ticket.summary)
        json.member("details", ticket.details ?? "")
        writeState(halo, &json)
        writePlace(halo, &json)
        json.member("category_1", halo.category)
        json.member("responsedate", time: ticket.respondedAt, ticket.number + 1)
        json.member("fixbydate", time: ticket.dueAt, ticket.number + 2)
        json.member("last_update", time: request.call.disturbance.stamp(ticket.updatedAt), ticket.number)
        json.member("lastactiondate", time: row.actedAt, ticket.number + 3)
        json.member("dateclosed", time: ticket.closedAt, ticket.number)
        json.member("hasbeenclosed", ticket.closedAt != nil || ticket.number % 9 == 0)
        json.member("onhold", halo.isWaiting)
        json.member("inactive", false)
        writeCustomFields(ticket, &json)
        json.member("parent_id", ticket.parent.map(HaloID.ticket) ?? 0)
        json.member("merged_into_id", ticket.mergedInto.map(HaloID.ticket) ?? 0)
        json.member("inventory_number", halo.mainAsset?.name ?? "")
        // Hours that run while nothing happens.
        let hours = Int(request.call.now.microseconds / 36_000_000) % 10_000
        json.member("slatimeleft", hundredths: hours)
        json.member("ticketage", hundredths: hours + 50)
    }

    /// Lists have those whose ids are asked for; the single record has all.
    private func writeCustomFields(_ ticket: Ticket, _ json: inout JSONWriter) {
        let asked = Set((request.parameter("include_custom_fields") ?? "").split(separator: ",").compactMap { Int($0) })
        let shown = HaloSetup.ticketFields.filter { asked.contains($0.id) || request.id != nil }
        guard !shown.isEmpty else { return }
        json.member(
            "customfields",
            array: { json in
                for field in shown { json.field(field.id, field.name, type: 0, "\(field.name) \(ticket.number)") }
            })
    }

    private func writeState(_ halo: HaloTicket, _ json: inout JSONWriter) {
        json.member("status_id", halo.ticket.status)
        if request.asks("includestatus") || request.id != nil { json.member("status_name", halo.status?.name) }
        json.member("tickettype_id", halo.ticket.type ?? 0)
        if request.asks("includetickettype") || request.id != nil { json.member("tickettype_name", halo.type?.name) }
        json.member("itil_requesttype_id", halo.itilType)
        json.member("sla_id", halo.sla.number)
        json.member("priority_id", halo.priorityID)
        if request.id != nil { json.member("priority_name", fleet.lookups.priority(halo.ticket.priority)?.name) }
        json.member("team", fleet.lookups.board(halo.ticket.board)?.name)
        json.member("agent_id", halo.ticket.assignee.map(HaloID.agent) ?? HaloID.nobody)
        if request.asks("includeagent") || request.id != nil { json.member("agent_name", halo.agent ?? "Unassigned") }
    }

    private func writePlace(_ halo: HaloTicket, _ json: inout JSONWriter) {
        json.member("client_id", HaloID.client(halo.ticket.company))
        json.member("client_name", fleet.company(halo.ticket.company)?.name)
        json.member("site_id", halo.site.map { HaloID.site($0.number) } ?? 0)
        json.member("site_name", halo.site?.name ?? "")
        json.member("user_id", halo.contact.map { HaloID.user($0.number) } ?? 0)
        json.member("user_name", halo.contact.map { "\($0.firstName) \($0.lastName)" } ?? "")
        // One spelling in lists, another in the single record.
        if request.id == nil {
            json.member("user_email", halo.contact?.email)
        } else {
            json.member("useremail", halo.contact?.email)
        }
    }

    private func write(_ opportunity: Opportunity, _ row: HaloBook.Request, _ json: inout JSONWriter) {
        let stage = HaloSetup.stages.firstIndex(of: opportunity.stage) ?? 0
        json.member("dateoccurred", time: opportunity.createdAt, row.id)
        json.member("summary", opportunity.name)
        json.member("details", "")
        json.member("status_id", 90)
        json.member("itil_requesttype_id", 0)
        json.member("client_id", HaloID.client(opportunity.company))
        json.member("agent_id", HaloID.agent(opportunity.owner))
        json.member("user_id", opportunity.contact.map(HaloID.user) ?? 0)
        json.member("oppvalue", hundredths: opportunity.amountCents)
        json.member("oppconversionprobability", hundredths: opportunity.probability * 100)
        json.member("pipeline_stage_id", stage + 1)
        json.member("pipeline_stage_name", opportunity.stage)
        json.member("last_update", time: request.call.disturbance.stamp(opportunity.updatedAt), row.id)
        json.member("lastactiondate", time: row.actedAt, row.id)
        json.member("dateclosed", day: opportunity.closedOn, row.id)
        json.member("onhold", false)
    }
}

/// What the single record has beside the row of a list.
extension HaloTicketWriter {
    func writeDetails(_ row: HaloBook.Request, _ json: inout JSONWriter) {
        guard !row.isOpportunity else { return }
        let ticket = fleet.tickets[row.place]
        let halo = HaloTicket(ticket, fleet)
        json.member("datecreated", time: ticket.openedAt, ticket.number)
        json.member("details_html", halo.html)
        json.member("contract_id", ticket.agreement.map(HaloID.contract) ?? 0)
        json.member("contract_ref", ticket.agreement.flatMap(fleet.agreement)?.name ?? "")
        json.member(
            "assets",
            array: { json in
                for asset in halo.assets {
                    json.object {
                        $0.member("id", HaloID.asset(asset.number))
                        $0.member("inventory_number", asset.name)
                    }
                }
            })
        json.member("deleted", false)
    }
}
