import Inventory

/// The small objects by which records name each other.
extension ConnectWisePSA.Scope {
    typealias Cell = ConnectWisePSA.Cell
    typealias Member = ConnectWisePSA.Member
    typealias ID = ConnectWisePSA.ID

    func company(_ number: Int?) -> Cell {
        guard let number, let company = fleet.company(number) else { return .absent }
        let id = ID.company(number)
        return .object([
            Member("id", .whole(id)), Member("identifier", .text(company.identifier)),
            Member("name", .text(company.name)),
            Member("_info", .object([Member("company_href", link("company/companies/\(id)"))])),
        ])
    }

    func site(_ number: Int?) -> Cell {
        guard let number, let site = fleet.site(number), let company = site.company else { return .absent }
        let path = "company/companies/\(ID.company(company))/sites/\(ID.site(number))"
        return named(ID.site(number), site.name, Member("site_href", link(path)))
    }

    func contact(_ number: Int?) -> Cell {
        guard let number, let person = fleet.person(number), person.company != nil else { return .absent }
        let id = ID.contact(number)
        return named(id, person.fullName, Member("contact_href", link("company/contacts/\(id)")))
    }

    func member(_ number: Int?) -> Cell {
        guard let number, let member = fleet.lookups.member(number) else { return .absent }
        let id = ID.member(number)
        return .object([
            Member("id", .whole(id)), Member("identifier", .text(member.identifier)),
            Member("name", .text(member.fullName)),
            Member("_info", .object([Member("member_href", link("system/members/\(id)"))])),
        ])
    }

    func board(_ number: Int) -> Cell {
        guard let board = fleet.lookups.board(number) else { return .absent }
        return named(number, board.name, Member("board_href", link("service/boards/\(number)")))
    }

    func status(_ number: Int) -> Cell {
        guard let status = fleet.lookups.status(number) else { return .absent }
        return .object([
            Member("id", .whole(number)), Member("name", .text(status.name)), Member("sort", .whole(number % 10)),
            Member(
                "_info",
                .object([
                    Member("status_href", link("service/boards/\(status.board)/statuses/\(number)"))
                ])),
        ])
    }

    func agreement(_ number: Int?) -> Cell {
        guard let number, let agreement = fleet.agreement(number) else { return .absent }
        return .object([
            Member("id", .whole(ID.agreement(number))), Member("name", .text(agreement.name)),
            Member("type", .text(agreement.kind)),
        ])
    }

    func named(_ id: Int, _ name: String, _ info: Member? = nil) -> Cell {
        .object(
            [Member("id", .whole(id)), Member("name", .text(name))]
                + (info.map { [Member("_info", .object([$0]))] } ?? []))
    }

    func named(_ entry: ConnectWisePSA.Entry?) -> Cell { entry.map { named($0.number, $0.name) } ?? .absent }

    /// A place name with the code that it is known by.
    func place(_ id: Int, _ name: String) -> Cell {
        .object([Member("id", .whole(id)), Member("identifier", .text(name)), Member("name", .text(name))])
    }

    /// `_info`: when a record was changed and entered, by whom.
    func info(_ updated: Timestamp, entered: Timestamp? = nil, _ links: [Member] = []) -> Cell {
        var members = [
            Member("lastUpdated", .time(disturbance.stamp(updated))), Member("updatedBy", .text("apimember")),
        ]
        if let entered {
            members += [Member("dateEntered", .time(entered)), Member("enteredBy", .text("apimember"))]
        }
        return .object(members + links)
    }

    static let dollars: Cell = .object([
        Member("id", .whole(7)), Member("symbol", .text("$")), Member("currencyCode", .text("USD")),
        Member("decimalSeparator", .text(".")), Member("numberOfDecimals", .whole(2)),
        Member("thousandsSeparator", .text(",")), Member("currencyIdentifier", .text("Base")),
        Member("name", .text("US Dollars")),
    ])
}

extension Person {
    var fullName: String { "\(firstName) \(lastName)" }
}

extension Lookups.Member {
    var fullName: String { "\(firstName) \(lastName)" }
}
