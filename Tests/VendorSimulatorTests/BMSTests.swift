import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct BMSTests {
    @Test func aTokenIsGivenByThePasswordGrantAndLivesAnHour() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            let right = try await caller.logIn()
            #expect(
                right["Success"].bool == true && right["Result"]["AccessTokenExpireOn"].string?.hasSuffix("Z") == true)
            #expect(try await caller.send(.get, "security/userinfo").status == .ok)
            caller.handle.tenant()?.advance(.checkIn, seconds: 3_599)
            #expect(try await caller.send(.get, "security/userinfo").status == .ok)
            caller.handle.tenant()?.advance(.checkIn, seconds: 1)
            #expect(try await caller.send(.get, "security/userinfo").status == .unauthorized)
        }
    }

    @Test func aWrongLogInIsAnswered200WithoutSuccess() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            for answer in [try await caller.logIn(password: "wrong"), try await caller.logIn(grant: "saml")] {
                #expect(answer["Success"].bool == false && answer["Error"]["Message"].string != nil)
                #expect(answer["Error"]["StackStrace"].string != nil && answer["Result"].isNull)
            }
            caller.handle.revokeCredentials("kaseya-bms")
            #expect(try await caller.logIn()["Success"].bool == false)
            #expect(try await caller.send(.get, "timelogs").status == .unauthorized)
            caller.handle.restoreCredentials("kaseya-bms")
            #expect(try await caller.logIn()["Success"].bool == true)
        }
    }

    @Test func aPairOfTokensGivesTheNextOnce() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            let first = try await caller.logIn()
            let second = try await caller.refresh(first)
            #expect(second["Success"].bool == true)
            #expect(try await caller.refresh(first)["Success"].bool == false)
            #expect(try await caller.refresh(second)["Success"].bool == true)
        }
    }

    @Test func pagesCountFrom1AndHaveAHundredRowsAtMost() async throws {
        try await BMSCaller.with(devices: 300) { (caller: BMSCaller) async throws in
            let path = "crm/contacts/summary?Filter.IsActive=true&PageSize=500&PageNumber="
            let first = try await caller.get(path + "1")
            let total = try #require(first["totalRecords"].integer)
            #expect(first["result"].array?.count == 100 && total > 200)
            var seen = Set<Int64>()
            for page in 1...4 {
                let rows = try await caller.get("\(path)\(page)")["result"].array ?? []
                seen.formUnion(rows.compactMap { $0["id"].integer })
            }
            #expect(Int64(seen.count) == total)
            #expect(try await caller.get(path + "9")["result"].array?.isEmpty == true)
            #expect(try await caller.get(path + "0")["success"].bool == false)
        }
    }

    @Test func someListsHaveNoTotalAndSomeNamesBeginWithCapitals() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            let assets = try await caller.get("servicedesk/hardwareasset/searchselect?Filter.IsActive=true")
            #expect(assets["totalRecords"].isMissing && assets["result"][0]["assetName"].string != nil)
            let contracts = try await caller.get("finance/contracts/summary")
            #expect(contracts["TotalRecords"].integer != nil && contracts["Result"][0]["AccountId"].isMissing)
            let statuses = try await caller.get("system/statuses/lookup")
            #expect(
                statuses["Result"][0]["Name"].string == "New" && statuses["Result"][0]["IsSystemStatus"].integer == 1)
        }
    }

    @Test(arguments: [
        "timelogs?ModifiedOnFrom=2026-01-01", "crm/accounts/summary?Filter.Colour=red",
        "servicedesk/hardwareasset/searchselect?Filter.ModifiedOnFrom=2026-01-01",
    ]) func aFilterThatIsNotThereIsRefused(path: String) async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            #expect(try await caller.send(.get, path).status == .badRequest)
        }
    }

    @Test func ticketsAreSearchedForAndNotAllMoveByTheirActivity() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            func ids(_ filter: String) async throws -> Set<Int64> {
                let answer = try await caller.search("servicedesk/tickets/search", #"{"Filter":{\#(filter)}}"#)
                return Set((answer["result"].array ?? []).compactMap { $0["id"].integer })
            }
            let all = try await ids("")
            caller.handle.tenant()?.advance(.usual(share: 0.2), seconds: 900)
            let from = "2026-07-01T08:10:00.000Z"
            let byActivity = try await ids(#""LastActivityUpdateFrom":"\#(from)""#)
            let byStatus = try await ids(#""LastStatusUpdateFrom":"\#(from)""#)
            #expect(!byActivity.isEmpty && byActivity.isStrictSubset(of: byStatus) && byStatus.count < all.count)
            #expect(try await ids(#""LastStatusUpdateFrom":"2026-07-01T13:40:00""#) == byStatus)
            #expect(try await caller.send(.get, "servicedesk/tickets/search").status == .methodNotAllowed)
            let wrong = #"{"Filter":{"ModifiedOnFrom":"2026-01-01"}}"#
            #expect(try await caller.send(.post, "servicedesk/tickets/search", wrong).status == .badRequest)
        }
    }

    @Test func aTicketHasItsNotesWithoutItsDescription() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            let fleet = try #require(caller.handle.tenant()).fleet
            for ticket in fleet.tickets.prefix(10) {
                let answer = try await caller.get("servicedesk/tickets/\(13_650_000 + ticket.number)/notes")
                let expected = fleet.notes.filter { $0.ticket == ticket.number && !$0.isDescription }
                #expect(answer["result"].array?.count == expected.count)
            }
            #expect(try await caller.send(.get, "servicedesk/tickets/1/notes").status == .notFound)
        }
    }

    @Test func aThingByItselfHasAnEnvelopeOrNone() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            #expect(try await caller.get("crm/accounts/summary/5101")["accountName"].string != nil)
            #expect(try await caller.get("servicedesk/tickets/13650001")["result"]["sourceName"].string != nil)
            let missing = try await caller.send(.get, "servicedesk/hardwareasset/1")
            #expect(missing.status == .ok)
            #expect(try JSONValue.parse(missing.body)["success"].bool == false)
        }
    }

    @Test func aJobIsQueuedDoneAtTheSecondPollAndOnlyAtItsFamilysPath() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            let body = #"[{"TransactionId":"a","AlertRefId":"x"},{"TransactionId":"b","AlertRefId":"y"}]"#
            let made = try await caller.search("rmm/dattormm/tickets", body)
            let job = try #require(made["Result"]["JobId"].string)
            #expect(try await caller.get("rmm/dattormm/assets/status/\(job)")["Success"].bool == false)
            let first = try await caller.get("rmm/dattormm/tickets/status/\(job)")["Result"]
            #expect(first["JobId"].integer == Int64(job) && first["Details"].array?.isEmpty == true)
            let second = try await caller.get("rmm/dattormm/tickets/status/\(job)")["Result"]["Details"]
            #expect(second[0]["TicketId"].integer != nil && second[1]["StatusCode"].string == "Failed")
        }
    }

    @Test(arguments: [
        (Fault.throttled(status: 429, retryAfter: .seconds(2)), 429), (.serverError(status: 502), 502),
        (.errorInBody, 200), (.forbidden, 403),
    ])
    func wordsFailuresAsItsSheetDoes(_ fault: Fault, _ status: Int) async throws {
        try await BMSCaller.with(devices: 20) { (caller: BMSCaller) async throws in
            caller.handle.set(fault, vendor: "kaseya-bms")
            let reply = try await caller.send(.get, "timelogs")
            #expect(reply.status.code == status && (reply.headers[.retryAfter] == "2") == (status == 429))
            if status == 200 { #expect(try JSONValue.parse(reply.body)["success"].bool == false) }
        }
    }

    @Test func cannotReadSomeRecordsByThemselvesAndLosesNothingByShortPages() async throws {
        try await BMSCaller.with { (caller: BMSCaller) async throws in
            caller.handle.set(.failingRecord(oneIn: 5), vendor: "kaseya-bms")
            for id in 13_650_001...13_650_010 {
                let status = try await caller.send(.get, "servicedesk/tickets/\(id)").status.code
                #expect((status == 500) == (id % 5 == 0))
            }
            caller.handle.clearFaults()
            caller.handle.set(.shortPages, vendor: "kaseya-bms")
            let short = try await caller.get("timelogs?PageSize=9&PageNumber=1")
            #expect(short["result"].array?.count == 6 && (short["totalRecords"].integer ?? 0) > 6)
        }
    }

    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "kaseya-bms") ?? [:]
        #expect(truth.count == 11)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    /// What a person typed is text in a page, whatever it looks like.
    @Test func whatWasTypedIsEscapedInItsPage() async throws {
        try await BMSCaller.with(devices: 20) { (caller: BMSCaller) async throws in
            caller.handle.advance(.hostileTexts)
            let fleet = try #require(caller.handle.tenant()).fleet
            let ticket = try #require(fleet.tickets.first { $0.details == HostileText.markup.text })
            let row = try await caller.get("servicedesk/tickets/\(13_650_000 + ticket.number)")["result"]
            #expect(row["details"].string?.contains("&lt;script&gt;") == true)
            #expect(row["details"].string?.contains("<script>") == false)
            #expect(row["title"].string == HostileText.markup.title)
        }
    }
}
