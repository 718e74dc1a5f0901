import Inventory

/// What hangs on tickets: notes, configurations, time.
extension ConnectWisePSA.Tickets {
    typealias Field = ConnectWisePSA.Field
    typealias Member = ConnectWisePSA.Member
    typealias Resource = ConnectWisePSA.Resource
    typealias ID = ConnectWisePSA.ID

    static let notes = Resource<TicketNote>(
        .note, id: ID.note,
        fields: [
            Field("ticketId") { .whole(ID.ticket($0.ticket)) },
            Field("text") { .text($0.body) },
            Field("detailDescriptionFlag") { .flag(!$0.isInternal) },
            Field("internalAnalysisFlag") { .flag($0.isInternal) },
            Field("resolutionFlag") { _ in .flag(false) },
            Field("issueFlag") { .flag($0.isDescription) },
            Field("member") { note, scope in scope.member(note.member) },
            Field("contact") { note, scope in
                note.member != nil ? .absent : scope.contact(scope.fleet.ticket(note.ticket)?.contact)
            },
            Field("customerUpdatedFlag") { .flag($0.member == nil && !$0.isDescription) },
            Field("processNotifications") { _ in .flag(false) },
            Field("dateCreated") { .time($0.writtenAt) },
            Field("createdBy") { note, scope in
                .text(note.member.flatMap(scope.fleet.lookups.member)?.identifier ?? "customer@mail.example")
            },
            Field("internalFlag") { .flag($0.member != nil) },
            Field("externalFlag") { .flag($0.member == nil) },
            Field("_info") { note, scope in scope.info(note.updatedAt) },
        ],
        things: { request in
            guard let ticket = request.ticket else { return nil }
            return request.fleet.notes.filter { $0.ticket == ticket.number }
        })

    static let configurations = Resource<Configuration>(
        .configurationReference, isForward: false, id: ID.configuration,
        fields: [
            Field("deviceIdentifier") { .text($0.deviceIdentifier) },
            Field("_info") { asset, scope in
                .object([
                    Member("configuration_href", scope.link("company/configurations/\(ID.configuration(asset.number))"))
                ])
            },
        ],
        things: { request in
            request.ticket.map { $0.configurations.sorted().compactMap(request.fleet.configuration) }
        })

    static let timeReferences = Resource<TimeEntry>(
        .timeEntryReference, isForward: false, id: ID.timeEntry,
        fields: [
            Field("_info") { entry, scope in
                .object([Member("timeentry_href", scope.link("time/entries/\(ID.timeEntry(entry.number))"))])
            }
        ],
        things: { request in
            guard let ticket = request.ticket else { return nil }
            return request.fleet.timeEntries.filter { $0.ticket == ticket.number }
        })

    static let timeEntries = Resource<TimeEntry>(
        .timeEntry, id: ID.timeEntry,
        fields: [
            Field("company") { entry, scope in scope.company(entry.company) },
            Field("chargeToId") { .whole(ID.ticket($0.ticket)) },
            Field("chargeToType") { entry, scope in
                .text(scope.fleet.ticket(entry.ticket)?.isProjects == true ? "ProjectTicket" : "ServiceTicket")
            },
            Field("member") { entry, scope in scope.member(entry.member) },
            Field("workType") { entry, scope in
                guard let type = scope.fleet.lookups.workType(entry.workType) else { return .absent }
                return scope.named(type.number, type.name)
            },
            Field("workRole") { _, scope in scope.named(ConnectWisePSA.Setup.roles[0]) },
            Field("agreement") { entry, scope in scope.agreement(entry.agreement) },
            Field("timeStart") { .time($0.startedAt) },
            Field("timeEnd") { entry in .time(entry.endedAt.plus(minutes: entry.breakMinutes)) },
            Field("hoursDeduct") { .hundredths($0.breakMinutes * 100 / 60) },
            Field("actualHours") { .hundredths($0.minutes * 100 / 60) },
            Field("billableOption") { .text($0.billing.word) },
            Field("notes") { .text($0.notes) },
            Field("addToDetailDescriptionFlag") { _ in .flag(true) },
            Field("hoursBilled") { .hundredths($0.billing == .billable ? $0.minutes * 100 / 60 : 0) },
            Field("hourlyRate") { .hundredths($0.hourlyRateCents) },
            Field("hourlyCost") { _ in .text("41.50") },
            Field("enteredBy") { entry, scope in .text(scope.fleet.lookups.member(entry.member)?.identifier) },
            Field("dateEntered") { .time($0.endedAt) },
            Field("status") { _ in .text("Open") },
            Field("_info") { entry, scope in scope.info(entry.updatedAt) },
        ], things: { $0.fleet.timeEntries })
}

extension ConnectWisePSA.Request {
    /// The ticket in the path, of the sort that the path names.
    var ticket: Ticket? {
        guard let ticket = fleet.ticket(ConnectWisePSA.ID.ticketNumber(ids.first ?? 0)) else { return nil }
        return ticket.isProjects == call.segments.contains("project") ? ticket : nil
    }
}

extension TimeEntry {
    /// Some have a break in the middle, which makes the time between beginning and end longer.
    var breakMinutes: Int { number % 6 == 0 ? 15 : 0 }
}

extension TimeEntry.Billing {
    /// The vendor's word.
    var word: String { rawValue.withCapital }
}
