import Inventory

extension ServiceNow {
    /// What hangs on tickets: journal, time, further items, and the record of what was deleted.
    enum TicketParts {
        static func element(_ note: TicketNote) -> String { note.isInternal ? "work_notes" : "comments" }

        /// Formatted entries stand between marks, as HTML; others are plain text.
        static func isFormatted(_ note: TicketNote) -> Bool { note.number % 11 == 0 }

        static let journal = Source<TicketNote>(
            .journal, root: "sys_journal_field", all: { $0.notes.filter { !$0.isDescription } },
            find: { fleet, number in Fleet.find(number, in: fleet.notes).flatMap { $0.isDescription ? nil : $0 } },
            classOf: { _ in "sys_journal_field" }, changed: { note, _ in (note.writtenAt, note.writtenAt) },
            columns: [
                Column("name", in: "sys_journal_field") { note, _ in .text(Tickets.table(note.ticket)) },
                Column("element", in: "sys_journal_field") { note, _ in .text(element(note)) },
                Column("element_id", in: "sys_journal_field") { .text($1.id(.task, $0.ticket)) },
                Column("value", in: "sys_journal_field") { note, _ in .text(text(note)) },
                Column("sys_created_by", in: "sys_journal_field") { .text(author($0, $1)) },
            ])

        private static func text(_ note: TicketNote) -> String {
            guard isFormatted(note) else { return note.body }
            let escaped = note.body.split(separator: "\n", omittingEmptySubsequences: false).map {
                String($0).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            }
            return "[code]<p>\(escaped.joined(separator: "<br/>"))</p>[/code]"
        }

        /// A user's name for logging in, not an id.
        private static func author(_ note: TicketNote, _ scope: Scope) -> String {
            let fleet = scope.fleet
            if let member = note.member { return fleet.lookups.member(member)?.identifier ?? "system" }
            return fleet.ticket(note.ticket)?.contact.flatMap(fleet.person)?.login ?? "system"
        }

        static let time = Source<TimeEntry>(
            .time, root: "task_time_worked", all: \.timeEntries,
            find: { fleet, number in Fleet.find(number, in: fleet.timeEntries) },
            classOf: { _ in "task_time_worked" }, changed: { entry, _ in (entry.updatedAt, entry.updatedAt) },
            columns: [
                Column("task", in: "task_time_worked", to: "task") { .reference($1.task($0.ticket)) },
                Column("user", in: "task_time_worked", to: "sys_user") { .reference($1.member($0.member)) },
                Column("time_worked", in: "task_time_worked") { entry, _ in .duration(entry.minutes * 60) },
                Column("time_in_seconds", in: "task_time_worked") { entry, _ in .whole(entry.minutes * 60) },
                Column("work_date", in: "task_time_worked") { entry, _ in .day(entry.startedAt.date) },
                Column("category", in: "task_time_worked") { entry, scope in
                    let name = scope.fleet.lookups.workType(entry.workType)?.name ?? ""
                    return .choice(name.lowercased(), name)
                },
                Column("comments", in: "task_time_worked") { entry, _ in .text(entry.notes) },
                Column("time_card", in: "task_time_worked") { _, _ in .empty },
            ])

        /// A ticket's items, the main one among them.
        struct Link: Numbered {
            let number: Int
            let ticket: Ticket
            let configuration: Int
        }

        static let links = Source<Link>(
            .taskLink, root: "task_ci", all: { $0.tickets.flatMap(links) },
            find: { fleet, number in
                fleet.ticket(number / 10).flatMap { ticket in links(ticket).first { $0.number == number } }
            },
            classOf: { _ in "task_ci" }, changed: { link, _ in (link.ticket.openedAt, link.ticket.openedAt) },
            columns: [
                Column("task", in: "task_ci", to: "task") { .reference($1.task($0.ticket.number)) },
                Column("ci_item", in: "task_ci", to: "cmdb_ci") { .reference($1.item($0.configuration)) },
            ])

        private static func links(_ ticket: Ticket) -> [Link] {
            ticket.configurations.enumerated().map { place, configuration in
                Link(number: ticket.number * 10 + place, ticket: ticket, configuration: configuration)
            }
        }

        /// What was deleted, under its real class. Journal entries are not listed.
        struct Deleted: Numbered {
            let number: Int
            let tombstone: Tombstone
        }

        static let deleted = Source<Deleted>(
            .audit, root: "sys_audit_delete", all: { deleted($0) },
            find: { fleet, number in deleted(fleet).first { $0.number == number } },
            classOf: { _ in "sys_audit_delete" },
            changed: { row, _ in (row.tombstone.deletedAt, row.tombstone.deletedAt) },
            columns: [
                Column("tablename", in: "sys_audit_delete") { row, _ in .text(Tickets.table(row.tombstone.number)) },
                Column("documentkey", in: "sys_audit_delete") { .text($1.id(.task, $0.tombstone.number)) },
            ])

        private static func deleted(_ fleet: Fleet) -> [Deleted] {
            fleet.deleted.enumerated().compactMap { place, tombstone in
                tombstone.kind == .ticket ? Deleted(number: place + 1, tombstone: tombstone) : nil
            }
        }
    }
}
