import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Synchronization
import Testing

@Suite struct AutotaskPagingTests {
    /// Contacts whose ids follow each other, as many as a query asks for behind an id.
    private static func list(_ ids: [Int], size: Int, isTold: Bool = true) -> AutotaskScript.Answer {
        { (call) throws(TransportError) in
            let after = (call.body["Filter"].array ?? []).last?["value"].integer ?? -1
            let rest = ids.filter { $0 > after }
            let page = rest.prefix(min(size, Int(call.body["MaxRecords"].integer ?? 0)))
            let rows = page.map { #"{"id":\#($0)}"# }.joined(separator: ",")
            guard isTold else { return .json(#"{"items":[\#(rows)]}"#) }
            let more = rest.count > page.count
            return .json(AutotaskScript.items(rows, next: more ? "https://elsewhere.example/next?paging=x" : nil))
        }
    }

    /// Traps 6 and 7: the first page lets id 0 through, and ids are numbers.
    @Test func goesOnBehindTheGreatestIDAndTheFirstPageHasIDZero() async throws {
        let ids = [0] + Array(29_601...29_605)
        let read = try await AutotaskRead("contacts", AutotaskScript(["Contacts/query": Self.list(ids, size: 3)]))
        #expect(read.records.map(\.externalID) == ids.map { String($0) })
        #expect(read.pages.last?.provesWhole == true)
        let filters = read.queries("Contacts").map(\.filter)
        #expect(
            filters == [
                #"[{"op":"exist","field":"id"}]"#, #"[{"op":"gt","field":"id","value":29602}]"#,
            ])
        #expect(read.queries("Contacts").allSatisfy { $0.method == .post && $0.body["MaxRecords"].integer == 500 })
    }

    @Test func aShortPageWithANextOneIsNotTheLastAndOneWithoutIs() async throws {
        let read = try await AutotaskRead(
            "contacts", AutotaskScript(["Contacts/query": Self.list([1, 2, 3], size: 2)]))
        #expect(read.queries("Contacts").count == 2 && read.records.count == 3)
    }

    @Test func aFullPageWithoutANextOneIsFollowedByOneMore() async throws {
        let read = try await AutotaskRead(
            "contacts", AutotaskScript(["Contacts/query": Self.list(Array(1...500), size: 500)]))
        #expect(read.queries("Contacts").count == 2 && read.records.count == 500)
        #expect(read.pages.last?.provesWhole == true)
    }

    @Test func whereNothingIsToldOfPagesTheEndIsAnEmptyOne() async throws {
        let read = try await AutotaskRead(
            "contacts", AutotaskScript(["Contacts/query": Self.list([1, 2], size: 500, isTold: false)]))
        #expect(read.queries("Contacts").count == 2 && read.records.count == 2)
    }

    @Test func anAnswerWithoutItemsIsNotAnEmptyList() async throws {
        for answer in ["null", "{}", #"{"items":null}"#] {
            let script = AutotaskScript("Contacts/query", answer)
            await #expect(throws: ConnectorError.self) { try await AutotaskRead("contacts", script) }
        }
    }

    /// Trap 19, and the order of ids, which is inferred.
    @Test func rowsOutOfOrderAreFollowedByTheVendorsAddressAtOurOwnHost() async throws {
        let script = AutotaskScript([
            "Contacts/query": { _ in
                .json(
                    AutotaskScript.items(
                        #"{"id":9},{"id":4}"#,
                        next: "https://public.example/ATServicesRest/V1.0/Contacts/query/next?p=1"))
            },
            "Contacts/query/next?p=1": { _ in .json(AutotaskScript.items(#"{"id":7}"#)) },
        ])
        let read = try await AutotaskRead("contacts", script)
        #expect(read.records.map(\.externalID) == ["9", "4", "7"])
        let last = try #require(read.calls.last)
        #expect(last.host == "https://vendor.example" && last.path.hasPrefix("/ATServicesRest/V1.0/"))
        // The same body goes with it: whether it is needed is not established.
        #expect(last.method == .post && last.filter == #"[{"op":"exist","field":"id"}]"#)
        #expect(read.pages.first?.next?.isResumable == false)
        #expect(read.pages.last?.provesWhole == true)
    }

    /// Trap 19.
    @Test func addressesThatRunInACircleAreNoticed() async throws {
        let page = AutotaskScript.items(
            #"{"id":9},{"id":4}"#, next: "https://public.example/ATServicesRest/v1.0/Contacts/query/next?p=1")
        let script = AutotaskScript("Contacts/query", page, and: ["Contacts/query/next?p=1": page])
        let transport = script.transport()
        let connector = try Autotask(transport.context(credentials: AutotaskScript.credentials))
        await #expect(throws: ConnectorError.self) { try await connector.pages(of: "contacts") }
        #expect(transport.requests.count < 12)
    }

    @Test func aListThatDoesNotGrowIsNotReadForEver() async throws {
        let same = AutotaskScript.items(#"{"id":5}"#, next: "https://x.example/n")
        let script = AutotaskScript("Contacts/query", same)
        await #expect(throws: ConnectorError.positionLost("the list does not go on after id 5")) {
            try await AutotaskRead("contacts", script)
        }
    }

    /// Pages with long texts may be larger than we take: fewer rows then, and no belief in the sign of the end, since
    /// fewer than 500 may cap the total.
    @Test func aPageThatIsTooLargeIsAskedForWithFewerRowsUntilAnEmptyOne() async throws {
        let script = AutotaskScript([
            "Contacts/query": { (call) throws(TransportError) in
                if call.body["MaxRecords"].integer == 500 { throw .bodyTooLarge(limit: 1) }
                let after = (call.body["Filter"].array ?? []).last?["value"].integer ?? 0
                // The total of a query is capped: no next page is told of, though there is one.
                let rows = (Int(after) + 1...Int(after) + 101).prefix(after == 0 ? 100 : after < 150 ? 50 : 0)
                return .json(AutotaskScript.items(rows.map { #"{"id":\#($0)}"# }.joined(separator: ",")))
            }
        ])
        let read = try await AutotaskRead("contacts", script)
        #expect(read.records.count == 150)
        #expect(read.queries("Contacts").compactMap { $0.body["MaxRecords"].integer } == [500, 100, 100, 100])
    }

    /// A query that the server gives up after its own five minutes.
    @Test func aQueryThatTakesTooLongIsAskedForWithFewerRows() async throws {
        let script = AutotaskScript([
            "Contacts/query": { (call) throws(TransportError) in
                if call.body["MaxRecords"].integer ?? 0 > 20 { throw .timedOut(phase: .idle) }
                return .json(AutotaskScript.items(""))
            }
        ])
        let read = try await AutotaskRead("contacts", script)
        #expect(read.queries("Contacts").count == 3)
    }

    @Test func changesAreAskedForFromTheMillisecondOnAndHighWaterComesFromTheData() async throws {
        let row = #"{"id":1,"lastModifiedDate":"2025-05-03T10:00:00.5"}"#
        let read = try await AutotaskRead(
            "contacts", AutotaskScript("Contacts/query", AutotaskScript.items(row)), scope: AutotaskRead.since)
        #expect(
            read.queries("Contacts").first?.filter
                == #"[{"op":"gte","field":"lastModifiedDate","value":"2025-05-02T14:00:00.123Z"}]"#)
        #expect(read.pages.first?.highWater == Timestamp(iso8601: "2025-05-03T10:00:00.500Z"))
        #expect(read.pages.last?.provesWhole == false)
    }
}
