import Inventory

extension ServiceNow {
    /// What the administrator has set up: choices, groups with their members, tables.
    enum Setup {
        struct Choice: Numbered {
            let number: Int
            let table: String
            let element: String
            let value: String
            let label: String
        }

        /// Incidents have states of their own; priorities they inherit from their base.
        static let allChoices: [Choice] = {
            let lists: [(String, String, [(String, String)])] = [
                ("task", "state", [("-5", "Pending"), ("1", "Open"), ("3", "Closed Complete")]),
                ("task", "priority", Tickets.priorities + [("5", "5 - Planning")]),
                ("task", "impact", [("1", "1 - High"), ("2", "2 - Medium"), ("3", "3 - Low")]),
                ("task", "contact_type", Tickets.contactTypes),
                ("incident", "state", unique(Tickets.incidentStates) + [("8", "Canceled")]),
                ("incident", "category", Tickets.categories),
                ("incident", "close_code", [("Solution provided", "Solution provided"), ("Duplicate", "Duplicate")]),
                ("sn_customerservice_case", "state", unique(Tickets.caseStates)),
                ("cmdb_ci", "install_status", [("1", "Installed"), ("5", "Pending Repair"), ("7", "Retired")]),
                (
                    "task_time_worked", "category",
                    [("remote", "Remote"), ("on-site", "On-site"), ("travel", "Travel"), ("admin", "Admin")]
                ),
            ]
            let rows = lists.flatMap { table, element, values in values.map { (table, element, $0) } }
            return rows.enumerated().map { place, row in
                Choice(number: place + 1, table: row.0, element: row.1, value: row.2.0, label: row.2.1)
            }
        }()

        private static func unique(_ states: [(String, String)]) -> [(String, String)] {
            var seen: Set<String> = []
            return states.filter { seen.insert($0.0).inserted }
        }

        static let choices = Source<Choice>(
            .choice, root: "sys_choice", all: { _ in allChoices },
            find: { _, number in Fleet.find(number, in: allChoices) }, classOf: { _ in "sys_choice" },
            changed: { _, scope in (scope.fleet.start, scope.fleet.start) },
            columns: [
                Column("name", in: "sys_choice") { choice, _ in .text(choice.table) },
                Column("element", in: "sys_choice") { choice, _ in .text(choice.element) },
                Column("value", in: "sys_choice") { choice, _ in .text(choice.value) },
                Column("label", in: "sys_choice") { choice, _ in .text(choice.label) },
                Column("language", in: "sys_choice") { _, _ in .text("en") },
                Column("sequence", in: "sys_choice") { choice, _ in .whole(choice.number) },
                Column("dependent_value", in: "sys_choice") { _, _ in .empty },
                Column("inactive", in: "sys_choice") { _, _ in .flag(false) },
            ])

        static let groups = Source<Lookups.Board>(
            .group, root: "sys_user_group", all: \.lookups.boards, find: { $0.lookups.board($1) },
            classOf: { _ in "sys_user_group" }, changed: { _, scope in (scope.fleet.start, scope.fleet.start) },
            columns: [
                Column("name", in: "sys_user_group") { board, _ in .text(board.name) },
                Column("active", in: "sys_user_group") { board, _ in .flag(board.isActive) },
                Column("manager", in: "sys_user_group", to: "sys_user") { _, _ in .empty },
                Column("email", in: "sys_user_group") { _, _ in .empty },
            ])

        /// Who is in which group: some in several.
        struct Membership: Numbered {
            let number: Int
            let member: Int
            let group: Int
        }

        static let memberships = Source<Membership>(
            .membership, root: "sys_user_grmember", all: { memberships($0) },
            find: { fleet, number in memberships(fleet).first { $0.number == number } },
            classOf: { _ in "sys_user_grmember" }, changed: { _, scope in (scope.fleet.start, scope.fleet.start) },
            columns: [
                Column("user", in: "sys_user_grmember", to: "sys_user") { .reference($1.member($0.member)) },
                Column("group", in: "sys_user_grmember", to: "sys_user_group") { .reference($1.group($0.group)) },
            ])

        private static func memberships(_ fleet: Fleet) -> [Membership] {
            fleet.lookups.members.flatMap { member in
                Set([1, member.number % 4 + 1]).sorted().map {
                    Membership(number: member.number * 10 + $0, member: member.number, group: $0)
                }
            }
        }

        static let tables = Source<Classes.Class>(
            .table, root: "sys_db_object", all: { _ in Classes.all },
            find: { _, number in Fleet.find(number, in: Classes.all) }, classOf: { _ in "sys_db_object" },
            changed: { _, scope in (scope.fleet.start, scope.fleet.start) },
            columns: [
                Column("name", in: "sys_db_object") { table, _ in .text(table.name) },
                Column("label", in: "sys_db_object") { table, _ in .text(table.label) },
                Column("super_class", in: "sys_db_object", to: "sys_db_object") { table, scope in
                    .reference(
                        table.parent.flatMap(Classes.named).map {
                            Reference(
                                table: "sys_db_object", id: scope.id(.table, $0.number), label: $0.label,
                                number: $0.number)
                        })
                },
            ])
    }
}
