import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct HaloTests {
    private static let everything = "includeactive=true&includeinactive=true"

    // MARK: - Authentication

    @Test func aTokenIsForItsTenantAndKeepsToItsScopes() async throws {
        try await HaloCaller.with(devices: 20) { caller, _ in
            #expect(try await caller.askForToken(tenant: "another").status == 400)
            #expect(try await caller.askForToken(secret: "wrong").status == 400)
            #expect(try await caller.askForToken(scope: "everything").status == 400)
            var narrow = caller
            try await narrow.logIn(scope: "read:customers")
            #expect(try await narrow.get("/api/Client").status == 200)
            #expect(try await narrow.get("/api/Tickets").status == 403)
            // The agents' list takes more than any reading scope.
            #expect(try await narrow.get("/api/Agent").status == 403)
        }
    }

    @Test func aNewTokenEndsTheOneBeforeAndTimeEndsIt() async throws {
        try await HaloCaller.with(devices: 20) { caller, handle in
            var other = caller
            try await other.logIn()
            #expect(try await caller.get("/api/Client").status == 401)
            #expect(try await other.get("/api/Client").status == 200)
            // A quarter of an hour each.
            for _ in 0..<5 { handle.advance(.checkIn) }
            #expect(try await other.get("/api/Client").status == 401)
        }
    }

    @Test func aPathThatIsNoneLeadsToTheWebApplication() async throws {
        try await HaloCaller.with(devices: 20) { caller, _ in
            let page = try await caller.get("/Client")
            #expect(page.status == 200 && page.headers[.contentType]?.contains("html") == true)
            #expect(try await caller.json("authinfo")["tenant_id"].string == "sim_demo")
            #expect(try await caller.get("/api/Nothing").status == 404)
            // Letter case does not count.
            #expect(try await caller.get("/api/client").status == 200)
        }
    }

    // MARK: - Lists

    @Test func aPageHasAHundredRowsAtMostAndSaysNothing() async throws {
        try await HaloCaller.with(devices: 300) { caller, _ in
            let answer = try await caller.json("Asset?pageinate=true&page_size=1000&\(Self.everything)&order=id")
            #expect(answer["assets"].array?.count == 100)
            #expect(answer["record_count"].integer ?? 0 > 200)
        }
    }

    @Test func withoutTheFlagPagesAreNotAskedForAndTheNewestFiftyCome() async throws {
        try await HaloCaller.with { caller, _ in
            let first = try await caller.ids("Users?page_no=1&page_size=100", "users")
            let second = try await caller.ids("Users?page_no=2&page_size=100", "users")
            #expect(first.count == 50 && first == second)
        }
    }

    @Test func whatIsUnknownIsIgnoredWithoutAWord() async throws {
        try await HaloCaller.with { caller, _ in
            let all = try await caller.list("Tickets", "tickets").count
            #expect(try await caller.list("Tickets?lastupdatedfromdate=2099-01-01", "tickets").count == all)
            #expect(try await caller.list("Tickets?lastupdatefromdate=2099-01-01", "tickets").isEmpty)
            #expect(try await caller.list("Tickets?lastupdatefromdate=tomorrow", "tickets").count == all)
        }
    }

    @Test func whatIsOutOfUseComesOnlyWhenAskedFor() async throws {
        try await HaloCaller.with { caller, _ in
            let all = try await caller.list("Users?\(Self.everything)", "users")
            let active = try await caller.list("Users", "users")
            let inactive = try await caller.list("Users?includeinactive=true", "users")
            #expect(!inactive.isEmpty && active.allSatisfy { $0["inactive"].bool == false })
            // Either flag alone leaves the others out.
            #expect(active.count < all.count && inactive.count < all.count)
        }
    }

    @Test func aListWithoutItsOrderComesInAnother() async throws {
        try await HaloCaller.with(devices: 20) { caller, _ in
            let ordered = try await caller.ids("Users?pageinate=true&order=id", "users").compactMap { Int($0) }
            let loose = try await caller.ids("Users?pageinate=true", "users").compactMap { Int($0) }
            #expect(ordered == ordered.sorted() && loose != loose.sorted())
        }
    }

    @Test func ticketsAndOpportunitiesShareTheirNumbers() async throws {
        try await HaloCaller.with { caller, handle in
            let tickets = Set(try await caller.list("Tickets", "tickets").compactMap { $0["id"].text })
            let opportunities = Set(try await caller.list("Opportunities", "tickets").compactMap { $0["id"].text })
            #expect(!opportunities.isEmpty && opportunities.isSubset(of: tickets))
            let truth = handle.truth("halopsa")
            #expect(tickets.subtracting(opportunities) == Set(truth["tickets"]?.keys.map(\.self) ?? []))
            #expect(opportunities == Set(truth["opportunities"]?.keys.map(\.self) ?? []))
        }
    }

    // MARK: - Records

    @Test func actionsAreNumberedWithinTheirTicket() async throws {
        try await HaloCaller.with { caller, handle in
            var ids: [Set<String>] = []
            let truth = handle.truth("halopsa")
            for ticket in try await caller.list("Tickets?domain=reqs", "tickets").prefix(40) {
                let number = ticket["id"].text ?? ""
                let actions = try await caller.json("Actions?ticket_id=\(number)&count=1000")["actions"].array ?? []
                #expect(actions.allSatisfy { $0["ticket_id"].text == number })
                ids.append(Set(actions.compactMap { $0["id"].text }))
                let said = actions.filter { !($0["note"].string ?? "").isEmpty }.compactMap { $0["id"].text }
                #expect(said.allSatisfy { truth["ticket_notes"]?["\(number):\($0)"] != nil })
                let done = actions.filter { $0["timetaken"].double ?? 0 > 0 }.compactMap { $0["id"].text }
                #expect(done.allSatisfy { truth["time_entries"]?["\(number):\($0)"] != nil })
            }
            #expect(ids.contains { first in ids.filter { !$0.isDisjoint(with: first) }.count > 1 })
        }
    }

    @Test func whatIsUnknownOfActionsGivesEverybodys() async throws {
        try await HaloCaller.with { caller, _ in
            let actions = try await caller.json("Actions?ticketid=5002&count=1000")["actions"].array ?? []
            #expect(Set(actions.compactMap { $0["ticket_id"].text }).count > 1)
        }
    }

    @Test func aPriorityIsKnownByItsServiceLevelAndItsNumber() async throws {
        try await HaloCaller.with(devices: 20) { caller, _ in
            let rows = try await caller.json("Priority").array ?? []
            let named = rows.filter { $0["name"].string == "Priority 1 - Critical" }
            #expect(Set(named.compactMap { $0["priorityid"].integer }) == [1, 4])
            #expect(rows.allSatisfy { $0["id"].string?.count == 36 })
        }
    }

    @Test func whatAListLacksIsInTheSingleRecord() async throws {
        try await HaloCaller.with { caller, _ in
            let row = try #require(try await caller.list("Tickets?domain=reqs", "tickets").first)
            let id = row["id"].text ?? ""
            let single = try await caller.json("Tickets/\(id)?includedetails=true")
            for name in ["details_html", "assets", "contract_id", "datecreated"] {
                #expect(row[name].isMissing && !single[name].isMissing, "\(name)")
            }
            #expect(row["status_name"].isMissing && single["status_name"].string != nil)
            #expect(row["user_email"].isMissing != single["user_email"].isMissing)
        }
    }

    @Test func customFieldsComeOnlyWhenTheyAreAskedForByID() async throws {
        try await HaloCaller.with(devices: 20) { caller, _ in
            let bare = try await caller.list("Tickets?domain=reqs", "tickets")
            #expect(bare.allSatisfy { $0["customfields"].isMissing })
            let asked = try await caller.list("Tickets?domain=reqs&include_custom_fields=6", "tickets")
            #expect(asked.allSatisfy { $0["customfields"].array?.compactMap { $0["id"].integer } == [6] })
            #expect(try await caller.json("FieldInfo").array?.count == 2)
        }
    }

    @Test(arguments: [
        ("companies", "Client?\(everything)", "clients"), ("company_sites", "Site?\(everything)", "sites"),
        ("contacts", "Users?\(everything)&exclude_generaluser=true", "users"),
        ("configurations", "Asset?\(everything)", "assets"),
        ("agreements", "ClientContract?includeinactive=true", "contracts"), ("products", "Item?\(everything)", "items"),
    ])
    func theTruthIsServed(_ entity: String, _ path: String, _ key: String) async throws {
        try await HaloCaller.with { caller, handle in
            let rows = try await caller.list(path, key).compactMap { $0["id"].text }.filter { $0 != "1" }
            let truth = try #require(handle.truth("halopsa")[entity])
            #expect(Set(rows) == Set(truth.keys) && rows.count == truth.count && !truth.isEmpty)
        }
    }

    // MARK: - Failures

    @Test func losesNothingByShortPages() async throws {
        try await HaloCaller.with { caller, handle in
            let whole = try await caller.list("Users?\(Self.everything)", "users").compactMap { $0["id"].text }
            handle.set(.shortPages, vendor: "halopsa")
            #expect(try await caller.list("Users?\(Self.everything)", "users").compactMap { $0["id"].text } == whole)
        }
    }

    @Test(arguments: [
        (Fault.throttled(status: 429, retryAfter: .absent), 429, "Rate Limit Reached"),
        (.serverError(status: 500), 500, "ClassName"), (.serverError(status: 502), 502, "Bad Gateway"),
        (.errorInBody, 200, "server_error"), (.forbidden, 403, "permission"),
    ])
    func wordsFailuresAsItsSheetDoes(_ fault: Fault, _ status: Int, _ words: String) async throws {
        try await HaloCaller.with(devices: 20) { caller, handle in
            handle.set(fault, vendor: "halopsa")
            let answer = try await caller.get("/api/Client")
            #expect(answer.status.code == status)
            #expect(String(decoding: answer.body, as: UTF8.self).contains(words))
        }
    }

    @Test func followsWhatHappens() async throws {
        try await HaloCaller.with { caller, handle in
            let before = try await caller.list("Tickets?domain=reqs", "tickets")
            let last = try #require(before.compactMap { $0["last_update"].string }.map { $0.prefix(19) }.max())
            handle.advance(.usual(share: 0.2))
            let changed = try await caller.list(
                "Tickets?domain=reqs&includestatus=true&lastupdatefromdate=\(last)", "tickets")
            #expect(!changed.isEmpty && changed.count < before.count)
            let truth = try #require(handle.truth("halopsa")["tickets"])
            for row in changed {
                #expect(truth[row["id"].text ?? ""]?["status_label"] == Value(text: row["status_name"].string))
            }
        }
    }
}
