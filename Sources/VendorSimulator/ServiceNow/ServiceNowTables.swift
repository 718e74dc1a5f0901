import Inventory

extension ServiceNow {
    /// All tables that are served, by the family that they belong to.
    enum Tables {
        /// The rows that a table shares with those that it extends; nil where there is no such table.
        static func rows(of table: String) -> (any Rows)? {
            Classes.named(table).flatMap { families[Classes.root(of: $0.name)] }
        }

        private static let families: [String: any Rows] = [
            "core_company": Clients.companies, "cmn_location": Clients.locations, "sys_user": Users.users,
            "task": Tickets.tickets, "task_ci": TicketParts.links, "task_time_worked": TicketParts.time,
            "sys_journal_field": TicketParts.journal, "sys_audit_delete": TicketParts.deleted,
            "cmdb": Items.items, "ast_contract": Contracts.contracts, "service_entitlement": Contracts.entitlements,
            "sys_choice": Setup.choices, "sys_user_group": Setup.groups, "sys_user_grmember": Setup.memberships,
            "sys_db_object": Setup.tables,
        ]
    }
}

extension ServiceNow.Scope {
    typealias Reference = ServiceNow.Reference

    func company(_ number: Int?) -> Reference? {
        number.flatMap(fleet.company).map {
            Reference(
                table: "core_company", id: id(.company, $0.number), label: $0.name, number: $0.number)
        }
    }

    func location(_ number: Int?) -> Reference? {
        number.flatMap(fleet.site).flatMap { site in
            site.company == nil
                ? nil
                : Reference(
                    table: "cmn_location", id: id(.location, site.number), label: site.name, number: site.number)
        }
    }

    func person(_ number: Int?) -> Reference? { user(number.map(ServiceNow.Users.number(ofPerson:))) }
    func member(_ number: Int?) -> Reference? { user(number) }

    private func user(_ number: Int?) -> Reference? {
        number.flatMap { ServiceNow.Users.find(fleet, $0) }.map {
            Reference(table: "sys_user", id: id(.user, $0.number), label: $0.name, number: $0.number)
        }
    }

    func group(_ board: Int) -> Reference? {
        fleet.lookups.board(board).map {
            Reference(table: "sys_user_group", id: id(.group, board), label: $0.name, number: board)
        }
    }

    func item(_ number: Int?) -> Reference? {
        number.flatMap(fleet.configuration).map {
            Reference(table: "cmdb_ci", id: id(.configuration, $0.number), label: $0.name, number: $0.number)
        }
    }

    func contract(_ number: Int?) -> Reference? {
        number.flatMap(fleet.agreement).map {
            Reference(table: "ast_contract", id: id(.contract, $0.number), label: $0.name, number: $0.number)
        }
    }

    func task(_ number: Int?) -> Reference? {
        number.flatMap(fleet.ticket).map {
            Reference(
                table: "task", id: id(.task, $0.number), label: ServiceNow.Tickets.number(of: $0), number: $0.number)
        }
    }

    /// A maker or a model: known by its name alone.
    func named(_ name: String?, _ table: String, _ kind: ServiceNow.Kind) -> Reference? {
        name.map { Reference(table: table, id: id(kind, ServiceNow.number(ofName: $0)), label: $0) }
    }
}
