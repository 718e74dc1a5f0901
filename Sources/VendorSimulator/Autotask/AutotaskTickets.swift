import Inventory

extension Autotask {
    /// Tickets and what hangs on them.
    enum Tickets {
        static let tickets = Table<Ticket>(
            "Tickets", .ticket, unqueryable: ["creatorType", "lastActivityPersonType"],
            fields: about + picked + times,
            rows: { scope in Rows(scope.fleet.tickets) { ID.ticket($0.number) } })

        private static let about: [Field<Ticket>] = [
            Field("id") { .whole(ID.ticket($0.number)) },
            Field("ticketNumber") { .text($0.numberInAutotask) },
            Field("title") { .text($0.summary) },
            Field("description") { .text($0.details) },
            Field("companyID") { .whole(ID.company($0.company)) },
            Field("companyLocationID") { ticket, scope in scope.location(ticket.site) },
            Field("contactID") { ticket, scope in scope.contact(ticket.contact) },
            Field("assignedResourceID") { .whole($0.assignee.map(ID.resource)) },
            Field("assignedResourceRoleID") { $0.assignee == nil ? .null : .whole(8) },
            Field("contractID") { .whole($0.agreement.map(ID.contract)) },
            Field("configurationItemID") { .whole($0.configurations.first.map(ID.item)) },
            Field("problemTicketId") { .whole($0.parent.map(ID.ticket)) },
            Field("rmmAlertID") { $0.isOfAlert ? .text("alert-\($0.number)") : .null },
            Field("creatorType") { _ in .whole(1) },
            Field("serviceLevelAgreementPausedNextEventHours") { ticket, scope in
                ticket.closedAt == nil ? .hundredths(scope.fleet.tick * 25) : .null
            },
            Field("userDefinedFields") { _ in .fields([("Door code", "1234")]) },
        ]

        private static let picked: [Field<Ticket>] = [
            Field("status") { .whole(Setup.statuses[$0.status % 10]) },
            Field("priority") { .whole(Setup.priorities[$0.priority - 1]) },
            Field("queueID") { .whole(Setup.queue($0.board)) },
            Field("ticketType") { .whole($0.type.map { Setup.ticketTypes[$0 % 10] }) },
            Field("issueType") { .whole($0.subIssueInAutotask?.parent) },
            Field("subIssueType") { .whole($0.subIssueInAutotask?.number) },
            Field("source") { .whole(Setup.source($0.source)) },
            Field("ticketCategory") { _ in .whole(3) },
            Field("serviceLevelAgreementID") { _ in .whole(1) },
        ]

        private static let times: [Field<Ticket>] = [
            Field("createDate") { .time($0.openedAt, $0.number) },
            Field("lastActivityDate") { ticket, scope in scope.stamp(ticket.updatedAt, ticket.number) },
            Field("dueDateTime") { .time($0.dueAt, $0.number) },
            Field("firstResponseDateTime") { .time($0.respondedAt, $0.number) },
            Field("resolvedDateTime") { .time($0.resolvedAt, $0.number) },
            Field("completedDate") { .time($0.closedAt, $0.number) },
        ]

        /// All but the first of a ticket's configuration items.
        static let additionalItems = Table<AdditionalItem>(
            "TicketAdditionalConfigurationItems", .additionalItem,
            fields: [
                Field("id") { .whole($0.id) }, Field("ticketID") { .whole(ID.ticket($0.ticket)) },
                Field("configurationItemID") { .whole(ID.item($0.configuration)) },
            ], rows: { scope in Rows(scope.fleet.additionalItemsInAutotask) { $0.id } })

        static let deleted = Table<DeletedTicket>(
            "DeletedTicketLogs", .deletedTicket,
            fields: [
                Field("id") { .whole($0.number) }, Field("ticketID") { .whole(ID.ticket($0.ticket)) },
                Field("ticketNumber") { .text("T\($0.ticket)") }, Field("ticketTitle") { _ in .text("Gone") },
                Field("deletedByResourceID") { _ in .whole(ID.resource(1)) },
                Field("deletedDateTime") { .time($0.deletedAt, $0.number) },
            ],
            rows: { scope in
                let gone = scope.fleet.deleted.filter { $0.kind == .ticket }.enumerated()
                return Rows(
                    gone.map {
                        DeletedTicket(number: $0.offset + 1, ticket: $0.element.number, at: $0.element.deletedAt)
                    }
                ) { $0.number }
            })

        struct AdditionalItem: Sendable, Hashable {
            let ticket: Int
            let place: Int
            let configuration: Int
            var id: Int { ID.additionalItem(ticket, place) }
        }

        struct DeletedTicket: Sendable, Hashable {
            let number: Int
            let ticket: Int
            let deletedAt: Timestamp

            init(number: Int, ticket: Int, at moment: Timestamp) {
                (self.number, self.ticket, deletedAt) = (number, ticket, moment)
            }
        }
    }
}

extension Ticket {
    /// `T20250502.0012`
    var numberInAutotask: String {
        let day = TimeText.day(TimeText.date(openedAt)).filter { $0 != "-" }
        let count = String(number % 10_000)
        return "T\(day).\(String(repeating: "0", count: 4 - count.count))\(count)"
    }

    /// Only tickets with a type have one.
    var subIssueInAutotask: Autotask.Entry? {
        type == nil ? nil : Autotask.Setup.subIssueTypes[number % Autotask.Setup.subIssueTypes.count]
    }

    /// Came in by the RMM.
    var isOfAlert: Bool { source == 4 }
}

extension Fleet {
    var additionalItemsInAutotask: [Autotask.Tickets.AdditionalItem] {
        tickets.flatMap { ticket in
            ticket.configurations.enumerated().dropFirst().map {
                Autotask.Tickets.AdditionalItem(ticket: ticket.number, place: $0.offset, configuration: $0.element)
            }
        }
    }
}
