import Inventory

/// Lists that come whole.
extension NinjaOneEndpoint {
    static let whole: [String: NinjaOneEndpoint] = [
        "alerts": NinjaOneEndpoint(["sourceType", "df", "lang", "tz"]) { request in
            let filter = request.filter
            let isFiltered = request.call.parameter("df") != nil
            let alerts = request.fleet.alerts.filter { alert in
                guard let device = alert.device.flatMap(request.fleet.device) else { return !isFiltered }
                return filter.admits(device)
            }
            return list(request, alerts, number: \.number) {
                NinjaOneAlertRow.write($0, request.call.disturbance, to: &$1)
            }
        },
        "roles": NinjaOneEndpoint { request in
            list(request, Array(1...NinjaOneClass.roles.count), number: \.self) { NinjaOneLookups.role($0, to: &$1) }
        },
        "policies": NinjaOneEndpoint { request in
            list(request, Array(41...40 + NinjaOneClass.roles.count), number: \.self) {
                NinjaOneLookups.policy($0, to: &$1)
            }
        },
        "users": NinjaOneEndpoint(["userType", "includeRoles"]) { request in
            let type = request.call.parameter("userType")
            let technicians = type == "END_USER" ? [] : request.fleet.lookups.members.map(Somebody.member)
            let users = type == "TECHNICIAN" ? [] : request.fleet.people.map(Somebody.person)
            return list(request, technicians + users, number: \.number) { somebody, json in
                switch somebody {
                case .member(let member): NinjaOneLookups.technician(member, request.fleet.seed, to: &json)
                case .person(let person): NinjaOneLookups.endUser(person, to: &json)
                }
            }
        },
        "user/end-users": NinjaOneEndpoint { request in
            list(request, request.fleet.people, number: \.number) { NinjaOneLookups.endUser($0, to: &$1) }
        },
        "user/technicians": NinjaOneEndpoint { request in
            list(request, request.fleet.lookups.members, number: \.number) {
                NinjaOneLookups.technician($0, request.fleet.seed, to: &$1)
            }
        },
        "activities": NinjaOneEndpoint(
            [
                "class", "before", "after", "olderThan", "newerThan", "type", "status", "user", "seriesUid", "df",
                "pageSize",
                "lang", "tz", "sourceConfigUid",
            ], pageSizes: 10...1000
        ) { NinjaOneActivities.answer($0, device: nil) },
    ]

    private enum Somebody {
        case member(Lookups.Member)
        case person(Person)

        var number: Int {
            switch self {
            case .member(let member): -member.number
            case .person(let person): person.number
            }
        }
    }

    /// A bare array of all rows.
    static func list<Thing>(
        _ request: NinjaOneRequest, _ things: [Thing], number: (Thing) -> Int,
        _ write: (Thing, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        let disturbance = request.call.disturbance
        return .json { json in
            json.array { json in
                for thing in things where !disturbance.has(.emptyLists) && !disturbance.hides(row: number(thing)) {
                    json.row(number(thing), disturbance) { write(thing, &$0) }
                }
            }
        }
    }
}
