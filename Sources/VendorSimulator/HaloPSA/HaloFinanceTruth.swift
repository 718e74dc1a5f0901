import Inventory

/// What contracts, items, opportunities and lookups should become.
extension HaloTruth {
    var agreements: [String: Row] {
        keyed(fleet.agreements) { agreement in
            var row: Row = [
                "company_external_id": id(agreement.company, HaloID.client), "name": .text(agreement.name),
                "kind_label": .text(agreement.kind), "starts_on": date(agreement.startsOn),
                "ends_on": date(agreement.endsOn), "amount": money(agreement.amountCents),
            ]
            if agreement.status != .cancelled { row["status"] = .text(agreement.status.rawValue) }
            if agreement.cycle != .oneTime { row["billing_cycle"] = .text(agreement.cycle.rawValue) }
            return (HaloID.contract(agreement.number), row)
        }
    }

    var products: [String: Row] {
        keyed(fleet.products) { product in
            (
                HaloID.item(product.number),
                [
                    "name": .text(product.name), "sku": .text(product.sku), "category": .text(product.category),
                    "unit_price": money(product.priceCents), "unit_cost": money(product.costCents),
                ]
            )
        }
    }

    var opportunities: [String: Row] {
        keyed(fleet.opportunities) { opportunity in
            var row: Row = [
                "company_external_id": id(opportunity.company, HaloID.client), "name": .text(opportunity.name),
                "stage_label": .text(opportunity.stage), "probability": .decimal(String(opportunity.probability)),
                "owner_name": text(memberName(opportunity.owner)), "amount": money(opportunity.amountCents),
                "closed_on": date(opportunity.closedOn),
            ]
            if opportunity.status == .open { row["status"] = .text("open") }
            return (HaloID.opportunity(opportunity.number), row)
        }
    }

    /// Of the kinds that the model names. A priority is an agreement's on service levels, and known by its number there.
    var lookups: [String: Row] {
        var rows: [String: Row] = [:]
        func add(_ kind: String, _ id: String, _ name: String, isActive: Bool? = nil) {
            var row: Row = ["kind": .text(kind), "name": .text(name)]
            if let isActive { row["is_active"] = .boolean(isActive) }
            rows["\(kind):\(id)"] = row
        }
        let lists = fleet.lookups
        for team in lists.boards { add("ticket_queue", "\(team.number)", team.name, isActive: team.isActive) }
        for status in lists.statuses { add("ticket_status", "\(status.number)", status.name) }
        for type in lists.types { add("ticket_type", "\(type.number)", type.name) }
        for rate in lists.workTypes { add("work_type", "\(rate.number)", rate.name) }
        for agent in lists.members {
            add("member", "\(HaloID.agent(agent.number))", agent.fullName, isActive: agent.isActive)
        }
        for sla in HaloSetup.slas {
            for priority in lists.priorities {
                let id = HaloSetup.priorityID(priority.number, sla: sla.number)
                add("ticket_priority", "\(sla.number):\(id)", priority.name, isActive: true)
            }
        }
        return rows
    }
}
