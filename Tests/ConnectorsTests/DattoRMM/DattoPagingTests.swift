import Connectors
import HTTPTransport
import Inventory
import Testing

/// How lists are read to their end (sheet, Pagination).
@Suite struct DattoPagingTests {
    private static let sites = "/api/v2/account/sites"

    private func site(_ uid: String) -> String { #"{"uid":"\#(uid)","name":"N \#(uid)"}"# }

    @Test(arguments: ["null", #""""#])
    func trap4TheEndIsNoLinkBeItNullOrEmpty(end: String) async throws {
        let vendor = try DattoVendor([
            Self.sites: [
                .datto(
                    "sites", [site("a"), site("b")], total: 3, next: TransportResponse.link("/v2/account/sites?page=1")),
                .datto("sites", [site("c")], total: 3, next: end),
            ]
        ])
        let pages = try await vendor.read("organizations")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["a", "b", "c"])
        #expect(pages.map(\.provesWhole) == [false, true])
    }

    @Test func trap4TheFirstPageIsAskedForWithoutANumberAndALinkGetsBackWhatItLost() async throws {
        let vendor = try DattoVendor([
            Self.sites: [
                .datto("sites", [site("a")], total: 2, next: TransportResponse.link("/v2/account/sites?page=1")),
                .datto("sites", [site("b")], total: 2),
            ]
        ])
        _ = try await vendor.read("organizations")
        #expect(vendor.transport.asked == ["\(Self.sites)?max=250", "\(Self.sites)?max=250&page=1"])
    }

    @Test(arguments: [
        "https://elsewhere.example/api/v2/account/sites?page=1", "https://vendor.example/api/v2/account/users?page=1",
        "https://vendor.example.evil.example/api/v2/account/sites?page=1", "/api/v2/account/sites?page=1",
        "https://vendor.example/api/v2/account/sites",
    ])
    func trap4ALinkThatLeadsElsewhereIsNotFollowed(link: String) async throws {
        let vendor = try DattoVendor([Self.sites: [.datto("sites", [site("a")], total: 2, next: "\"\(link)\"")]])
        #expect(
            await vendor.failure("organizations") == .malformedAnswer("the next page is said to be elsewhere"))
        #expect(vendor.transport.asked.count == 1)
    }

    @Test func aListThatTurnsInACircleIsNoticed() async throws {
        let page = TransportResponse.datto(
            "sites", [site("a")], total: 9, next: TransportResponse.link("/v2/account/sites?page=1"))
        let failure = await (try DattoVendor([Self.sites: [page]])).failure("organizations")
        guard case .positionLost = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func fewerRowsThanTheTotalProveNothing() async throws {
        let pages = try await DattoVendor([Self.sites: [.datto("sites", [site("a")], total: 2)]]).read("organizations")
        #expect(pages.map(\.provesWhole) == [false])
    }

    @Test func aTotalThatMovedProvesNothing() async throws {
        let vendor = try DattoVendor([
            Self.sites: [
                .datto(
                    "sites", [site("a"), site("b")], total: 4, next: TransportResponse.link("/v2/account/sites?page=1")),
                .datto("sites", [site("d")], total: 3),
            ]
        ])
        #expect(try await vendor.read("organizations").map(\.provesWhole) == [false, false])
    }

    @Test(arguments: [
        "{}", #"{"sites":[]}"#, #"{"pageDetails":{"nextPageUrl":null}}"#, #"{"pageDetails":null,"sites":[]}"#, "[]",
    ])
    func anAnswerWithoutItsListOrPageDetailsIsNone(body: String) async throws {
        let vendor = try DattoVendor([Self.sites: [.json(body)]])
        guard case .malformedAnswer = await vendor.failure("organizations") else {
            Issue.record("believed \(body)")
            return
        }
    }

    /// Older documents list no success at all, and put the answers under the error codes.
    @Test func trap13SuccessIs200AndARefusalIsNoneWhateverItsBodyHolds() async throws {
        let rows = #"{"pageDetails":{"nextPageUrl":null},"sites":[{"uid":"a"}]}"#
        #expect(try await DattoVendor([Self.sites: [.json(rows)]]).read("organizations").first?.records.count == 1)
        for status in [400, 404, 409, 500] {
            let vendor = try DattoVendor([Self.sites: [.json(rows, status: status)]])
            #expect(await vendor.failure("organizations") != nil, "\(status)")
        }
    }

    @Test func trap12AnErrorMemberOnA200IsNoAnswer() async throws {
        let vendor = try DattoVendor([
            Self.sites: [.json(#"{"error":"search failed","pageDetails":{"nextPageUrl":null},"sites":[]}"#)]
        ])
        #expect(
            await vendor.failure("organizations") == .unavailable("the vendor reports a failure: search failed"))
    }

    @Test func aReadGoesOnInAnotherSessionWhereItStood() async throws {
        let answers: [String: [TransportResponse]] = [
            Self.sites: [
                .datto(
                    "sites", [site("a")], total: 2, next: TransportResponse.link("/v2/account/sites?page=1&max=250")),
                .datto("sites", [site("b")], total: 2),
            ]
        ]
        let first = try DattoVendor(answers)
        let page = try await first.connector.page(of: "organizations", ReadRequest(scope: .everything), at: nil)
        #expect(page.next?.isResumable == true)
        let second = try DattoVendor([Self.sites: [answers[Self.sites]?[1] ?? .html]])
        let rest = try await second.connector.page(of: "organizations", ReadRequest(scope: .everything), at: page.next)
        #expect(rest.records.map(\.externalID) == ["b"] && rest.provesWhole)
    }
}
