import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct DattoAlertTests {
    private static let open = "/api/v2/account/alerts/open"
    private static let resolved = "/api/v2/account/alerts/resolved"
    private let entity = Alert.entity.description
    /// The test clock's now, in milliseconds.
    private static let now = 1_751_900_000_000
    private static let day = 86_400_000

    private func alert(_ uid: String, resolvedOn: Int? = nil) -> String {
        let when = resolvedOn.map { String($0) } ?? "null"
        return #"{"alertUid":"\#(uid)","resolved":\#(resolvedOn != nil),"resolvedOn":\#(when)}"#
    }

    @Test func readsTheSheetsAlert() async throws {
        let sample = #"""
            {"alertUid":"a1b2","priority":"High","diagnostics":"Service stopped","resolved":false,"resolvedBy":null,
            "resolvedOn":null,"muted":false,"ticketNumber":"4711","timestamp":1751869000000,
            "alertMonitorInfo":{"sendsEmails":true,"createsTicket":false},
            "alertContext":{"@class":"srvc_status_ctx","serviceName":"Spooler","status":"STOPPED"},
            "alertSourceInfo":{"deviceUid":"7f2a","deviceName":"SRV01","siteUid":"0f3c","siteName":"Contoso HQ"},
            "responseActions":[],"autoresolveMins":null}
            """#
        let vendor = try DattoVendor([
            Self.open: [.datto("alerts", [sample, #"{"priority":"Low"}"#])], Self.resolved: [.datto("alerts", [])],
        ])
        let pages = try await vendor.read("alerts")
        let found = try #require(pages.flatMap(\.records).first)
        let expected: [String: Value] = [
            "device_external_id": .text("7f2a"), "organization_external_id": .text("0f3c"),
            "severity": .text("major"), "severity_label": .text("High"), "category": .text("srvc_status_ctx"),
            "condition_name": .null, "message": .text("Service stopped"), "status": .text("open"),
            "raised_at": .timestamp(Timestamp(seconds: 1_751_869_000)), "resolved_at": .null,
            "ticket_external_id": .text("4711"),
        ]
        for (column, value) in expected { #expect(try found.cell(column, of: entity) == value, "\(column)") }
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no alertUid"])
        #expect(vendor.transport.asked == [Self.open, Self.resolved])
    }

    @Test func trap10AnAlertHasNoTitleAndItsMessageIsComposed() async throws {
        let rows = [
            #"""
            {"alertUid":"a","diagnostics":null,
            "alertContext":{"@class":"srvc_status_ctx","serviceName":"Spooler","status":"STOPPED"}}
            """#,
            #"{"alertUid":"b","diagnostics":"","alertContext":{"@class":"new_ctx","other":{"x":1}}}"#,
            #"{"alertUid":"c","alertContext":null,"priority":"Unknown"}"#,
        ]
        let vendor = try DattoVendor([
            Self.open: [.datto("alerts", rows)], Self.resolved: [.datto("alerts", [])],
        ])
        let found = try await vendor.read("alerts").flatMap(\.records)
        #expect(
            try found.map { try $0.cell("message", of: entity) } == [
                .text("serviceName Spooler, status STOPPED"), .null, .null,
            ])
        #expect(found[1].vendorFields?.contains(#""other":{"x":1}"#) == true)
        #expect(try found[2].cell("severity", of: entity) == .null)
        #expect(try found[2].cell("severity_label", of: entity) == .text("Unknown"))
    }

    @Test func aResolvedAlertIsKeptWithTheTimeAtWhichItWas() async throws {
        let vendor = try DattoVendor([
            Self.open: [.datto("alerts", [alert("a")])],
            Self.resolved: [.datto("alerts", [alert("b", resolvedOn: Self.now - Self.day)])],
        ])
        let pages = try await vendor.read("alerts")
        let found = pages.flatMap(\.records)
        #expect(found.map(\.externalID) == ["a", "b"])
        #expect(try found[1].cell("status", of: entity) == .text("resolved"))
        let then = Timestamp(seconds: Double(Self.now - Self.day) / 1000)
        #expect(try found[1].cell("resolved_at", of: entity) == .timestamp(then))
        #expect(pages.map(\.provesWhole) == [false, true])
    }

    @Test func trap17TheResolvedOnesAreReadAsFarAsTheyAreRecent() async throws {
        let next = TransportResponse.link("/v2/account/alerts/resolved?page=1")
        let recent = [alert("b", resolvedOn: Self.now - Self.day), alert("c", resolvedOn: Self.now - 2 * Self.day)]
        let old = [alert("d", resolvedOn: Self.now - 30 * Self.day), alert("e", resolvedOn: Self.now - 40 * Self.day)]
        let vendor = try DattoVendor([
            Self.open: [.datto("alerts", [])],
            Self.resolved: [
                .datto("alerts", recent, total: 1500, next: next), .datto("alerts", old, total: 1500, next: next),
            ],
        ])
        let pages = try await vendor.read("alerts")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["b", "c"])
        #expect(vendor.transport.asked.count == 3)
        #expect(pages.last?.provesWhole == true)
    }

    /// The order is not documented: from old to new the recent ones stand behind; but not for ever.
    @Test func trap17TheOrderIsNotReliedOnAndThereIsACap() async throws {
        let pages = (0..<20).map { page in
            TransportResponse.datto(
                "alerts",
                [
                    alert("o\(page)", resolvedOn: Self.now - (60 - page) * Self.day),
                    alert("p\(page)", resolvedOn: Self.now - (60 - page) * Self.day + 1),
                ], total: 40, next: TransportResponse.link("/v2/account/alerts/resolved?page=\(page + 1)"))
        }
        let vendor = try DattoVendor([Self.open: [.datto("alerts", [alert("a")])], Self.resolved: pages])
        let read = try await vendor.read("alerts")
        #expect(vendor.transport.asked.count { $0.hasPrefix(Self.resolved) } == 8)
        #expect(read.last?.provesWhole == true)
    }

    @Test func anOpenListThatIsNotWholeResolvesNothing() async throws {
        let vendor = try DattoVendor([
            Self.open: [.datto("alerts", [alert("a")], total: 5)], Self.resolved: [.datto("alerts", [])],
        ])
        #expect(try await vendor.read("alerts").last?.provesWhole == false)
    }

    @Test func noAlertsAtAllIsAnAnswer() async throws {
        let vendor = try DattoVendor([Self.open: [.datto("alerts", [])], Self.resolved: [.datto("alerts", [])]])
        #expect(try await vendor.read("alerts").last?.provesWhole == true)
    }
}
