import Foundation
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct AutotaskTests {
    @Test func tellsTheZoneToAnybodyAndAnUnknownUserNothing() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, handle in
            #expect(try await caller.zone().hasSuffix("/ATServicesRest/"))
            let unknown = try await caller.query(at: "\(caller.connection.baseURL)/atservicesrest/v1.0/zoneInformation")
            #expect(unknown.status == 500 && !unknown.errors.isEmpty)
            handle.expireTokens("autotask")
            #expect(try await caller.zone().hasSuffix("/ATServicesRest4/"))
        }
    }

    @Test(arguments: ["UserName", "Secret", "ApiIntegrationCode"])
    func wrongHeadersAreRefusedAndLockTheUserUntilSomebodyUnlocksIt(_ header: String) async throws {
        try await AutotaskCaller.with(devices: 5) { (caller, handle) async throws in
            for _ in 1...5 {
                #expect(try await caller.get("ThresholdInformation", with: [header: "wrong"]).status == 401)
            }
            #expect(try await caller.get("ThresholdInformation").status == 401)
            handle.restoreCredentials("autotask")
            #expect(try await caller.get("ThresholdInformation").status == 200)
        }
    }

    @Test func countsTheHoursCalls() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, handle in
            let first = try await caller.get("ThresholdInformation").body["currentTimeframeRequestCount"].integer
            let second = try await caller.get("ThresholdInformation").body["currentTimeframeRequestCount"].integer
            #expect(first == 1 && second == 2)
            for _ in 0..<5 { handle.advance(.checkIn) }
            #expect(try await caller.get("ThresholdInformation").body["currentTimeframeRequestCount"].integer == 1)
        }
    }

    @Test func givesEachRowOnceWithTheNextPagesAddressUntilTheEnd() async throws {
        try await AutotaskCaller.with { caller, handle in
            let expected = try #require(handle.tenant()).fleet.configurations.count
            let swept = try await caller.sweep("ConfigurationItems", size: 7)
            let ids = swept.rows.compactMap { $0["id"].integer }
            #expect(ids.count == expected && ids == ids.sorted() && Set(ids).count == expected)
            #expect(swept.pages == (expected + 6) / 7)
            // The address says it all, with the body or without.
            let first = try await caller.query(
                "ConfigurationItems", #"{"maxRecords":3,"filter":[\#(AutotaskCaller.all)]}"#)
            #expect(try await caller.query(at: try #require(first.next)).ids == Array(ids[3..<6]))
        }
    }

    @Test func goesOnBehindAnID() async throws {
        try await AutotaskCaller.with { caller, _ in
            let all = try await caller.sweep("Contacts").rows.compactMap { $0["id"].integer }
            let after = try await caller.sweep("Contacts", #"{"op":"gt","field":"id","value":\#(all[4])}"#).rows
            #expect(after.compactMap { $0["id"].integer } == Array(all[5...]))
        }
    }

    @Test(arguments: [
        (#"{"filter":[]}"#, "Filter"), ("{}", "Filter"),
        (#"{"maxRecords":501,"filter":[\#(AutotaskCaller.all)]}"#, "MaxRecords"),
        (#"{"filter":[{"op":"eq","field":"nope","value":1}]}"#, "Unable to find nope in the Tickets Entity."),
        (#"{"filter":[{"op":"EQ","field":"id","value":1}]}"#, "operator"),
        (#"{"filter":[{"op":"eq","field":"id"}]}"#, "value"),
        (#"{"filter":[{"op":"exist","field":"creatorType"}]}"#, "Unable to find creatorType"),
        (#"{"filter":[{"op":"gte","field":"createDate","value":"yesterday"}]}"#, "not a date"),
        (#"{"filter":[{"op":"eq","field":"isVisibleToComanaged","value":1}]}"#, "true or false"),
        (#"{"includeFields":["id","nope"],"filter":[{"op":"exist","field":"id"}]}"#, "Unable to find nope"),
        ("[", "could not be read"),
    ])
    func refusesWrongQueriesWith500(_ body: String, _ words: String) async throws {
        try await AutotaskCaller.with(devices: 5) { caller, _ in
            let reply = try await caller.query("Tickets", body)
            #expect(reply.status == 500 && reply.errors.contains { $0.contains(words) }, "\(reply.errors)")
        }
    }

    @Test func refusesMoreThan500ConditionsInOneQuery() async throws {
        try await AutotaskCaller.with(devices: 5) { (caller, _) async throws in
            let many = { (count: Int) in
                #"{"filter":[{"op":"in","field":"id","value":[\#((1...count).map { String($0) }.joined(separator: ","))]}]}"#
            }
            #expect(try await caller.query("Tickets", many(500)).status == 200)
            #expect(try await caller.query("Tickets", many(501)).errors.first?.contains("500 or fewer") == true)
        }
    }

    @Test func aValueOfTheWrongTypeFindsNothingAndNoErrorSaysSo() async throws {
        try await AutotaskCaller.with(devices: 20) { caller, _ in
            let id = try #require(try await caller.sweep("Tickets").rows.first?["id"].integer)
            let number = #"{"op":"eq","field":"id","value":\#(id)}"#
            let text = #"{"op":"eq","field":"id","value":"\#(id)"}"#
            #expect(try await caller.sweep("Tickets", number).rows.count == 1)
            #expect(try await caller.sweep("Tickets", text).rows.isEmpty)
        }
    }

    @Test func filtersByTimesOptionsAndWhatIsThere() async throws {
        try await AutotaskCaller.with { caller, _ in
            let all = try await caller.sweep("Tickets").rows
            let open = try await caller.sweep("Tickets", #"{"op":"notExist","field":"completedDate"}"#).rows
            #expect(open.count == all.count { $0["completedDate"].isNull } && open.count < all.count)
            let either =
                #"{"op":"or","items":[{"op":"eq","field":"priority","value":4},{"op":"in","field":"priority","value":[2]}]}"#
            let some = try await caller.sweep("Tickets", either).rows
            #expect(some.count == all.count { [2, 4].contains($0["priority"].integer) })
            let times = all.compactMap { $0["lastActivityDate"].string.map { $0.hasSuffix("Z") ? $0 : $0 + "Z" } }
            let middle = times.sorted()[times.count / 2]
            let later = try await caller.sweep(
                "Tickets", #"{"op":"gte","field":"lastActivityDate","value":"\#(middle)"}"#)
            #expect(later.rows.count == times.count { $0 >= middle })
            // Some write their zone and some do not.
            #expect(Set(all.compactMap { $0["createDate"].string?.hasSuffix("Z") }) == [true, false])
        }
    }

    @Test func leavesOutPeopleWhoHaveLeftUnlessTheyAreAskedFor() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, _ in
            let usual = try await caller.sweep("Resources").rows.count
            let either =
                #"{"op":"or","items":[{"op":"eq","field":"isActive","value":true},{"op":"eq","field":"isActive","value":false}]}"#
            #expect(try await caller.sweep("Resources", either).rows.count > usual)
        }
    }

    @Test func givesAllFieldsOfTheDocumentOrThoseAskedFor() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, _ in
            let row = try #require(try await caller.sweep("Companies").rows.first)
            #expect(row["id"].integer == 0 && row["companyType"].isNull && !row["companyType"].isMissing)
            #expect(row.object?.count == 61 && !row["stockSymbol"].isMissing)
            let some = try await caller.query(
                "Companies", #"{"IncludeFields":["id","fax"],"Filter":[\#(AutotaskCaller.all)]}"#)
            #expect(some.items.first?.object?.map(\.key) == ["id", "fax"])
        }
    }

    @Test func anIDThatIsNotThereIsAnEmptyItem() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, _ in
            #expect(try await caller.get("Tickets/1").body["item"].isNull)
            let id = try #require(try await caller.sweep("Tickets").rows.first?["id"].integer)
            #expect(try await caller.get("Tickets/\(id)").body["item"]["id"].integer == id)
            #expect(try await caller.get("Nonsense/query").status == 404)
        }
    }

    @Test func pickListsHoldTextsWhereRecordsHoldNumbers() async throws {
        try await AutotaskCaller.with(devices: 5) { caller, _ in
            let fields = try await caller.get("Tickets/entityInformation/fields").body["fields"].array ?? []
            let status = try #require(fields.first { $0["name"].string == "status" })
            let values = status["picklistValues"].array ?? []
            #expect(values.compactMap { $0["value"].string }.contains("5") && status["isPickList"].bool == true)
            let sub = try #require(fields.first { $0["name"].string == "subIssueType" })
            #expect(sub["picklistParentValueField"].string == "issueType")
            #expect(sub["picklistValues"][0]["parentValue"].string == "10")
            let listed = Set(values.compactMap { $0["value"].string })
            let used = Set(try await caller.sweep("Tickets").rows.compactMap { $0["status"].text })
            #expect(used.isSubset(of: listed))
        }
    }

    /// Every entity's rows are in the lists that the vendor serves, and no others are.
    @Test(arguments: [
        ("companies", "Companies", ""), ("company_sites", "CompanyLocations", ""), ("contacts", "Contacts", ""),
        ("configurations", "ConfigurationItems", ""), ("tickets", "Tickets", ""), ("time_entries", "TimeEntries", ""),
        ("agreements", "Contracts", ""), ("opportunities", "Opportunities", ""), ("products", "Products", "product:"),
        ("products", "Services", "service:"), ("products", "ServiceBundles", "bundle:"),
        ("agreement_lines", "ContractServices", "service:"), ("agreement_lines", "ContractServiceBundles", "bundle:"),
    ])
    func theTruthIsServed(_ table: String, _ entity: String, _ kind: String) async throws {
        try await AutotaskCaller.with { caller, handle in
            let truth = try #require(handle.truth("autotask")[table]).keys.filter { $0.hasPrefix(kind) }
            let rows = try await caller.sweep(entity, size: 50).rows.compactMap { $0["id"].text.map { kind + $0 } }
            #expect(Set(rows) == Set(truth) && rows.count == truth.count)
        }
    }

    @Test func notesAreServedWithThoseOfWorkflowRulesAndTicketsAreLoggedWhenDeleted() async throws {
        try await AutotaskCaller.with { caller, handle in
            let truth = try #require(handle.truth("autotask")["ticket_notes"])
            let people = try await caller.sweep("TicketNotes", #"{"op":"noteq","field":"noteType","value":13}"#).rows
            #expect(Set(people.compactMap { $0["id"].text }) == Set(truth.keys))
            let all = try await caller.sweep("TicketNotes").rows.count
            let tickets = try #require(handle.tenant()).fleet.tickets
            #expect(all == people.count + tickets.count)
            #expect(try await caller.sweep("DeletedTicketLogs").rows.isEmpty)
            handle.advance(.turnover)
            let gone = try await caller.sweep("DeletedTicketLogs").rows
            #expect(gone.count == 1 && gone[0]["deletedDateTime"].string != nil)
        }
    }

    @Test func onePeriodOfEachLineHoldsToday() async throws {
        try await AutotaskCaller.with { caller, handle in
            let lines = try await caller.sweep("ContractServices").rows.count
            let day = #""2026-07-01T00:00:00Z""#
            let today =
                #"{"op":"lte","field":"startDate","value":\#(day)},{"op":"gte","field":"endDate","value":\#(day)}"#
            #expect(try await caller.sweep("ContractServiceUnits", today).rows.count == lines)
            #expect(try await caller.sweep("ContractServiceUnits").rows.count == lines * 3)
        }
    }

    @Test func losesNothingByShortPagesAndKeepsBackLateRows() async throws {
        try await AutotaskCaller.with { caller, handle in
            let whole = try await caller.sweep("Contacts", size: 12)
            handle.set(.shortPages, vendor: "autotask")
            let short = try await caller.sweep("Contacts", size: 12)
            #expect(short.pages > whole.pages && short.rows.count == whole.rows.count)
            handle.clearFaults()
            handle.set(.lateRows, vendor: "autotask")
            let items = try #require(handle.tenant()).fleet.configurations
            #expect(try await caller.sweep("ConfigurationItems").rows.count < items.count)
        }
    }

    @Test(arguments: [
        (Fault.throttled(status: 429, retryAfter: .seconds(2)), 429), (.serverError(status: 500), 500),
        (.errorInBody, 200), (.forbidden, 500),
    ])
    func wordsFailuresAsItsSheetDoes(_ fault: Fault, _ status: Int) async throws {
        try await AutotaskCaller.with(devices: 5) { caller, handle in
            handle.set(FaultRule(fault, vendor: "autotask", path: "/ATServicesRest/v1.0/Tickets"))
            let reply = try await caller.query("Tickets", #"{"filter":[\#(AutotaskCaller.all)]}"#)
            #expect(reply.status == status && !reply.errors.isEmpty)
        }
    }
}
