import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// How lists and reports are read: the traps of the vendor's sheet that concern paging and refusals.
@Suite struct NinjaOneReadingTests {
    private let empty = TransportResponse.json("[]")

    @Test func trap3AListGoesOnAfterTheGreatestIDUntilAPageIsEmpty() async throws {
        let vendor = try NinjaVendor([
            "/v2/locations": [.json(#"[{"id":9,"name":"B"},{"id":4,"name":"A"}]"#), .json(#"[{"id":12}]"#), empty]
        ])
        let pages = try await vendor.read("sites")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["9", "4", "12"])
        #expect(pages.map(\.provesWhole) == [false, false, true])
        #expect(
            vendor.transport.asked == [
                "/v2/locations?pageSize=1000", "/v2/locations?pageSize=1000&after=9",
                "/v2/locations?pageSize=1000&after=12",
            ])
    }

    @Test func trap2AReportGoesOnWithTheSameCursorNameUntilAPageIsEmpty() async throws {
        let row = { (id: Int) in #"{"deviceId":\#(id),"name":"7-Zip","version":"23.01"}"# }
        let vendor = try NinjaVendor([
            "/v2/queries/software": [
                .report([row(1), row(2)], offset: 0), .report([row(3), row(4)], offset: 2), .report([], offset: 4),
            ]
        ])
        let pages = try await vendor.read("software")
        #expect(pages.flatMap(\.records).count == 4)
        #expect(pages.map(\.provesWhole) == [false, false, true])
        #expect(pages.compactMap(\.next).allSatisfy { !$0.isResumable })
        #expect(vendor.transport.asked.last == "/v2/queries/software?pageSize=5000&cursor=cur-1")
    }

    @Test func rowsThatAreMappedLaterComeToTheSame() async throws {
        let rows = [
            #"{"deviceId":1,"name":" 7-Zip ","version":"23.01","installDate":"2024-05-06","size":7}"#,
            #"{"name":"no device"}"#, #"{"deviceId":2,"name":"Word","size":-1}"#,
        ]
        let vendor = try NinjaVendor(["/v2/queries/software": [.report(rows, offset: 0)]])
        let now = try await vendor.connector.page(of: "software", ReadRequest(scope: .everything), at: nil)
        var request = ReadRequest(scope: .everything)
        request.mapsLater = true
        var later = try await vendor.connector.page(of: "software", request, at: nil)
        #expect(later.count == 0 && later.rejected.isEmpty && later.next == now.next)
        later.mapRows()
        #expect(later.records == now.records && later.rejected == now.rejected)
        #expect(later.records.count == 2 && later.rejected.count == 1)
        later.mapRows()
        #expect(later.count == 2 && later.rejected.count == 1)
    }

    @Test func trap2AReportThatNeverEndsIsNoticed() async throws {
        let page = TransportResponse.report([#"{"deviceId":1,"name":"x"}"#], offset: 0)
        let vendor = try NinjaVendor(["/v2/queries/software": [page]])
        await #expect(throws: ConnectorError.self) { try await vendor.read("software") }
    }

    @Test func aLostAnswerInTheMiddleOfAReportStartsItAgainWhenAPageIsMissing() async throws {
        let row = { (id: Int) in #"{"deviceId":\#(id),"name":"x"}"# }
        let lost = TransportResponse.json("{}", status: 502)
        let missing = try NinjaVendor([
            "/v2/queries/software": [.report([row(1)], offset: 0), lost, .report([row(3)], offset: 2)]
        ])
        do throws(ConnectorError) {
            let first = try await missing.connector.page(of: "software", ReadRequest(scope: .everything), at: nil)
            _ = try await missing.connector.page(of: "software", ReadRequest(scope: .everything), at: first.next)
            Issue.record("a page was lost without a word")
        } catch {
            guard case .positionLost = error else {
                Issue.record("\(error)")
                return
            }
        }
        let whole = try NinjaVendor([
            "/v2/queries/software": [
                .report([row(1)], offset: 0), lost, .report([row(2)], offset: 1), .report([], offset: 2),
            ]
        ])
        #expect(try await whole.records("software").map(\.externalID) == ["1:x:", "2:x:"])
        #expect(whole.transport.requests.last?.isRepeatable == false)
    }

    @Test func anExpiredCursorStartsTheReportAgain() async throws {
        let vendor = try NinjaVendor([
            "/v2/queries/software": [
                .report([#"{"deviceId":1,"name":"x"}"#], offset: 0), .json(#"{"resultCode":"FAILURE"}"#, status: 400),
            ]
        ])
        do {
            _ = try await vendor.read("software")
            Issue.record("no error")
        } catch ConnectorError.positionLost {}
    }

    @Test func trap7AMissingScopeIsNoExpiredToken() async throws {
        let refused = TransportResponse.json(#"{"error":"insufficient_privileges","error_code":3}"#, status: 401)
        let vendor = try NinjaVendor(["/v2/organizations": [refused]])
        do throws(ConnectorError) {
            try await vendor.connector.test()
            Issue.record("no error")
        } catch {
            guard case .forbidden = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(vendor.transport.requests.count == 2)
    }

    @Test func aFailureThatComesWith200IsNoAnswer() async throws {
        let failure = TransportResponse.json(#"{"resultCode":"FAILURE","errorMessage":"NullPointerException"}"#)
        let vendor = try NinjaVendor(["/v2/alerts": [failure]])
        await #expect(throws: ConnectorError.unavailable("the vendor reports a failure: NullPointerException")) {
            try await vendor.read("alerts")
        }
    }

    @Test func trap17ABrokenAnswerDoesNotClearAlerts() async throws {
        for broken in [TransportResponse.json("{}"), .json(#"[{"uid":"a"},{"ui"#), .json("null"), .html] {
            let vendor = try NinjaVendor(["/v2/alerts": [broken]])
            await #expect(throws: ConnectorError.self) { try await vendor.read("alerts") }
        }
    }

    @Test func asksForATokenByClientCredentialsWithTheReadingScopeAlone() async throws {
        let vendor = try NinjaVendor(["/v2/organizations": [empty]])
        try await vendor.connector.test()
        let token = try #require(vendor.transport.requests.first)
        #expect(token.url == "https://vendor.example/ws/oauth/token")
        #expect(
            String(decoding: token.body, as: UTF8.self)
                == "grant_type=client_credentials&client_id=id&client_secret=secret&scope=monitoring")
        #expect(vendor.transport.requests.last?.headers[.authorization] == "Bearer t-1")
    }
}
