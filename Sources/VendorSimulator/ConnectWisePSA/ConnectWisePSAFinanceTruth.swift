import Inventory

/// What agreements, products and opportunities should become.
extension ConnectWisePSATruth {
    var agreements: [String: Row] {
        keyed(fleet.agreements) { agreement in
            (
                ID.agreement(agreement.number),
                [
                    "company_external_id": id(agreement.company, ID.company), "name": .text(agreement.name),
                    "kind_label": .text(agreement.kind), "status": .text(agreement.status.rawValue),
                    "starts_on": date(agreement.startsOn), "ends_on": date(agreement.endsOn),
                    "amount": money(agreement.amountCents), "currency": .text("USD"),
                    "billing_cycle": .text(agreement.cycle == .oneTime ? "one_time" : agreement.cycle.rawValue),
                ]
            )
        }
    }

    var lines: [String: Row] {
        keyed(fleet.additions) { line in
            (
                ID.addition(line.number),
                [
                    "agreement_external_id": id(line.agreement, ID.agreement),
                    "product_external_id": id(line.product, ID.product), "name": .text(line.name),
                    "quantity": .decimal(String(line.quantity)), "billed_quantity": .decimal(String(line.billed)),
                    "included_quantity": .decimal(String(line.included)), "unit_price": money(line.priceCents),
                    "unit_cost": money(line.costCents), "starts_on": date(line.startsOn),
                    "ends_on": date(line.endsOn),
                ]
            )
        }
    }

    var products: [String: Row] {
        keyed(fleet.products) { product in
            (
                ID.product(product.number),
                [
                    "kind": .text(product.kind.rawValue), "name": .text(product.name), "sku": .text(product.sku),
                    "category": .text(product.category), "unit_price": money(product.priceCents),
                    "unit_cost": money(product.costCents), "is_active": .boolean(product.isActive),
                ]
            )
        }
    }

    var opportunities: [String: Row] {
        keyed(fleet.opportunities) { opportunity in
            (
                ID.opportunity(opportunity.number),
                [
                    "company_external_id": id(opportunity.company, ID.company), "name": .text(opportunity.name),
                    "status": .text(opportunity.status.rawValue), "stage_label": .text(opportunity.stage),
                    "owner_name": text(memberName(opportunity.owner)), "currency": .text("USD"),
                    "expected_close_on": date(opportunity.expectedCloseOn), "closed_on": date(opportunity.closedOn),
                ]
            )
        }
    }

    /// Of the kinds that the model names.
    var lookups: [String: Row] {
        var rows: [String: Row] = [:]
        func add(_ kind: String, _ id: Int, _ name: String?, isActive: Bool?) {
            var row: Row = ["kind": .text(kind)]
            if let name { row["name"] = .text(name) }
            if let isActive { row["is_active"] = .boolean(isActive) }
            rows["\(kind):\(id)"] = row
        }
        let lists = fleet.lookups
        for board in lists.boards { add("ticket_queue", board.number, board.name, isActive: board.isActive) }
        for status in lists.statuses { add("ticket_status", status.number, status.name, isActive: true) }
        for type in lists.types { add("ticket_type", type.number, type.name, isActive: true) }
        for priority in lists.priorities { add("ticket_priority", priority.number, priority.name, isActive: nil) }
        for type in lists.workTypes { add("work_type", type.number, type.name, isActive: true) }
        for member in lists.members { add("member", ID.member(member.number), nil, isActive: member.isActive) }
        return rows
    }
}
