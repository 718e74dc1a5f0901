import Inventory

extension ConnectWisePSA {
    /// Tickets of the service desk and of projects.
    enum Tickets {
        /// The board whose tickets are projects'.
        static let projectBoard = 3

        static let service = Resource<Ticket>(
            .ticket, id: ID.ticket,
            fields: [
                Field("recordType") { _ in .text("ServiceTicket") },
                Field("severity") { .text(Setup.gradings[($0.number + 1) % 3].name) },
                Field("impact") { .text(Setup.gradings[$0.number % 3].name) },
                Field("dateResolved") { .time($0.resolvedAt) },
                Field("dateResponded") { .time($0.respondedAt) },
                Field("isInSla") { _ in .flag(true) },
                Field("sla") { _, scope in scope.named(Setup.serviceLevels[0]) },
                Field("parentTicketId") { .whole($0.parent.map(ID.ticket)) },
                Field("mergedParentTicket") { ticket, scope in
                    guard let other = ticket.mergedInto.flatMap(scope.fleet.ticket) else { return .absent }
                    return .object([
                        Member("id", .whole(ID.ticket(other.number))), Member("summary", .text(other.summary)),
                    ])
                },
                Field("hasMergedChildTicketFlag") { _ in .flag(false) },
            ] + fields, things: { request in request.fleet.tickets.filter { $0.board != projectBoard } })

        static let project = Resource<Ticket>(
            .projectTicket, id: ID.ticket,
            fields: [
                Field("isIssueFlag") { _ in .flag(false) },
                Field("project") { ticket, scope in scope.named(900 + ticket.company, "Roll-out \(ticket.company)") },
                Field("phase") { ticket, scope in scope.named(1_900 + ticket.company, "Preparation") },
                Field("wbsCode") { .text("1.\($0.number)") },
            ] + fields, things: { request in request.fleet.tickets.filter { $0.board == projectBoard } })

        /// What both sorts have.
        private static let fields: [Field<Ticket>] = [
            Field("summary") { .text($0.summary) },
            Field("board") { ticket, scope in scope.board(ticket.board) },
            Field("status") { ticket, scope in scope.status(ticket.status) },
            Field("workRole") { _, scope in scope.named(Setup.roles[0]) },
            Field("company") { ticket, scope in scope.company(ticket.company) },
            Field("site") { ticket, scope in scope.site(ticket.site) },
            Field("siteName") { ticket, scope in .text(ticket.site.flatMap(scope.fleet.site)?.name) },
            Field("contact") { ticket, scope in scope.contact(ticket.contact) },
            Field("contactName") { ticket, scope in .text(ticket.contact.flatMap(scope.fleet.person)?.fullName) },
            Field("contactPhoneNumber") { ticket, scope in .text(ticket.contact.flatMap(scope.fleet.person)?.phone) },
            Field("contactEmailAddress") { ticket, scope in .text(ticket.contact.flatMap(scope.fleet.person)?.email) },
            Field("type") { ticket, scope in
                guard let type = ticket.type.flatMap(scope.fleet.lookups.type) else { return .absent }
                return scope.named(type.number, type.name)
            },
            Field("subType") { ticket, scope in
                guard let subType = ticket.subType else { return .absent }
                return scope.named(ticket.board * 10 + subType, Setup.subTypes[subType])
            },
            Field("owner") { ticket, scope in scope.member(ticket.assignee) },
            Field("priority") { .object(priority($0, $1)) },
            Field("source") { ticket, scope in
                guard let source = scope.fleet.lookups.source(ticket.source) else { return .absent }
                return scope.named(source.number, source.name)
            },
            Field("requiredDate") { .time($0.dueAt) },
            Field("agreement") { ticket, scope in scope.agreement(ticket.agreement) },
            Field("agreementType") { ticket, scope in .text(ticket.agreement.flatMap(scope.fleet.agreement)?.kind) },
            Field("closedFlag") { ticket, scope in .flag(ticket.isClosed(scope.fleet)) },
            Field("closedDate") { .time($0.closedAt) },
            Field("closedBy") { $0.closedAt == nil ? .absent : .text("apimember") },
            Field("resources") { ticket, scope in
                .text(ticket.assignee.flatMap(scope.fleet.lookups.member)?.identifier)
            },
            Field("customerUpdatedFlag") { _ in .flag(false) },
            Field("billTime") { _ in .text("Billable") },
            Field("mobileGuid") { ticket, scope in .text(Identifiers.uuid(scope.fleet.seed, .ticket, ticket.number)) },
            Field("currency") { _, _ in Scope.dollars },
            Field("customFields") { _ in .list([]) },
            Field("_info") { ticket, scope in
                let path = ticket.isProjects ? "project" : "service"
                let notes = scope.link("\(path)/tickets/\(ID.ticket(ticket.number))/notes")
                return scope.info(ticket.updatedAt, entered: ticket.openedAt, [Member("notes_href", notes)])
            },
        ]

        private static func priority(_ ticket: Ticket, _ scope: Scope) -> [Member] {
            [
                Member("id", .whole(ticket.priority)),
                Member("name", .text(scope.fleet.lookups.priority(ticket.priority)?.name)),
                Member("sort", .whole(ticket.priority)),
                Member("level", .text(Setup.levels[ticket.priority - 1])),
            ]
        }
    }
}

extension Ticket {
    var isProjects: Bool { board == ConnectWisePSA.Tickets.projectBoard }
    /// Which of the sub-types it has: only tickets with a type have one.
    var subType: Int? { type == nil ? nil : number % ConnectWisePSA.Setup.subTypes.count }

    func isClosed(_ fleet: Fleet) -> Bool { fleet.lookups.status(status)?.category == .closed }
}
