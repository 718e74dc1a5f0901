import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    @Test(arguments: [
        ("throttled:status=429,retry-after=7", 429, "7"), ("throttled:status=503,retry-after=none", 503, nil),
        ("throttled:status=403,retry-after=date", 403, "GMT"), ("server-error:status=504", 504, nil),
        ("forbidden", 403, nil),
    ]) func failuresHaveTheStatusAskedFor(_ text: String, _ status: Int, _ retryAfter: String?) async throws {
        try await faulty(text) { (caller: Caller) async throws in
            let answer = try await caller.get("/v2/devices")
            #expect(answer.status.code == status)
            #expect(answer.headers[.retryAfter]?.hasSuffix(retryAfter ?? "") ?? (retryAfter == nil))
        }
    }

    @Test func aRuleStrikesWhereAndWhenItSays() async throws {
        try await faulty("server-error:path=/v2/devices,from=2,every=2,count=2") { (caller: Caller) async throws in
            var statuses: [Int] = []
            for _ in 0..<7 { statuses.append(try await caller.get("/v2/devices").status.code) }
            #expect(statuses == [200, 502, 200, 502, 200, 200, 200])
            #expect(try await caller.get("/v2/roles").status == .ok)
        }
    }

    @Test func chanceFollowsTheSeed() async throws {
        let runs = try await [0, 1].asyncMap { _ in
            try await faulty("server-error:probability=0.5") { (caller: Caller) async throws in
                var statuses: [Int] = []
                for _ in 0..<20 { statuses.append(try await caller.get("/v2/roles").status.code) }
                return statuses
            }
        }
        #expect(runs[0] == runs[1] && Set(runs[0]) == [200, 502])
    }

    @Test func bodiesCanBeOtherThanWhatTheyShouldBe() async throws {
        try await faulty("error-in-body") { (caller: Caller) async throws in
            let answer = try await caller.get("/v2/devices")
            #expect(try answer.status == .ok && JSONValue.parse(answer.body)["resultCode"].string == "FAILURE")
        }
        try await faulty("html") { (caller: Caller) async throws in
            #expect(String(decoding: try await caller.get("/v2/devices").body, as: UTF8.self).hasPrefix("<!DOCTYPE"))
        }
        try await faulty("truncated") { (caller: Caller) async throws in
            let answer = try await caller.get("/v2/devices")
            #expect(throws: JSONError.self) { try JSONValue.parse(answer.body) }
        }
        try await faulty("wrong-length") { (caller: Caller) async throws in
            await #expect(throws: TransportError.self) { try await caller.get("/v2/devices") }
        }
    }

    @Test func anAnswerCanBeSlowOrNeverCome() async throws {
        try await faulty("hangs") { (caller: Caller) async throws in
            await #expect(throws: TransportError.timedOut(phase: .idle)) {
                try await caller.get("/v2/roles", idle: .seconds(1))
            }
        }
        try await faulty("slow:bytes=800") { (caller: Caller) async throws in
            let took = try await ContinuousClock().measure { _ = try await caller.get("/v2/roles") }
            #expect(took > .seconds(1))
        }
    }

    @Test func limitsOnCallsHold() async throws {
        try await faulty("quota:calls=3,seconds=60") { (caller: Caller) async throws in
            var statuses: [Int] = []
            for _ in 0..<5 { statuses.append(try await caller.get("/v2/roles").status.code) }
            #expect(statuses == [200, 200, 200, 429, 429])
        }
    }

    @Test func moreCallsAtOnceThanTheHiddenLimitAreRefused() async throws {
        try await faulty("concurrency-limit:calls=1") { (caller: Caller) async throws in
            caller.handle.set(FaultRule(.hangs, path: "/v2/devices"))
            caller.handle.forgetCalls()
            // It hangs until it is given up at the end of the block.
            async let _ = try? await caller.get("/v2/devices")
            await caller.handle.waitForCalls(1, vendor: "ninjaone")
            #expect(try await caller.get("/v2/roles").status.code == 429)
            #expect(caller.handle.mostAtOnce("ninjaone") == 2)
        }
        try await faulty("concurrency-limit:calls=1") { (caller: Caller) async throws in
            for _ in 0..<3 { #expect(try await caller.get("/v2/roles").status == .ok) }
        }
    }

    @Test func manyRowsCanHaveOneTimeOfChange() async throws {
        try await faulty("same-timestamp") { (caller: Caller) async throws in
            caller.handle.advance(.usual(share: 0.2))
            let times = try await updates(caller)
            #expect(!times.isEmpty && times.allSatisfy { $0.truncatingRemainder(dividingBy: 3600) == 0 })
            caller.handle.clearFaults()
            #expect(try await updates(caller).contains { $0.truncatingRemainder(dividingBy: 3600) != 0 })
        }
    }

    @Test func aRowStandsTwiceInItsPageAndAgainInTheNext() async throws {
        try await faulty("duplicate-rows:one-row-in=1") { (caller: Caller) async throws in
            let first = try await ids(caller, "/v2/devices?pageSize=10")
            #expect(first.count == 20 && Set(first).count == 10)
            let last = try #require(first.last)
            #expect(try await ids(caller, "/v2/devices?pageSize=10&after=\(last)").prefix(2) == [last, last])
            let all = try await caller.list("/v2/devices", pageSize: 10).compactMap { $0["id"].integer }
            #expect(Set(all).count == 200 && all.count > 400)
        }
    }

    @Test func rowsThatWereKeptBackAppearWhenTheFaultEnds() async throws {
        try await faulty("late-rows") { (caller: Caller) async throws in
            let fewer = try await caller.list("/v2/devices", pageSize: 50)
            caller.handle.clearFaults()
            let all = try await caller.list("/v2/devices", pageSize: 50)
            #expect(fewer.count < all.count && all.count == 200)
        }
    }

    @Test func pagesCanBeShortAndNotTheLast() async throws {
        try await faulty("short-pages") { (caller: Caller) async throws in
            #expect(try await caller.json("/v2/devices?pageSize=30").array?.count == 20)
            #expect(try await caller.list("/v2/devices", pageSize: 30).count == 200)
        }
    }

    @Test func listsCanBeEmpty() async throws {
        try await faulty("empty-lists") { (caller: Caller) async throws in
            #expect(try await caller.json("/v2/devices").array?.isEmpty == true)
            #expect(try await caller.json("/v2/queries/software")["results"].array?.isEmpty == true)
        }
    }

    @Test func listsCanEndAtADepth() async throws {
        try await faulty("depth-cap:rows=50") { (caller: Caller) async throws in
            #expect(try await caller.list("/v2/devices", pageSize: 30).count == 50)
        }
    }

    @Test func rowsCanComeAndGoBetweenTwoPages() async throws {
        try await faulty("rows-move:path=/v2/devices") { (caller: Caller) async throws in
            let before = caller.handle.tenant()?.fleet.devices.count
            _ = try await caller.list("/v2/devices", pageSize: 30)
            #expect(caller.handle.tenant()?.fleet.deleted.isEmpty == false && before == 200)
        }
    }

    @Test func cursorsCanExpireOrRepeat() async throws {
        try await faulty("cursor-expires:path=/v2/queries,from=2") { (caller: Caller) async throws in
            let name = try await caller.json("/v2/queries/software")["cursor"]["name"].string ?? ""
            #expect(try await caller.get("/v2/queries/software?cursor=\(name)").status == .badRequest)
        }
        try await faulty("cursor-repeats") { (caller: Caller) async throws in
            let first = try await caller.json("/v2/queries/software")
            let name = first["cursor"]["name"].string ?? ""
            let second = try await caller.json("/v2/queries/software?cursor=\(name)")
            #expect(first["results"].serialised() == second["results"].serialised())
        }
    }

    @Test func tokensCanExpireInTheMiddle() async throws {
        try await faulty("token-expires:path=/v2/roles,from=2,count=1") { (caller: Caller) async throws in
            #expect(try await caller.get("/v2/roles").status == .ok)
            #expect(try await caller.get("/v2/roles").status == .unauthorized)
            #expect(try await caller.login().status == .ok)
        }
    }

    @Test func theVendorsClockCanBeWrong() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let right = try await Caller.loggedIn(handle).get("/v2/roles").headers[.date]
            handle.set(.clockSkew(seconds: 600))
            let wrong = try await Caller.loggedIn(handle).get("/v2/roles").headers[.date]
            #expect(right == "Wed, 01 Jul 2026 08:00:00 GMT")
            #expect(wrong == "Wed, 01 Jul 2026 08:10:00 GMT")
        }
    }

    @Test func oneRecordCanAlwaysFail() async throws {
        try await faulty("failing-record:one-in=3") { (caller: Caller) async throws in
            let ids = try await caller.list("/v2/devices", pageSize: 100).compactMap { $0["id"].integer }
            let id = ids.first { $0 % 3 == 0 } ?? 0
            #expect(try await caller.get("/v2/device/\(id)/software").status.code == 500)
            #expect(try await caller.get("/v2/device/\(ids.first { $0 % 3 == 1 } ?? 0)").status == .ok)
        }
    }

    @Test(arguments: [
        ("duplicate-rows", "\"id\":"), ("ids-as-text", "\"id\":\""), ("new-member", "simulatedNovelty"),
        ("other-type:member=systemName", "\"systemName\":{"), ("unknown-word", "NEVER_SEEN_BEFORE"),
        ("unexpected-null:member=systemName", "\"systemName\":null"),
        ("lone-surrogate:member=systemName", "\\ud83d tail"),
        ("huge-integer:member=organizationId", "123456789012345678901234567890"), ("nul-byte", "nul \\u0000 inside"),
        ("huge-text:bytes=70000", String(repeating: "x", count: 70_000)), ("right-to-left", "\u{202E}"),
        ("placeholder-serial", "\"serialNumber\":\"To be filled by O.E.M.\""),
    ]) func rowsCanBeOdd(_ fault: String, _ sign: String) async throws {
        try await faulty(fault) { (caller: Caller) async throws in
            let odd = String(decoding: try await caller.get("/v2/devices-detailed").body, as: UTF8.self)
            caller.handle.clearFaults()
            let plain = String(decoding: try await caller.get("/v2/devices-detailed").body, as: UTF8.self)
            #expect(odd.contains(sign) && odd != plain)
            if fault != "duplicate-rows", !sign.hasPrefix("\"serial") { #expect(!plain.contains(sign)) }
        }
    }

    @Test func aMemberCanBeMissing() async throws {
        try await faulty("missing-member:member=systemName") { (caller: Caller) async throws in
            let rows = try await caller.json("/v2/devices").array ?? []
            #expect(rows.contains { $0["systemName"].isMissing } && rows.contains { !$0["systemName"].isMissing })
        }
    }

    @Test func numbersCanBeUsedAgain() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let before = try await caller.list("/v2/devices", pageSize: 1000)
            handle.advance(.numbersReused())
            let after = try await caller.list("/v2/devices", pageSize: 1000)
            #expect(before.map { $0["id"].text } == after.map { $0["id"].text })
            #expect(before.map { $0["uid"].text } != after.map { $0["uid"].text })
        }
    }

    @Test(arguments: Fault.names) func everyFaultHasAName(_ name: String) {
        #expect(FaultRule(text: name)?.fault.name == name)
    }

    @Test(arguments: ["", "rain", "throttled:colour=red", "throttled:status=many", "html:"]) func otherWordsAreRefused(
        _ text: String
    ) {
        #expect(FaultRule(text: text) == nil || text == "html:")
    }

    private func ids(_ caller: Caller, _ path: String) async throws -> [Int64] {
        try await caller.json(path).array?.compactMap { $0["id"].integer } ?? []
    }

    private func updates(_ caller: Caller) async throws -> [Double] {
        try await caller.json("/v2/alerts").array?.compactMap { $0["updateTime"].double } ?? []
    }

    /// Runs the closure with one fault in force and a caller who logged in before it was.
    @discardableResult
    private func faulty<Result: Sendable>(
        _ text: String, _ body: @Sendable (Caller) async throws -> Result
    ) async throws -> Result {
        let rule = try #require(FaultRule(text: text))
        return try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            handle.set(rule)
            return try await body(caller)
        }
    }
}

extension Sequence {
    func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
