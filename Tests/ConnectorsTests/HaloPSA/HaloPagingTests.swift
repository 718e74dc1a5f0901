import Connectors
import HTTPTransport
import Inventory
import Synchronization
import Testing

/// How lists are read to their end, and what proves them whole (sheet, Pagination and Incremental sync; traps 1 and 2).
@Suite struct HaloPagingTests {
    private static func items(_ ids: ClosedRange<Int>) -> [String] { ids.map { #"{"id":\#($0),"name":"I\#($0)"}"# } }

    private func ids(_ pages: [Page]) -> [Int] { pages.flatMap(\.records).compactMap { Int($0.externalID) } }

    @Test func oneWholePageIsOneCallAndProven() async throws {
        let server = try HaloServer(["/Item": HaloServer.list("items", Self.items(1...3))])
        let pages = try await server.read("products")
        #expect(ids(pages) == [1, 2, 3] && pages.map(\.provesWhole) == [true])
        let asked = try #require(server.asked("/api/Item").first)
        #expect(server.asked("/api/Item").count == 1)
        #expect(asked["pageinate"] == "true" && asked["page_size"] == "100" && asked["page_no"] == "1")
        #expect(asked["order"] == "id" && asked["orderdesc"] == "false" && asked["count"] == nil)
        #expect(asked["includeactive"] == "true" && asked["includeinactive"] == "true")
    }

    @Test(arguments: [100, 40]) func trap1APageThatIsCappedWithoutAWordIsNotTheLast(most: Int) async throws {
        let server = try HaloServer(["/Item": HaloServer.list("items", Self.items(1...230), most: most)])
        let pages = try await server.read("products")
        #expect(ids(pages) == Array(1...230))
        #expect(pages.last?.provesWhole == true && pages.dropLast().allSatisfy { !$0.provesWhole })
    }

    @Test(arguments: ["items", "results", "data", "records"])
    func aListIsReadInAnyOfItsEnvelopes(key: String) async throws {
        let server = try HaloServer(["/Item": HaloServer.always(#"{"\#(key)":[{"id":7,"name":"x"}]}"#)])
        #expect(ids(try await server.read("products")) == [7])
    }

    @Test(arguments: [#"{"record_count":1}"#, "null", #""Success""#])
    func whatIsNoListIsNoEmptyOne(answer: String) async throws {
        let server = try HaloServer(["/Item": HaloServer.always(answer)])
        await #expect(throws: ConnectorError.malformedAnswer("/Item is not answered with a list")) {
            try await server.read("products")
        }
    }

    @Test func aBareArrayThatIgnoresPagingIsReadOnceAndEnds() async throws {
        let rows = Self.items(1...150).joined(separator: ",")
        let server = try HaloServer(["/Item": HaloServer.always("[\(rows)]")])
        let pages = try await server.read("products")
        #expect(Set(ids(pages)) == Set(1...150) && pages.count < 6)
        #expect(pages.last?.provesWhole == true)
    }

    @Test func aPageThatComesAgainThoughMoreAreCountedIsAnError() async throws {
        let rows = Self.items(1...100).joined(separator: ",")
        let server = try HaloServer(["/Item": HaloServer.always(#"{"record_count":300,"items":[\#(rows)]}"#)])
        await #expect(throws: ConnectorError.positionLost("the vendor sends the same page again and again")) {
            try await server.read("products")
        }
    }

    @Test func aRowThatSlipsWhileAnotherComesIsFoundByTheSecondReading() async throws {
        // While the first page is read the first row goes and another comes: the total stays, the 101st row slips.
        let calls = Mutex(0)
        let (before, after) = (Self.items(1...150), Self.items(2...151))
        let server = try HaloServer([
            "/Item": { query in
                let number = calls.withLock {
                    $0 += 1
                    return $0
                }
                return HaloServer.list("items", number == 1 ? before : after)(query)
            }
        ])
        let pages = try await server.read("products")
        #expect(Set(ids(pages)).isSuperset(of: 2...151))
        #expect(pages.last?.provesWhole == true)
    }

    private let since = ReadScope.changed(since: Timestamp(seconds: 1_751_800_000.5))

    @Test func aFilterThatHoldsBackTheFutureIsUsed() async throws {
        let rows = [#"{"id":17,"name":"Northwind"}"#]
        let server = try HaloServer(["/Client": HaloServer.list("clients", rows)])
        let pages = try await server.read("companies", since)
        #expect(ids(pages) == [17] && pages.last?.provesWhole == false)
        let asked = server.asked("/api/Client").compactMap { $0["lastupdatefromdate"] }
        #expect(asked == ["2099-12-31T00:00:00.000000Z", "2025-07-06T11:06:40.000000Z"])
        // Once a run is enough.
        _ = try await server.read("companies", since)
        #expect(server.asked("/api/Client").count == 3)
    }

    @Test func trap2AFilterThatIsIgnoredIsNotUsedAndEverythingIsRead() async throws {
        let clients = (17...300).map { #"{"id":\#($0),"name":"C\#($0)"}"# }
        let server = try HaloServer([
            "/Client": { query in
                HaloServer.list("clients", clients)(query.filter { $0.key != "lastupdatefromdate" })
            }
        ])
        let pages = try await server.read("companies", since)
        #expect(ids(pages) == Array(17...300) && pages.allSatisfy { !$0.provesWhole })
        #expect(server.asked("/api/Client").dropFirst().allSatisfy { $0["lastupdatefromdate"] == nil })
    }

    @Test func aReadThatHasBegunWithTheFilterGoesOnWithIt() async throws {
        let clients = (17...300).map { #"{"id":\#($0),"name":"C\#($0)"}"# }
        let server = try HaloServer(["/Client": HaloServer.list("clients", clients)])
        let request = ReadRequest(scope: since)
        let first = try await server.connector.page(of: "companies", request, at: nil)
        let other = try HaloServer(["/Client": HaloServer.list("clients", clients)])
        _ = try await other.connector.page(of: "companies", request, at: first.next)
        #expect(other.asked("/api/Client").map { $0["lastupdatefromdate"] } == ["2025-07-06T11:06:40.000000Z"])
        #expect(other.asked("/api/Client").map { $0["page_no"] } == ["2"])
    }

    @Test func trap11AListThatIsRefusedIsNoEmptyOne() async throws {
        let server = try HaloServer(["/Item": HaloServer.always(#"{"message":"no access"}"#, status: 403)])
        await #expect(throws: ConnectorError.forbidden("status 403: no access")) { try await server.read("products") }
    }
}
