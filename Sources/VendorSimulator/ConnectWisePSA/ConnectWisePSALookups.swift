import Inventory

/// Boards with what is theirs, priorities, members, kinds of work.
extension ConnectWisePSA {
    enum Desk {
        static let boards = Resource<Lookups.Board>(
            .board, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("location") { _, scope in scope.named(Setup.locations[0]) },
                Field("department") { _, scope in scope.named(Setup.departments[0]) },
                Field("inactiveFlag") { .flag(!$0.isActive) },
                Field("projectFlag") { .flag($0.number == Tickets.projectBoard) },
                Field("billTime") { _ in .text("Billable") },
                Field("markFirstNoteIssueFlag") { _ in .flag(true) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { $0.fleet.lookups.boards })

        static let statuses = Resource<Lookups.Status>(
            .boardStatus, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("board") { status, scope in scope.board(status.board) },
                Field("sortOrder") { .whole($0.number % 10) },
                Field("displayOnBoard") { _ in .flag(true) },
                Field("inactive") { _ in .flag(false) },
                Field("closedStatus") { .flag($0.category == .closed) },
                Field("timeEntryNotAllowed") { _ in .flag(false) },
                Field("defaultFlag") { .flag($0.isDefault) },
                Field("escalationStatus") { .text($0.category == .closed ? "Resolved" : "NoEscalation") },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { request in request.board { $0.statuses.filter { $0.board == request.ids[0] } } })

        static let types = Resource<Lookups.BoardType>(
            .boardType, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("category") { _ in .text("Reactive") },
                Field("defaultFlag") { .flag($0.number % 10 == 0) },
                Field("inactiveFlag") { _ in .flag(false) },
                Field("board") { type, scope in scope.board(type.board) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { request in request.board { $0.types.filter { $0.board == request.ids[0] } } })

        static let subTypes = Resource<Entry>(
            .boardSubType, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("inactiveFlag") { _ in .flag(false) },
                Field("board") { type, scope in scope.board(type.number / 10) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ],
            things: { request in
                request.board { _ in
                    Setup.subTypes.enumerated().map {
                        Entry(number: request.ids[0] * 10 + $0.offset, name: $0.element)
                    }
                }
            })

        static let teams = Resource<Entry>(
            .boardTeam, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("boardId") { .whole($0.number - 30) },
                Field("teamLeader") { _, scope in scope.member(1) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ],
            things: { request in
                request.board { _ in [Entry(number: 30 + request.ids[0], name: "Service Team")] }
            })

        /// Which sub-types go with which types: the only list that has no times of change.
        static let associations = Resource<Entry>(
            .association, isForward: false, id: ID.plain,
            fields: [
                Field("type") { entry, scope in
                    guard let type = scope.fleet.lookups.type(entry.number / 10) else { return .absent }
                    return scope.named(type.number, type.name)
                },
                Field("subType") { entry, scope in
                    let number = entry.number / 100 * 10 + entry.number % 10
                    return scope.named(number, Setup.subTypes[entry.number % 10])
                },
                Field("board") { entry, scope in scope.board(entry.number / 100) },
            ],
            things: { request in
                request.board { lists in
                    lists.types.filter { $0.board == request.ids[0] }.flatMap { type in
                        Setup.subTypes.indices.map { Entry(number: type.number * 10 + $0, name: "") }
                    }
                }
            })

        static let items = Resource<Entry>(
            .boardItem, isForward: false, id: ID.plain, fields: [], things: { request in request.board { _ in [] } })

        static let priorities = Resource<Lookups.Named>(
            .priority, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("color") { .text($0.number % 2 == 0 ? "red" : "Yellow") },
                Field("sortOrder") { .whole($0.number) },
                Field("defaultFlag") { .flag($0.number == 3) },
                Field("level") { .text(Setup.levels[$0.number - 1]) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { $0.fleet.lookups.priorities })

        static let sources = Resource<Lookups.Named>(
            .source, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { $0.fleet.lookups.sources })

        static let workTypes = Resource<Lookups.Named>(
            .workType, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("billTime") { _ in .text("Billable") },
                Field("rateType") { _ in .text("Multiplier") },
                Field("rate") { _ in .hundredths(100) },
                Field("inactiveFlag") { _ in .flag(false) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { $0.fleet.lookups.workTypes })

        static let members = Resource<Lookups.Member>(
            .member, id: ID.member,
            fields: [
                Field("identifier") { .text($0.identifier) },
                Field("licenseClass") { _ in .text("F") },
                Field("inactiveFlag") { .flag(!$0.isActive) },
                Field("firstName") { .text($0.firstName) },
                Field("lastName") { .text($0.lastName) },
                Field("hireDate") { _ in .day(CalendarDate(year: 1800, month: 1, day: 1)) },
                Field("officeEmail") { .text($0.email) },
                Field("primaryEmail") { .text($0.email) },
                Field("hourlyCost") { _ in .hundredths(4_150) },
                Field("_info") { _, scope in scope.info(scope.fleet.start) },
            ], things: { $0.fleet.lookups.members })

        static let memberInfos = Resource<Lookups.Member>(
            .memberInfo, isForward: false, id: ID.member,
            fields: [
                Field("identifier") { .text($0.identifier) },
                Field("firstName") { .text($0.firstName) },
                Field("lastName") { .text($0.lastName) },
                Field("fullName") { .text($0.fullName) },
                Field("defaultEmail") { .text($0.email) },
                Field("licenseClass") { _ in .text("F") },
                Field("inactiveFlag") { .flag(!$0.isActive) },
            ], things: { $0.fleet.lookups.members })
    }
}

extension ConnectWisePSA.Request {
    /// What belongs to the board in the path; nil where there is no such board.
    fileprivate func board<Thing>(_ things: (Lookups) -> [Thing]) -> [Thing]? {
        fleet.lookups.board(ids.first ?? 0) == nil ? nil : things(fleet.lookups)
    }
}
