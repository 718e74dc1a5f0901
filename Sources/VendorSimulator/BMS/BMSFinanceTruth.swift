import Inventory

/// What contracts, services and the tenant's lists should become.
extension BMSTruth {
    var agreements: [String: Row] {
        keyed(fleet.agreements) { agreement in
            let cycles: [Agreement.Cycle: String] = [
                .monthly: "monthly", .quarterly: "quarterly", .yearly: "yearly", .oneTime: "one_time",
            ]
            return (
                BMSID.contract(agreement.number),
                [
                    "company_external_id": id(agreement.company, BMSID.account), "name": .text(agreement.name),
                    "kind_label": .text(agreement.kind), "status": .text(agreement.status.rawValue),
                    "starts_on": date(agreement.startsOn), "ends_on": date(agreement.endsOn),
                    "amount": money(agreement.amountCents), "billing_cycle": text(cycles[agreement.cycle]),
                ]
            )
        }
    }

    var lines: [String: Row] {
        keyed(fleet.additions) { line in
            (
                BMSID.line(line.number),
                [
                    "agreement_external_id": id(line.agreement, BMSID.contract),
                    "product_external_id": id(line.product, BMSID.service), "name": .text(line.name),
                    "unit_price": money(line.priceCents), "unit_cost": money(line.costCents),
                    "starts_on": date(line.startsOn),
                ]
            )
        }
    }

    var products: [String: Row] {
        keyed(fleet.products) { product in
            (
                BMSID.service(product.number),
                [
                    "kind": .text("service"), "name": .text(product.name), "category": .text(product.category),
                    "unit_price": money(product.priceCents), "unit_cost": money(product.costCents),
                    "is_active": .boolean(product.isActive),
                ]
            )
        }
    }

    /// Of the kinds that the vendor has a list for.
    var lookups: [String: Row] {
        var rows: [String: Row] = [:]
        func add(_ kind: String, _ id: Int, _ name: String, isActive: Bool? = nil) {
            var row: Row = ["kind": .text(kind), "name": .text(name)]
            if let isActive { row["is_active"] = .boolean(isActive) }
            rows["\(kind):\(id)"] = row
        }
        let lists = fleet.lookups
        for board in lists.boards { add("ticket_queue", BMSID.queue(board.number), board.name, isActive: true) }
        for status in lists.statuses where status.board == 1 {
            add("ticket_status", BMSID.status(status.number), status.name, isActive: true)
        }
        for priority in lists.priorities { add("ticket_priority", priority.number, priority.name) }
        for type in lists.workTypes { add("work_type", type.number, type.name, isActive: true) }
        for member in lists.members { add("member", BMSID.user(member.number), member.fullName) }
        return rows
    }
}
