import Connectors
import HTTPTransport
import Inventory
import Testing

/// Numbered pages, with a total and without: where they end, and what proves that all was seen.
@Suite struct BMSPagingTests {
    private func rows(_ ids: ClosedRange<Int>) -> [String] { ids.map { #"{"id":\#($0),"isActive":true}"# } }

    /// A list of time, which is one query; it has a total.
    private func time(_ pages: [TransportResponse]) async throws -> (BMSRead, BMSVendor) {
        let vendor = try BMSVendor(["/v2/timelogs": pages])
        return (try await vendor.read("time_entries"), vendor)
    }

    /// Assets: no total. Those out of use are none here.
    private func assets(_ pages: [TransportResponse]) async throws -> BMSRead {
        try await BMSVendor(["/v2/servicedesk/hardwareasset/searchselect": pages + [.bms([]), .bms([])]])
            .read("configurations")
    }

    @Test func pagesCountFrom1AndEndWhereTheTotalIsReached() async throws {
        let (read, vendor) = try await time([.bms(rows(1...100), total: 130), .bms(rows(101...130), total: 130)])
        #expect(read.ids.count == 130 && read.provesWhole)
        #expect(
            vendor.asked == [
                "/v2/timelogs?PageSize=100&PageNumber=1", "/v2/timelogs?PageSize=100&PageNumber=2",
            ])
    }

    @Test func aFullLastPageNeedsNoOtherWhereThereIsATotal() async throws {
        let (read, vendor) = try await time([.bms(rows(1...100), total: 100)])
        #expect(read.provesWhole && vendor.asked.count == 1)
    }

    @Test func aShortPageIsNotTheLastWhileTheTotalIsNotReached() async throws {
        let (read, _) = try await time([
            .bms(rows(1...60), total: 150), .bms(rows(61...120), total: 150), .bms(rows(121...150), total: 150),
        ])
        #expect(read.ids.count == 150 && read.provesWhole)
    }

    @Test func aTotalThatMovedProvesNothing() async throws {
        let (read, _) = try await time([.bms(rows(1...100), total: 130), .bms(rows(101...129), total: 129)])
        #expect(read.ids.count == 129 && !read.provesWhole)
    }

    @Test func fewerRowsThanTheTotalSaysProveNothing() async throws {
        let (read, _) = try await time([
            .bms(rows(1...100), total: 130), .bms(rows(101...120), total: 130), .bms([], total: 130),
        ])
        #expect(!read.provesWhole && read.pages.last?.next == nil)
    }

    /// A row that was inserted has pushed the last row of a page to the next: another may have been pushed out of sight.
    @Test func aPageThatBeginsBeforeTheLastHadEndedProvesNothing() async throws {
        let (read, _) = try await time([.bms(rows(1...100), total: 150), .bms(rows(100...150), total: 150)])
        #expect(!read.provesWhole)
    }

    @Test func theSameRowTwiceInAPageTakesOnePlace() async throws {
        let (read, _) = try await time([.bms(rows(1...3) + rows(3...3), total: 3)])
        #expect(read.ids == ["1", "2", "3"] && read.provesWhole)
    }

    @Test func aPageThatComesAgainAndAgainIsNotReadForEver() async throws {
        let vendor = try BMSVendor(["/v2/timelogs": [.bms(rows(1...100), total: 1_000)]])
        #expect(try await vendor.failure("time_entries") == .positionLost("the list gives its page 1 again"))
        #expect(vendor.asked.count == 2)
    }

    @Test func trap5WithoutATotalAnEmptyPageIsTheEndAndAShortOneIsNot() async throws {
        let read = try await assets([.bms(rows(1...50)), .bms(rows(51...100)), .bms(rows(101...120)), .bms([])])
        #expect(read.ids.count == 120 && read.provesWhole)
    }

    @Test func withoutATotalAPageInTheMiddleThatIsShorterProvesNothing() async throws {
        let read = try await assets([.bms(rows(1...100)), .bms(rows(101...150)), .bms(rows(201...230)), .bms([])])
        #expect(!read.provesWhole)
    }

    /// Some servers give their last page to whoever asks beyond it.
    @Test func withoutATotalAShortPageThatComesAgainIsTheEnd() async throws {
        let last = TransportResponse.bms(rows(101...130))
        let read = try await assets([.bms(rows(1...100)), last, last])
        #expect(Set(read.ids).count == 130 && read.provesWhole)
    }

    @Test func aReadGoesOnInTheMiddleOfTheSecondListAfterABreak() async throws {
        let path = "/v2/crm/contacts/summary"
        let vendor = try BMSVendor([
            path: [
                .bms(rows(1...2), total: 2), .bms(rows(3...102), total: 150), .bms(rows(103...152), total: 150),
            ]
        ])
        let request = ReadRequest(scope: .everything)
        let first = try await vendor.connector.page(of: "contacts", request, at: nil)
        let second = try await vendor.connector.page(of: "contacts", request, at: first.next)
        let third = try await vendor.connector.page(of: "contacts", request, at: second.next)
        #expect(third.next == nil && third.provesWhole && third.records.count == 50)
        #expect(
            vendor.asked.map { $0.drop { $0 != "?" }.dropFirst() } == [
                "Filter.IsActive=true&PageSize=100&PageNumber=1", "Filter.IsActive=false&PageSize=100&PageNumber=1",
                "Filter.IsActive=false&PageSize=100&PageNumber=2",
            ])
    }

    /// What the first list did not prove, the second does not make good.
    @Test func aListThatProvedNothingLeavesTheWholeUnproven() async throws {
        let vendor = try BMSVendor([
            "/v2/crm/contacts/summary": [
                .bms(rows(1...100), total: 101), .bms(rows(101...102), total: 102), .bms(rows(200...200), total: 1),
            ]
        ])
        let read = try await vendor.read("contacts")
        #expect(read.ids.count == 103 && !read.provesWhole)
    }
}
