import Inventory

extension ServiceNow {
    /// Incidents, and one ticket in eight as a case of customer service.
    enum Tickets {
        static func isCase(_ number: Int) -> Bool { number % 8 == 3 }
        static func table(_ number: Int) -> String { isCase(number) ? "sn_customerservice_case" : "incident" }

        static func number(of ticket: Ticket) -> String {
            (isCase(ticket.number) ? "CS" : "INC") + String(10_000_000 + ticket.number).dropFirst()
        }

        /// Values and labels of states by the stage of a ticket's life.
        static let incidentStates = [
            ("1", "New"), ("2", "In Progress"), ("3", "On Hold"), ("3", "On Hold"), ("6", "Resolved"), ("7", "Closed"),
        ]
        static let caseStates = [
            ("1", "New"), ("10", "Open"), ("18", "Awaiting Info"), ("18", "Awaiting Info"), ("6", "Resolved"),
            ("3", "Closed"),
        ]
        static let priorities = [("1", "1 - Critical"), ("2", "2 - High"), ("3", "3 - Moderate"), ("4", "4 - Low")]
        static let categories = [
            ("incident", "Incident"), ("service_request", "Service Request"), ("change", "Change"),
        ]
        static let contactTypes = [("email", "Email"), ("phone", "Phone"), ("self-service", "Portal"), ("rmm", "RMM")]

        static func state(_ ticket: Ticket) -> (value: String, label: String) {
            (isCase(ticket.number) ? caseStates : incidentStates)[ticket.status % 10]
        }

        static let tickets = Source<Ticket>(
            .task, root: "task", all: \.tickets, find: { $0.ticket($1) }, classOf: { table($0.number) },
            changed: { ticket, _ in (ticket.openedAt, ticket.updatedAt) }, columns: shared + ofIncidents + ofCases)

        private static let shared: [Column<Ticket>] = [
            Column("number", in: "task") { ticket, _ in .text(number(of: ticket)) },
            Column("short_description", in: "task") { ticket, _ in .text(ticket.summary) },
            Column("description", in: "task") { ticket, _ in .text(ticket.details) },
            Column("state", in: "task") { ticket, _ in .choice(state(ticket).value, state(ticket).label) },
            Column("priority", in: "task") { ticket, _ in
                .choice(priorities[ticket.priority - 1].0, priorities[ticket.priority - 1].1)
            },
            Column("impact", in: "task") { _, _ in .choice("2", "2 - Medium") },
            Column("urgency", in: "task") { _, _ in .choice("2", "2 - Medium") },
            Column("active", in: "task") { ticket, _ in .flag(ticket.status % 10 < 4) },
            Column("contact_type", in: "task") { ticket, _ in
                .choice(contactTypes[ticket.source - 1].0, contactTypes[ticket.source - 1].1)
            },
            Column("assignment_group", in: "task", to: "sys_user_group") { .reference($1.group($0.board)) },
            Column("assigned_to", in: "task", to: "sys_user") { .reference($1.member($0.assignee)) },
            Column("company", in: "task", to: "core_company") {
                .reference($0.tellsCompany($1) ? $1.company($0.company) : nil)
            },
            Column("location", in: "task", to: "cmn_location") { .reference($1.location($0.site)) },
            Column("cmdb_ci", in: "task", to: "cmdb_ci") { .reference($1.item($0.configurations.first)) },
            Column("parent", in: "task", to: "task") { .reference($1.task($0.parent)) },
            Column("opened_at", in: "task") { ticket, _ in .moment(ticket.openedAt) },
            Column("closed_at", in: "task") { ticket, _ in .moment(ticket.closedAt) },
            Column("due_date", in: "task") { ticket, _ in .moment(ticket.dueAt) },
            Column("sla_due", in: "task") { _, _ in .empty },
            Column("made_sla", in: "task") { _, _ in .flag(true) },
            Column("time_worked", in: "task") { _, _ in .empty },
            Column("correlation_id", in: "task") { _, _ in .empty },
            Column("comments", in: "task") { ticket, scope in .choice("", talk(ticket, "comments", scope)) },
            Column("work_notes", in: "task") { ticket, scope in .choice("", talk(ticket, "work_notes", scope)) },
            Column("watch_list", in: "task") { _, _ in .empty },
        ]

        private static let ofIncidents: [Column<Ticket>] = [
            Column("caller_id", in: "incident", to: "sys_user") { .reference($1.person($0.contact)) },
            Column("parent_incident", in: "incident", to: "incident") { _, _ in .empty },
            Column("severity", in: "incident") { _, _ in .choice("3", "3 - Low") },
            Column("hold_reason", in: "incident") { ticket, _ in
                switch ticket.status % 10 {
                case 2: .choice("1", "Awaiting Caller")
                case 3: .choice("4", "Awaiting Vendor")
                default: .empty
                }
            },
            Column("category", in: "incident") { category($0, $1) },
            Column("subcategory", in: "incident") { _, _ in .empty },
            Column("resolved_at", in: "incident") { ticket, _ in .moment(ticket.resolvedAt) },
            Column("close_code", in: "incident") { ticket, _ in
                ticket.closedAt == nil ? .empty : .choice("Solution provided", "Solution provided")
            },
        ]

        private static let ofCases: [Column<Ticket>] = [
            Column("account", in: "sn_customerservice_case", to: "core_company") {
                .reference($1.company($0.company))
            },
            Column("contact", in: "sn_customerservice_case", to: "sys_user") { .reference($1.person($0.contact)) },
            Column("contract", in: "sn_customerservice_case", to: "ast_contract") {
                .reference($1.contract($0.agreement))
            },
            Column("resolution_code", in: "sn_customerservice_case") { _, _ in .empty },
        ]

        /// The type's place on its board is what the installation has as category.
        private static func category(_ ticket: Ticket, _ scope: Scope) -> Cell {
            guard let type = ticket.type else { return .empty }
            return .choice(categories[type % 10].0, categories[type % 10].1)
        }

        /// A journal column is empty as a value; as a label it holds all that was said, the newest first.
        private static func talk(_ ticket: Ticket, _ element: String, _ scope: Scope) -> String {
            let notes = scope.talks.notes(of: ticket.number, scope.fleet)
            return notes.filter { TicketParts.element($0) == element }.reversed().map {
                "\(Cell.moment($0.writtenAt).label) - (\(element))\n\($0.body)\n\n"
            }.joined()
        }
    }
}

extension Ticket {
    /// Where an incident names no company, its caller's is meant.
    func tellsCompany(_ scope: ServiceNow.Scope) -> Bool {
        ServiceNow.Tickets.isCase(number) || number % 3 != 0
            || contact.flatMap(scope.fleet.person)?.company != company
    }
}
