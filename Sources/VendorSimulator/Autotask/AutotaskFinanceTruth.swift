import Inventory

/// What contracts, their lines, what is sold and the lookups should become.
extension AutotaskTruth {
    var agreements: [String: Row] {
        keyed(fleet.agreements) { agreement in
            var row: Row = [
                "company_external_id": id(agreement.company, ID.company), "name": .text(agreement.name),
                "kind_label": .text(agreement.kind), "starts_on": date(agreement.startsOn),
                "ends_on": date(agreement.endInAutotask), "amount": .null,
            ]
            if agreement.status != .cancelled { row["status"] = .text(agreement.status.rawValue) }
            return (String(ID.contract(agreement.number)), row)
        }
    }

    var lines: [String: Row] {
        keyed(fleet.additions) { line in
            let kind = fleet.product(line.product)?.kind == .bundle ? "bundle" : "service"
            var row: Row = [
                "agreement_external_id": id(line.agreement, ID.contract),
                "product_external_id": .text("\(kind):\(ID.service(line.product))"),
                "name": .text(fleet.product(line.product)?.name ?? ""), "quantity": .decimal(String(line.quantity)),
                "unit_price": money(line.priceCents),
            ]
            if kind == "service" { row["unit_cost"] = money(line.costCents) }
            return ("\(kind):\(ID.line(line.number))", row)
        }
    }

    /// Goods, and services and bundles with their kind before their ids.
    var products: [String: Row] {
        let goods = keyed(fleet.goodsInAutotask) { good in
            var row: Row = [
                "kind": .text("product"), "name": text(good.name), "sku": text(good.sku),
                "category": text(good.category), "is_active": .boolean(good.isActive),
            ]
            row["unit_price"] = good.priceCents.map(money) ?? .null
            row["unit_cost"] = good.costCents.map(money) ?? .null
            return ("product:\(good.id)", row)
        }
        let billed = keyed(fleet.products) { product in
            let kind = product.kind == .bundle ? "bundle" : "service"
            return (
                "\(kind):\(ID.service(product.number))",
                [
                    "kind": .text(kind), "name": .text(product.name), "sku": .text(product.sku),
                    "unit_price": money(product.priceCents), "unit_cost": money(product.costCents),
                    "is_active": .boolean(product.isActive),
                ]
            )
        }
        return goods.merging(billed) { first, _ in first }
    }

    var opportunities: [String: Row] {
        keyed(fleet.opportunities) { opportunity in
            (
                String(ID.opportunity(opportunity.number)),
                [
                    "company_external_id": id(opportunity.company, ID.company), "name": .text(opportunity.name),
                    "status": .text(opportunity.status.rawValue), "stage_label": .text(opportunity.stage),
                    "probability": .decimal(String(opportunity.probability)),
                    "owner_name": text(memberName(opportunity.owner)), "amount": money(opportunity.amountCents),
                    "expected_close_on": date(opportunity.expectedCloseOn), "closed_on": date(opportunity.closedOn),
                ]
            )
        }
    }

    /// Of pick lists and of lists.
    var lookups: [String: Row] {
        var rows: [String: Row] = [:]
        func add(_ kind: String, _ entries: [Autotask.Entry], parent: String? = nil) {
            for entry in entries {
                var row: Row = [
                    "kind": .text(kind), "name": text(entry.name), "is_active": .boolean(entry.isActive),
                ]
                row["parent_external_id"] =
                    parent.flatMap { kind in entry.parent.map { .text("\(kind):\($0)") } } ?? .null
                rows["\(kind):\(entry.number)"] = row
            }
        }
        for (kind, field) in [
            ("ticket_status", "status"), ("ticket_priority", "priority"), ("ticket_queue", "queueID"),
            ("ticket_type", "ticketType"), ("ticket_source", "source"),
        ] {
            add(kind, Autotask.PickLists.list("Tickets", field, fleet) ?? [])
        }
        add("ticket_subtype", Autotask.Setup.subIssueTypes, parent: "ticket_issue_type")
        add(
            "work_type",
            fleet.lookups.workTypes.map { Autotask.Entry(number: ID.workType($0.number), name: $0.name) })
        add(
            "member",
            fleet.lookups.members.map {
                Autotask.Entry(number: ID.resource($0.number), name: $0.fullName, isActive: $0.isActive)
            })
        return rows
    }
}
