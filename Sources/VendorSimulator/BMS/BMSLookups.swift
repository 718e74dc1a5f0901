/// The lists that the tenant's administrator has set up: an id and a name each, and what else there is.
enum BMSLookups {
    static let endpoints = [
        list("system/statuses/lookup") { fleet in
            fleet.lookups.statuses.filter { $0.board == 1 }.map { status in
                Entry(BMSID.status(status.number), status.name, isActive: true) {
                    $0.member("statusOrder", BMSID.status(status.number))
                    $0.member("typeId", status.category == .closed ? 3 : 1)
                    $0.member("isSystemStatus", digit: status.isDefault)
                }
            }
        },
        list("system/priorities/lookup") { fleet in
            fleet.lookups.priorities.map { priority in
                Entry(priority.number, priority.name) { $0.member("isDefault", priority.number == 3) }
            }
        },
        list("system/queues/lookup") { fleet in
            fleet.lookups.boards.map { Entry(BMSID.queue($0.number), $0.name, isActive: $0.isActive) }
        },
        list("system/issuetypes/lookup") { _ in
            BMSTicketRow.issueTypes.enumerated().map { Entry($0.offset + 1, $0.element, isActive: true) }
        },
        list("system/worktypes/lookup") { fleet in
            fleet.lookups.workTypes.map { Entry($0.number, $0.name, isActive: true) }
        },
        list("system/roles/lookup") { _ in [Entry(6, "Engineer"), Entry(7, "Dispatcher")] },
        list("system/slas/lookup") { _ in [Entry(1, BMSTicketRow.serviceLevel, isActive: true)] },
        list("system/accounttypes/lookup") { _ in
            Company.Kind.allCases.map { kind in
                let type = BMSAccounts.type(kind)
                return Entry(type.id, type.name, isActive: true) {
                    $0.member("isClient", kind == .customer)
                    $0.member("isVendor", kind == .vendor)
                }
            }
        },
        BMSEndpoint("system/issuetypes/{}/issuesubtypes/lookup", hasCapitals: true) { request in
            guard let type = request.ids.last, (1...BMSTicketRow.issueTypes.count).contains(type) else {
                return BMSAnswer.failure(404, "The issue type was not found")
            }
            return answer(
                BMSTicketRow.subIssueTypes.indices.map {
                    Entry(type * 10 + $0, BMSTicketRow.subIssueTypeName(type * 10 + $0))
                })
        },
        BMSEndpoint("hr/assignees", ["name", "ids", "employeesonly", "sort", "exclude", "pagesize", "pagenumber"]) {
            request in
            BMSList(request, hasTotal: false).page(request.fleet.lookups.members, number: \.number) { member, json in
                json.member("id", BMSID.user(member.number))
                json.member("firstName", member.firstName)
                json.member("lastName", member.lastName)
                json.member("name", member.fullName)
                json.member("emailAddress", member.email)
                json.member("pictureUrl", nil as String?)
            }
        },
        BMSEndpoint("system/tenantlookup/*", hasCapitals: true) { request in table(request.path.last ?? "") },
        BMSEndpoint("system/lookup/*", hasCapitals: true) { _ in BMSAnswer.failure(0, "Invalid table name") },
    ]

    private struct Entry {
        let id: Int
        let name: String
        let isActive: Bool?
        let more: (inout JSONWriter) -> Void

        init(
            _ id: Int, _ name: String, isActive: Bool? = nil, more: @escaping (inout JSONWriter) -> Void = { _ in }
        ) {
            self.id = id
            self.name = name
            self.isActive = isActive
            self.more = more
        }
    }

    private static func list(_ path: String, _ entries: @escaping @Sendable (Fleet) -> [Entry]) -> BMSEndpoint {
        BMSEndpoint(path, hasCapitals: true) { request in answer(entries(request.fleet)) }
    }

    private static func answer(_ entries: [Entry]) -> VendorAnswer {
        BMSAnswer.result { json in
            json.array { json in
                for entry in entries {
                    json.object {
                        $0.member("id", entry.id)
                        $0.member("name", entry.name)
                        if let isActive = entry.isActive { $0.member("isActive", isActive) }
                        entry.more(&$0)
                    }
                }
            }
        }
    }

    /// Which tables there are is published nowhere.
    private static func table(_ name: String) -> VendorAnswer {
        switch name {
        case "ContactType": answer([Entry(1, "Employee", isActive: true)])
        case "NoteType": answer([Entry(4, "General", isActive: true), Entry(5, "Resolution", isActive: true)])
        default: BMSAnswer.failure(0, "Invalid table name")
        }
    }
}
