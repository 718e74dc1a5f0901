import Inventory

extension ServiceNow {
    /// Staff and customers' people in one table.
    enum Users {
        struct User: Numbered {
            let number: Int
            let login: String
            let firstName: String
            let lastName: String
            let email: String?
            let phone: String?
            let title: String?
            let company: Int?
            let isActive: Bool
            let createdAt: Timestamp
            let updatedAt: Timestamp

            var name: String { "\(firstName) \(lastName)" }
        }

        /// Numbers below are those of staff.
        private static let firstPerson = 1000
        static func number(ofPerson number: Int) -> Int { firstPerson + number }

        static func find(_ fleet: Fleet, _ number: Int) -> User? {
            if number < firstPerson { return fleet.lookups.member(number).map { user($0, fleet) } }
            return fleet.person(number - firstPerson).flatMap(user)
        }

        private static func user(_ member: Lookups.Member, _ fleet: Fleet) -> User {
            User(
                number: member.number, login: member.identifier, firstName: member.firstName,
                lastName: member.lastName, email: member.email, phone: nil, title: "Technician", company: nil,
                isActive: member.isActive, createdAt: fleet.start, updatedAt: fleet.start)
        }

        private static func user(_ person: Person) -> User? {
            guard person.company != nil else { return nil }
            return User(
                number: number(ofPerson: person.number), login: person.login, firstName: person.firstName,
                lastName: person.lastName, email: person.email, phone: person.phone, title: person.jobTitle,
                company: person.company, isActive: person.isActive, createdAt: person.createdAt,
                updatedAt: person.updatedAt)
        }

        static let users = Source<User>(
            .user, root: "sys_user",
            all: { fleet in fleet.lookups.members.map { user($0, fleet) } + fleet.people.compactMap(user) },
            find: find, classOf: { $0.company == nil ? "sys_user" : "customer_contact" },
            changed: { user, _ in (user.createdAt, user.updatedAt) },
            columns: [
                Column("user_name", in: "sys_user") { user, _ in .text(user.login) },
                Column("name", in: "sys_user") { user, _ in .text(user.name) },
                Column("first_name", in: "sys_user") { user, _ in .text(user.firstName) },
                Column("last_name", in: "sys_user") { user, _ in .text(user.lastName) },
                Column("title", in: "sys_user") { user, _ in .text(user.title) },
                Column("email", in: "sys_user") { user, _ in .text(user.email) },
                Column("phone", in: "sys_user") { user, _ in .text(user.phone) },
                Column("mobile_phone", in: "sys_user") { _, _ in .empty },
                Column("company", in: "sys_user", to: "core_company") { .reference($1.company($0.company)) },
                Column("active", in: "sys_user") { user, _ in .flag(user.isActive) },
                Column("locked_out", in: "sys_user") { _, _ in .flag(false) },
                Column("vip", in: "sys_user") { _, _ in .flag(false) },
                Column("last_login_time", in: "sys_user") { user, scope in
                    .moment(user.isActive ? scope.fleet.now.plus(hours: -1) : nil)
                },
                Column("account", in: "customer_contact", to: "core_company") {
                    .reference($1.company($0.company))
                },
            ])
    }
}
