import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// How lists are read to their end, and what proves them whole (sheet, Pagination; traps 4, 5, 10 and 12).
@Suite struct NCentralPagingTests {
    private static func rows(_ ids: ClosedRange<Int>) -> [String] {
        ids.map { #"{"siteId":"\#($0)","siteName":"S\#($0)","parentId":"100"}"# }
    }

    /// Pages of two by number, whatever size was asked for.
    private static func pages(_ pages: [TransportResponse]) throws -> NCentralVendor {
        try NCentralVendor(serving: ["/api/sites": pages])
    }

    private func ids(_ pages: [Page]) -> [String] { pages.flatMap(\.records).map(\.externalID) }

    @Test func oneWholePageIsOneCall() async throws {
        let vendor = try NCentralVendor(["/api/sites": [.list(Self.rows(1...2))]])
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2"] && pages.map(\.provesWhole) == [true])
        #expect(vendor.asked == ["/api/sites?pageNumber=1&pageSize=1000&sortBy=siteId&sortOrder=asc"])
    }

    @Test func trap4AListThatDoesNotCountItsPagesGoesOnToItsTotal() async throws {
        let vendor = try Self.pages([.list(Self.rows(1...2), total: 3), .list(Self.rows(3...3), total: 3)])
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2", "3"])
        #expect(pages.last?.provesWhole == true && pages.dropLast().allSatisfy { !$0.provesWhole })
    }

    @Test func aListThatCountsItsPagesEndsWithTheLast() async throws {
        let vendor = try Self.pages([
            .query(Self.rows(1...2), page: 1, of: 2, total: 3), .query(Self.rows(3...3), page: 2, of: 2, total: 3),
        ])
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2", "3"] && pages.last?.provesWhole == true)
    }

    @Test func aListThatCountsNothingEndsWithAnEmptyPage() async throws {
        let bare = { (rows: [String]) in
            TransportResponse.json(#"{"data":[\#(rows.joined(separator: ","))]}"#)
        }
        let vendor = try Self.pages([bare(Self.rows(1...2)), bare(Self.rows(3...3)), bare([])])
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2", "3"] && pages.last?.provesWhole == true)
    }

    @Test(arguments: ["_links", "links"]) func trap10LinksHaveTwoNames(name: String) async throws {
        let page = TransportResponse.json(
            #"{"data":[\#(Self.rows(1...2).joined(separator: ","))],"\#(name)":{"nextPage":null}}"#)
        let vendor = try NCentralVendor(["/api/sites": [page]])
        #expect(try await vendor.read("sites").map(\.provesWhole) == [true])
    }

    @Test func severalPagesAreReadTwiceAndTheirRowsComeOnce() async throws {
        let vendor = try Self.pages([.list(Self.rows(1...2), total: 3), .list(Self.rows(3...3), total: 3)])
        let pages = try await vendor.read("sites")
        #expect(pages.map(\.records.count) == [2, 1, 0, 0])
        #expect(vendor.asked.count == 4)
    }

    /// One goes from the first page and another comes behind: the total stays, and a row slips through.
    @Test func aRowThatSlippedToAPageThatWasReadAlreadyIsFoundBeforeAnythingIsProven() async throws {
        let served = Mutex(0)
        let vendor = try NCentralVendor { path, _ in
            guard path == "/api/sites" else { return .nCentralTokens }
            let call = served.withLock { count in
                count += 1
                return count
            }
            let all = call == 1 ? [1, 2, 3, 4] : [2, 3, 4, 5]
            let rows = call % 2 == 1 ? all.prefix(2) : all.suffix(2)
            return .list(rows.flatMap { Self.rows($0...$0) }, total: 4)
        }
        let pages = try await vendor.read("sites")
        #expect(Set(ids(pages)) == ["1", "2", "3", "4", "5"])
        #expect(pages.last?.provesWhole == true && served.withLock { $0 } == 6)
    }

    @Test func aListThatNeverComesToRestProvesNothing() async throws {
        let served = Mutex(0)
        let vendor = try NCentralVendor { path, _ in
            guard path == "/api/sites" else { return .nCentralTokens }
            let call = served.withLock { count in
                count += 1
                return count
            }
            return .list(Self.rows(call * 10...call * 10 + 1), total: 4)
        }
        let pages = try await vendor.read("sites")
        #expect(pages.last?.provesWhole == false && served.withLock { $0 } == 8)
    }

    @Test func aTotalThatIsNotReachedProvesNothing() async throws {
        let vendor = try Self.pages([.list(Self.rows(1...2), total: 9), .list([], total: 9)])
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2"] && pages.last?.provesWhole == false)
    }

    @Test func aPageThatComesAgainAndAgainIsNoticed() async throws {
        let vendor = try NCentralVendor(["/api/sites": [.query(Self.rows(1...2), page: 1, of: 9, total: 18)]])
        guard case .positionLost = await vendor.error(of: "sites") else {
            Issue.record("the circle was not noticed")
            return
        }
    }

    @Test func trap10ASortThatIsRefusedIsLeftOutForTheRestOfTheRead() async throws {
        let vendor = try NCentralVendor { path, number in
            guard path == "/api/sites" else { return .nCentralTokens }
            switch number {
            case 0: return .json(#"{"status":400,"message":"Field not found: siteId"}"#, status: 400)
            default: return .list(number % 2 == 1 ? Self.rows(1...2) : Self.rows(3...3), total: 3)
            }
        }
        let pages = try await vendor.read("sites")
        #expect(ids(pages) == ["1", "2", "3"] && pages.last?.provesWhole == true)
        #expect(vendor.asked.count { $0.contains("sortBy") } == 1)
    }

    @Test func anOlderServerIsAskedForFewerRows() async throws {
        let refusal = #"{"status":400,"message":"BadRequestException: pageSize must be at most 200"}"#
        let vendor = try NCentralVendor([
            "/api/sites": [.json(refusal, status: 400), .list(Self.rows(1...2))]
        ])
        #expect(try await vendor.records("sites").count == 2)
        #expect(vendor.asked.last == "/api/sites?pageNumber=1&pageSize=200&sortBy=siteId&sortOrder=asc")
    }

    @Test func trap5AListIsNeverNarrowedBySelect() async throws {
        let vendor = try NCentralVendor(["/api/sites": [.list([])], "/api/devices": [.query([])]])
        _ = try await vendor.read("sites")
        _ = try await vendor.read("devices")
        #expect(vendor.asked.count == 2 && vendor.asked.allSatisfy { !$0.contains("select") })
    }

    @Test func trap12NoPreviewOfAListIsNeeded() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [.list([#"{"customerId":"100","customerName":"A"}"#])], "/api/sites": [.list([])],
        ])
        for stream in ["organizations", "sites"] { _ = try await vendor.read(stream) }
        #expect(vendor.asked.allSatisfy { $0.hasPrefix("/api/customers?") || $0.hasPrefix("/api/sites?") })
    }

    @Test func aListGoesOnInTheMiddleAfterABreak() async throws {
        let vendor = try Self.pages([.list(Self.rows(1...2), total: 3), .list(Self.rows(3...3), total: 3)])
        let first = try await vendor.connector.page(of: "sites", ReadRequest(scope: .everything), at: nil)
        let position = try #require(first.next)
        #expect(position.isResumable)
        let again = try Self.pages([.list(Self.rows(1...2), total: 3), .list(Self.rows(3...3), total: 3)])
        let second = try await again.connector.page(of: "sites", ReadRequest(scope: .everything), at: position)
        #expect(second.records.map(\.externalID) == ["3"])
    }
}

extension NCentralVendor {
    /// Lists whose pages are given by their number.
    init(serving lists: [String: [TransportResponse]]) throws {
        let transport = ScriptedTransport { request, _ in
            if request.url.contains("/api/auth/") { return .nCentralTokens }
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            let number = request.url.split(separator: "pageNumber=").dropFirst().first?.prefix { $0.isNumber }
            guard let pages = lists[path], let number = number.flatMap({ Int($0) }) else { return .noResource }
            return pages[min(number, pages.count) - 1]
        }
        try self.init(transport: transport)
    }
}
