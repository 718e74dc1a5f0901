extension ConnectWisePSA.Endpoint {
    typealias Tickets = ConnectWisePSA.Tickets
    typealias Desk = ConnectWisePSA.Desk

    /// The endpoint of a path below the version; numbers in it stand for ids.
    static func named(_ path: [String]) -> ConnectWisePSA.Endpoint? {
        all[path.map { Int($0) == nil ? $0 : "{id}" }.joined(separator: "/")]
    }

    private static let all = [clients, tickets, boards, setup, finance].reduce(into: [:]) { all, some in
        all.merge(some) { first, _ in first }
    }

    private static let clients = merged([
        ConnectWisePSA.Clients.companies.endpoints("company/companies"),
        ConnectWisePSA.Clients.sites.endpoints("company/companies/{id}/sites"),
        ConnectWisePSA.Clients.contacts.endpoints("company/contacts"),
        ConnectWisePSA.Assets.configurations.endpoints("company/configurations", parameters: ["managedIdentifier"]),
    ])

    private static let tickets = merged([
        [
            "service/tickets": Tickets.service.listOfManyTickets, "service/tickets/search": Tickets.service.search,
            "project/tickets/search": Tickets.project.search,
        ],
        Tickets.service.endpoints("service/tickets"), Tickets.notes.endpoints("service/tickets/{id}/notes"),
        Tickets.configurations.endpoints("service/tickets/{id}/configurations"),
        Tickets.timeReferences.endpoints("service/tickets/{id}/timeentries"),
        Tickets.project.endpoints("project/tickets"), Tickets.notes.endpoints("project/tickets/{id}/notes"),
        Tickets.configurations.endpoints("project/tickets/{id}/configurations"),
        Tickets.timeReferences.endpoints("project/tickets/{id}/timeentries"),
        Tickets.timeEntries.endpoints("time/entries"),
    ])

    private static let boards = merged([
        Desk.boards.endpoints("service/boards"), Desk.statuses.endpoints("service/boards/{id}/statuses"),
        Desk.types.endpoints("service/boards/{id}/types"), Desk.subTypes.endpoints("service/boards/{id}/subtypes"),
        Desk.associations.endpoints("service/boards/{id}/typeSubTypeItemAssociations"),
        Desk.teams.endpoints("service/boards/{id}/teams"), Desk.items.endpoints("service/boards/{id}/items"),
        Desk.priorities.endpoints("service/priorities"), Desk.sources.endpoints("service/sources"),
        Desk.workTypes.endpoints("time/workTypes"), Desk.members.endpoints("system/members"),
        Desk.memberInfos.endpoints("system/info/members"),
        [
            "system/info": ConnectWisePSA.Endpoint { _ in
                .json { json in
                    json.object {
                        $0.member("version", "v2025.16")
                        $0.member("isCloud", true)
                        $0.member("serverTimeZone", "Eastern Standard Time")
                        $0.member("licenseBits", array: { _ in })
                        $0.member("cloudRegion", "NA")
                        $0.member("maxWorkFlowRecordsAllowed", 1000)
                    }
                }
            }
        ],
    ])

    static func merged(_ tables: [[String: ConnectWisePSA.Endpoint]]) -> [String: ConnectWisePSA.Endpoint] {
        tables.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
    }
}
