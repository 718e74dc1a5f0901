import Inventory

/// The lists that the vendor's administrator has set up: bare arrays, each with words of its own.
enum HaloSetup {
    static let slas = [(number: 1, name: "Standard"), (number: 2, name: "Out of hours")]
    static let stages = ["Prospect", "Quote", "Commit", "Closed"]
    static let contractTypes = ["Managed", "Block time"]
    private static let assetTypes = ["Managed Server", "Managed Workstation", "Printer", "Network Device"]
    private static let outcomes = [
        (7, "Private Note", false), (8, "Email User", false), (9, "Log Time", false), (12, "Status Changed", true),
    ]

    /// The custom fields of tickets.
    static let ticketFields = [(id: 5, name: "CFProject"), (id: 6, name: "CFDoorCode")]

    static func assetType(_ kind: String) -> Int { 130 + (assetTypes.firstIndex(of: kind) ?? 0) }

    /// The second agreement numbers its priorities the other way round.
    static func priorityID(_ priority: Int, sla: Int) -> Int { sla == 1 ? priority : 5 - priority }

    static let endpoints: [String: HaloEndpoint.Answer] = [
        "status": statuses, "priority": priorities, "tickettype": types, "team": teams, "agent": agents,
        "outcome": outcomes, "sla": slas, "category": categories, "lookup": lookup,
        "assettype": { named($0, $0.asked(assetTypes, from: 130)) },
        "fieldinfo": { named($0, ticketFields.map { ($0.id, $0.name) }) },
        "assetgroup": { named($0, $0.asked(["Hardware"], from: 1)) },
    ]

    @Sendable private static func statuses(_ request: HaloRequest) -> VendorAnswer {
        // Not all are of tickets; asking by type changes nothing.
        let others = [Lookups.Status(number: 500, board: 0, name: "In stock", category: .open, isDefault: false)]
        return request.bare(request.fleet.lookups.statuses + others, number: \.number) { status, json in
            json.member("id", status.number)
            // Names have stray blanks.
            json.member("name", status.number % 2 == 0 ? "\(status.name) " : status.name)
            json.member("shortname", String(status.name.prefix(8)))
            json.member("type", status.board == 0 ? 2 : 0)
            json.member("sequence", status.number)
            json.member("colour", "#aabbcc")
        }
    }

    @Sendable private static func priorities(_ request: HaloRequest) -> VendorAnswer {
        let rows = slas.flatMap { sla in request.fleet.lookups.priorities.map { (sla: sla.number, priority: $0) } }
        return request.bare(rows, number: { $0.sla * 10 + $0.priority.number }) { row, json in
            let number = priorityID(row.priority.number, sla: row.sla)
            json.member("id", Identifiers.uuid(request.fleet.seed, .lookup, row.sla * 10 + number, 3))
            json.member("slaid", row.sla)
            json.member("priorityid", number)
            json.member("name", row.priority.name)
            json.member("ishidden", false)
            json.member("responsetime", hundredths: 100)
            json.member("responseunits", "H")
        }
    }

    @Sendable private static func types(_ request: HaloRequest) -> VendorAnswer {
        let rows = request.asks("showall") ? request.fleet.lookups.types : Array(request.fleet.lookups.types.prefix(3))
        return request.bare(rows, number: \.number) { type, json in
            json.member("id", type.number)
            json.member("name", type.name)
            json.member("group_id", type.board)
        }
    }

    @Sendable private static func teams(_ request: HaloRequest) -> VendorAnswer {
        let rows = request.asks("showall") ? request.fleet.lookups.boards : []
        return request.bare(rows, number: \.number) { team, json in
            json.member("id", team.number)
            json.member("name", team.name)
            json.member("department_id", 1)
            json.member("inactive", !team.isActive)
        }
    }

    /// The first is nobody; those out of use come only when asked for.
    @Sendable private static func agents(_ request: HaloRequest) -> VendorAnswer {
        let nobody = Lookups.Member(
            number: 0, identifier: "", firstName: "Unassigned", lastName: "", email: "", isActive: true)
        let rows = request.fleet.lookups.members.filter { $0.isActive || request.asks("includedisabled") }
        return request.bare([nobody] + rows, number: \.number) { agent, json in
            json.member("id", agent.number == 0 ? HaloID.nobody : HaloID.agent(agent.number))
            json.member("name", agent.number == 0 ? agent.firstName : agent.fullName)
            json.member("firstname", agent.firstName)
            json.member("surname", agent.lastName)
            json.member("email", agent.email)
            json.member("isdisabled", !agent.isActive)
            json.member("costprice", hundredths: 3_500)
        }
    }

    @Sendable private static func outcomes(_ request: HaloRequest) -> VendorAnswer {
        request.bare(outcomes.filter { !$0.2 || request.asks("showhidden") }, number: \.0) { outcome, json in
            json.member("id", outcome.0)
            json.member("outcome", outcome.1)
            json.member("buttonname", outcome.1)
            json.member("hidden", outcome.2)
        }
    }

    @Sendable private static func slas(_ request: HaloRequest) -> VendorAnswer {
        named(request, slas.map { ($0.number, $0.name) })
    }

    @Sendable private static func categories(_ request: HaloRequest) -> VendorAnswer {
        let rows = request.number("type_id") == 1 ? [(1, "Software>Outlook"), (2, "Hardware>Printer")] : []
        return request.bare(rows, number: \.0) { category, json in
            json.member("id", category.0)
            json.member("value", category.1)
            json.member("category_name", category.1)
            json.member("type_id", 1)
        }
    }

    @Sendable private static func lookup(_ request: HaloRequest) -> VendorAnswer {
        let rates = request.number("lookupid") == 17 ? request.fleet.lookups.workTypes : []
        return named(request, rates.map { ($0.number, $0.name) })
    }

    private static func named(_ request: HaloRequest, _ rows: [(Int, String)]) -> VendorAnswer {
        request.bare(rows, number: \.0) { row, json in
            json.member("id", row.0)
            json.member("name", row.1)
        }
    }
}

extension HaloRequest {
    /// Names with the numbers that they have from a first one on.
    fileprivate func asked(_ names: [String], from first: Int) -> [(Int, String)] {
        names.enumerated().map { (first + $0.offset, $0.element) }
    }
}
