import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectWisePSAConditionTests {
    @Test func filtersByReferenceTextFlagAndTime() async throws {
        try await ConnectWisePSACaller.with { caller, _ in
            let all = try await caller.sweep("service/tickets").rows
            let closed = try await caller.sweep(
                "service/tickets", ["conditions": "closedFlag=true and board/id in (1,2)"])
            #expect(closed.rows.count > 0)
            #expect(
                closed.rows.count == all.count { $0["closedFlag"].bool == true && $0["board"]["id"].integer ?? 9 < 3 })
            let updated = all.compactMap { $0["_info"]["lastUpdated"].string }.sorted()[all.count / 2]
            let later = try await caller.sweep("service/tickets", ["conditions": "lastUpdated>=[\(updated)]"]).rows
            #expect(later.count == all.count { $0["_info"]["lastUpdated"].string ?? "" >= updated })
        }
    }

    @Test(arguments: [
        (#"name contains "a" or (deletedFlag=true)"#, true), ("deletedFlag=false AND types/name=\"Customer\"", false),
        (#"name like "%o%" and identifier not contains 'zzz'"#, true), ("phoneNumber != null", true),
        ("id not in (250, 251)", true), ("lastUpdated > [2020-01-01]", true),
        ("_info/dateEntered > [2020-01-01T00:00:00Z]", true), ("lastUpdated > [2020-01-01T00:00:00+00:00]", true),
        ("nope = 1", false), ("company/nope = 1", false), ("lastUpdated > 2020-01-01", false),
        (#"lastUpdated > "2020-01-01T00:00:00Z""#, false), ("lastUpdated > [2020-01-01T00:00:00 00:00]", false),
        ("lastUpdated > [2020-01-01T00:00:00.123Z]", false), ("id = \"250\"", false), ("name = Acme", false),
        ("id in 250", false), ("(id = 250", false), ("id = 250)", false), ("id = 250 and", false), ("id == 250", false),
        ("deletedFlag = 0", false), ("id like 2", false), (#"name = "x"#, false), ("status = 1", false),
    ])
    func takesTheLanguageAndNothingElse(_ conditions: String, _ isGood: Bool) async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get("company/companies", ["conditions": conditions])
            #expect(reply.status == (isGood ? 200 : 400))
            guard !isGood else { return #expect(!reply.ids.isEmpty) }
            #expect(reply.body["code"].string == "InvalidObject")
            #expect(reply.body["errors"][0]["message"].string?.isEmpty == false)
        }
    }

    @Test func reachesIntoListsByChildConditionsOnly() async throws {
        try await ConnectWisePSACaller.with { caller, _ in
            let all = try await caller.sweep("company/contacts").rows
            let items = all.compactMap { $0["communicationItems"].array?.first }
            let value = try #require(items.first?["value"].string)
            let found = try await caller.get(
                "company/contacts", ["childConditions": "communicationItems/value='\(value)'"])
            #expect(found.ids.count == 1)
            let wrong = try await caller.get("company/contacts", ["conditions": "communicationItems/value='\(value)'"])
            #expect(wrong.status == 400)
            let custom = try await caller.get(
                "company/companies", ["customFieldConditions": #"caption="Seats" AND value=3"#])
            #expect(custom.ids == [250])
        }
    }

    @Test func readsConditionsFromABodyToo() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let all = try await caller.get("service/tickets", ["pageSize": "1000"]).ids
            let two = "\(all[0]), \(all[1])"
            let found = try await caller.search("service/tickets/search", #"{"conditions":"id in (\#(two))"}"#)
            #expect(found.ids == Array(all.prefix(2)))
            let unknown = try await caller.search("service/tickets/search", #"{"condition":"id=1"}"#)
            #expect(unknown.status == 400)
        }
    }

    @Test func doesNotGetThroughWithAllOpenTickets() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get("service/tickets", ["conditions": "closedFlag=false"])
            #expect(reply.status == 500)
            #expect(reply.body["message"].string?.lowercased().contains("timeout") == true)
            let some = try await caller.get("service/tickets", ["conditions": "closedFlag=false and board/id=1"])
            #expect(some.status == 200)
        }
    }
}
