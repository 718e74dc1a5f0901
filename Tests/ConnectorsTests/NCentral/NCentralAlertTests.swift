import Connectors
import HTTPTransport
import Inventory
import Testing

/// Active issues as alerts (sheet, Alerts; traps 1, 3 and 7).
@Suite struct NCentralAlertTests {
    private let alert = Alert.entity.description

    private static func customers(_ ids: [Int]) -> TransportResponse {
        .list(ids.map { #"{"customerId":"\#($0)","customerName":"C","orgUnitType":"CUSTOMER"}"# })
    }

    private static func issue(_ device: Int, _ task: Int, state: Int = 5) -> String {
        #"""
        {"orgUnitId":102,"deviceId":\#(device),"taskId":\#(task),"notificationState":\#(state),"serviceId":496,
         "serviceName":"Disk","serviceType":"Local Agent","serviceItemId":3,
         "_extra":{"transitionTime":"2026-04-02T16:15:33.432Z","deviceClassLabel":null,"taskIdent":"C:"}}
        """#
    }

    private static func issues(_ customer: Int) -> String { "/api/org-units/\(customer)/active-issues" }

    @Test func trap7AnIssueIsOfTheCustomerThatWasAskedForThoughItsOrgUnitIsASite() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100])], Self.issues(100): [.query([Self.issue(7, 20)])],
        ])
        let pages = try await vendor.read("alerts")
        let record = try #require(pages.flatMap(\.records).first)
        #expect(record.externalID == "7:20" && pages.last?.provesWhole == true)
        let raised = try #require(Timestamp(iso8601: "2026-04-02T16:15:33.432Z"))
        let expected: [String: Value] = [
            "organization_external_id": .text("100"), "device_external_id": .text("7"), "severity": .text("critical"),
            "condition_name": .text("Disk"), "category": .text("Local Agent"), "status": .text("open"),
            "raised_at": .timestamp(raised), "resolved_at": .null, "message": .null,
        ]
        for (column, value) in expected { #expect(try record.cell(column, of: alert) == value, "\(column)") }
        #expect(record.vendorFields?.contains(#""taskIdent":"C:""#) == true)
    }

    @Test(arguments: [
        (5, "critical", "Failed"), (4, "moderate", "Warning"), (7, "critical", "Disconnected"), (1, "info", "No Data"),
        (2, "info", "Stale"), (6, "info", "Misconfigured"),
    ]) func aStateIsASeverity(state: Int, severity: String, label: String) async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100])],
            Self.issues(100): [.query([Self.issue(7, 20, state: state)])],
        ])
        let record = try #require(try await vendor.records("alerts").first)
        #expect(try record.cell("severity", of: alert) == .text(severity))
        #expect(try record.cell("severity_label", of: alert) == .text(label))
    }

    @Test func aStateNeverSeenIsNoSeverity() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100])], Self.issues(100): [.query([Self.issue(7, 20, state: 42)])],
        ])
        let record = try #require(try await vendor.records("alerts").first)
        #expect(try record.cell("severity", of: alert) == .null)
        #expect(try record.cell("severity_label", of: alert) == .text("42"))
    }

    @Test func customersAloneAreAskedSinceAServiceOrganisationIsRefused() async throws {
        let above = #"{"customerId":"50","customerName":"MSP","orgUnitType":"SO"}"#
        let vendor = try NCentralVendor([
            "/api/customers": [.list([above, #"{"customerId":"100","customerName":"C"}"#])],
            Self.issues(100): [.query([])],
        ])
        #expect(try await vendor.read("alerts").last?.provesWhole == true)
        #expect(vendor.asked.filter { $0.contains("active-issues") }.count == 1)
    }

    @Test func anIssueThatTwoCustomersShowIsOne() async throws {
        let both = TransportResponse.query([Self.issue(7, 20)])
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100, 101])], Self.issues(100): [both], Self.issues(101): [both],
        ])
        #expect(Set(try await vendor.records("alerts").map(\.externalID)) == ["7:20"])
    }

    @Test func sitesAreAskedTooWhereASettingSaysSoAndTheirIssuesAreTheCustomers() async throws {
        let vendor = try NCentralVendor(
            [
                "/api/customers": [Self.customers([100])], Self.issues(100): [.query([])],
                "/api/sites": [.list([#"{"siteId":"102","siteName":"HQ","orgUnitType":"SITE","parentId":"100"}"#])],
                Self.issues(102): [.query([Self.issue(7, 20)])],
            ], settings: ["issues_of_sites": "true"])
        let record = try #require(try await vendor.records("alerts").first)
        #expect(try record.cell("organization_external_id", of: alert) == .text("100"))
    }

    @Test func nothingIsResolvedWhereACustomerCouldNotBeRead() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100, 101])], Self.issues(100): [.query([Self.issue(7, 20)])],
        ])
        let pages = try await vendor.read("alerts")
        #expect(pages.flatMap(\.records).count == 1 && pages.flatMap(\.skippedParents).map(\.externalID) == ["101"])
        #expect(pages.last?.provesWhole == false)
    }

    @Test func nothingIsResolvedByAListOfCustomersThatIsEmpty() async throws {
        let vendor = try NCentralVendor(["/api/customers": [Self.customers([])]])
        #expect(try await vendor.read("alerts").last?.provesWhole == false)
    }

    @Test func issuesThatDoNotAddUpProveNothing() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100])], Self.issues(100): [.query([Self.issue(7, 20)], total: 5)],
        ])
        guard case .unavailable = await vendor.error(of: "alerts") else {
            Issue.record("believed")
            return
        }
    }

    @Test func anIssueWithoutItsMonitorIsSetAside() async throws {
        let vendor = try NCentralVendor([
            "/api/customers": [Self.customers([100])],
            Self.issues(100): [.query([#"{"deviceId":7,"serviceName":"Disk"}"#, Self.issue(7, 20)])],
        ])
        let pages = try await vendor.read("alerts")
        #expect(pages.flatMap(\.rejected).count == 1 && pages.flatMap(\.records).count == 1)
    }

    @Test(
        arguments: [
            (#"{"state":"FAILED","errorMessage":"Disk is full","serviceDetails":[]}"#, "Disk is full"),
            (
                #"""
                {"state":"FAILED","errorMessage":"","serviceDetails":[
                 {"detailName":"Free","detailValue":"2 %","state":"FAILED"},
                 {"detailName":"Size","detailValue":"500","state":"NORMAL"}]}
                """#, "Free: 2 %"
            ),
            (#"{"state":"NORMAL","errorMessage":"","serviceDetails":[]}"#, nil),
        ] as [(String, String?)]) func theMonitorHasTheWordsForPeople(task: String, message: String?) async throws
    {
        let vendor = try NCentralVendor(["/api/appliance-tasks/20": [.json(task)]])
        let records = try await vendor.records("alert_details", parents: ["7:20"])
        #expect(try records.map { try $0.cell("message", of: alert) } == (message.map { [.text($0)] } ?? []))
        #expect(records.allSatisfy { $0.externalID == "7:20" })
    }

    @Test func aMonitorThatIsGoneIsNoFault() async throws {
        let pages = try await NCentralVendor([:]).read("alert_details", parents: ["7:20"])
        #expect(pages.flatMap(\.skippedParents).isEmpty && pages.flatMap(\.completedParents) == ["7:20"])
    }
}
