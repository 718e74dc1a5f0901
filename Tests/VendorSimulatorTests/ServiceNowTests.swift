import HTTPTypes
import Inventory
import JSON
import Testing

@testable import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ServiceNowTests {
    // MARK: - Who may call

    @Test func onlyWhoIsKnownMayCall() async throws {
        try await ServiceNowCaller.with(devices: 1) { caller, handle in
            #expect(try await caller.rows("incident").status == 200)
            let refused = try await caller.get("v2/table/incident", authorization: "Basic bm86bm8=")
            #expect(refused.status == 401)
            #expect(refused.body["error"]["message"].string == "User Not Authenticated")
            #expect(refused.body["status"].string == "failure")
            handle.revokeCredentials("servicenow")
            #expect(try await caller.rows("incident").status == 401)
            handle.restoreCredentials("servicenow")
            #expect(try await caller.get("v2/table/incident", accept: "text/xml").status == 400)
        }
    }

    @Test func aTokenLivesForHalfAnHour() async throws {
        try await ServiceNowCaller.with(devices: 1) { caller, handle in
            let login = ServiceNow.Login(identity: VendorIdentity(tenant: "demo", seed: 5))
            let client = "client_id=\(login.clientID)&client_secret=\(login.clientSecret)"
            let answer = try await caller.token("grant_type=client_credentials&\(client)")
            #expect(answer.body["expires_in"].integer == 1799 && answer.body["refresh_token"].isMissing)
            let bearer = "Bearer \(answer.body["access_token"].string ?? "")"
            #expect(try await caller.get("table/incident", authorization: bearer).status == 200)
            handle.tenant()?.advance(.checkIn, seconds: 1800)
            #expect(try await caller.get("table/incident", authorization: bearer).status == 401)
            let person = "username=\(login.username)&password=\(login.password)"
            let second = try await caller.token("grant_type=password&\(client)&\(person)")
            let refresher = try #require(second.body["refresh_token"].string)
            #expect(
                try await caller.token("grant_type=refresh_token&\(client)&refresh_token=\(refresher)").status == 200)
            #expect(try await caller.token("grant_type=password&\(client)&username=x&password=y").status == 401)
        }
    }

    // MARK: - Lists

    @Test func aListIsWalkedBeyondItsIDs() async throws {
        try await ServiceNowCaller.with { caller, handle in
            var ids: [String] = []
            var reply = try await caller.rows("incident", "ORDERBYsys_id", [("sysparm_limit", "10")])
            #expect(reply.total == handle.truth("servicenow")["tickets"]?.count)
            #expect(reply.link.contains("rel=\"next\""))
            while let last = reply.ids.last {
                ids += reply.ids
                reply = try await caller.rows("incident", "sys_id>\(last)^ORDERBYsys_id", [("sysparm_limit", "10")])
            }
            #expect(
                ids == ids.sorted() && Set(ids) == Set(handle.truth("servicenow")["tickets"]?.keys.map(\.self) ?? []))
        }
    }

    @Test func withoutAnOrderThereIsNone() async throws {
        try await ServiceNowCaller.with { caller, _ in
            let first = try await caller.rows("incident", "", [("sysparm_limit", "10")])
            let again = try await caller.rows("incident", "", [("sysparm_limit", "10")])
            #expect(first.ids != again.ids)
        }
    }

    @Test func whatAQueryMeansNothingByIsIgnored() async throws {
        try await ServiceNowCaller.with { caller, _ in
            let all = try await caller.rows("core_company").total
            #expect(try await caller.rows("core_company", "custmer=true").total == all)
            #expect(try await caller.rows("core_company", "Customer=true").total == all)
            let some = try #require(try await caller.rows("core_company", "customer=true").total)
            #expect(some < all ?? 0)
            #expect(try await caller.rows("core_company", "customer=true^customer=false").total == 0)
            #expect(try await caller.rows("core_company", "customer=true^ORcustomer=false").total == all)
            #expect(try await caller.rows("core_company", "customer=true^NQcustomer=false").total == all)
            #expect(
                try await caller.rows("sys_user", "company.customer=true^sys_updated_on>=2099-01-01 00:00:00").total
                    == 0)
        }
    }

    @Test func theLimitCountsBeforeAccessRules() async throws {
        try await ServiceNowCaller.with(devices: 300) { caller, handle in
            let whole = try await caller.rows("incident", "ORDERBYsys_id", [("sysparm_limit", "100")])
            handle.set(.lateRows, vendor: "servicenow")
            let page = try await caller.rows("incident", "ORDERBYsys_id", [("sysparm_limit", "100")])
            #expect(page.rows.count < whole.rows.count && page.total == whole.total)
        }
    }

    @Test func theFirstVersionSays404WhereTheSecondSaysNothing() async throws {
        try await ServiceNowCaller.with(devices: 1) { caller, _ in
            #expect(try await caller.get("v1/table/incident", [("sysparm_query", "number=none")]).status == 404)
            let none = try await caller.rows("incident", "number=none")
            #expect(none.status == 200 && none.rows.isEmpty)
            #expect(try await caller.rows("incident", "", [("sysparm_limit", "0")]).status == 400)
            #expect(
                try await caller.rows("no_such_table").body["error"]["message"].string == "Invalid table no_such_table")
        }
    }

    // MARK: - Rows

    @Test func aRowIsGivenInThreeForms() async throws {
        try await ServiceNowCaller.with { caller, _ in
            let fields = [("sysparm_fields", "sys_id,opened_at,assigned_to,state,no_such,caller_id.company")]
            let query = "assigned_toISNOTEMPTY^ORDERBYsys_id"
            let plain = try #require(try await caller.rows("incident", query, fields).rows.first)
            #expect(plain["assigned_to"]["link"].string?.contains("/sys_user/") == true)
            #expect(plain["no_such"].isMissing && plain["state"].string != nil)
            let all = fields + [("sysparm_display_value", "all"), ("sysparm_exclude_reference_link", "true")]
            let full = try #require(try await caller.rows("incident", query, all).rows.first)
            #expect(full["assigned_to"]["value"].string == plain["assigned_to"]["value"].string)
            #expect(full["opened_at"]["value"].string == plain["opened_at"].string)
            #expect(full["opened_at"]["display_value"].string != plain["opened_at"].string)
            #expect(full["caller_id.company"]["display_value"].string != nil)
        }
    }

    @Test func aBaseTableShowsTheColumnsOfTheBaseAlone() async throws {
        try await ServiceNowCaller.with { caller, _ in
            let tasks = try await caller.rows("task")
            let incidents = try await caller.rows("incident")
            let cases = try await caller.rows("sn_customerservice_case")
            #expect(tasks.total == (incidents.total ?? 0) + (cases.total ?? 0) && !cases.rows.isEmpty)
            #expect(tasks.rows.allSatisfy { $0["caller_id"].isMissing && $0["account"].isMissing })
            #expect(incidents.rows.allSatisfy { !$0["caller_id"].isMissing })
            let servers = try await caller.rows("cmdb_ci_server")
            let computers = try await caller.rows("cmdb_ci_computer")
            #expect(!servers.rows.isEmpty && Set(servers.ids).isSubset(of: computers.ids))
        }
    }

    @Test func aDeletionIsFiledUnderItsRealClass() async throws {
        try await ServiceNowCaller.with { caller, handle in
            let before = Set(try await caller.rows("task").ids)
            handle.advance(.turnover)
            let gone = before.subtracting(try await caller.rows("task").ids)
            #expect(!gone.isEmpty)
            #expect(try await caller.rows("sys_audit_delete", "tablename=task").rows.isEmpty)
            let filed = try await caller.rows("sys_audit_delete", "tablenameINincident,sn_customerservice_case")
            #expect(Set(filed.rows.compactMap { $0["documentkey"].string }) == gone)
        }
    }

    @Test func aTimeOutIsAnErrorBesideRows() async throws {
        try await ServiceNowCaller.with(devices: 1) { caller, handle in
            handle.set(.errorInBody, vendor: "servicenow")
            let reply = try await caller.rows("incident")
            #expect(reply.status == 200 && reply.body["result"].array != nil)
            #expect(reply.body["error"]["message"].string?.contains("maximum execution time") == true)
        }
    }

    @Test func aReaderThatGoesOnSeesItsSelectionAndOneThatBeginsTheWorld() {
        let selections = ServiceNow.Selections()
        #expect(selections.numbers("a", isContinued: false) { [1, 2] } == [1, 2])
        #expect(selections.numbers("a", isContinued: true) { [9] } == [1, 2])
        #expect(selections.numbers("a", isContinued: false) { [9] } == [9])
    }

    // MARK: - Truth

    /// Every entity's rows are in the table that the vendor serves, and no others are.
    @Test(arguments: [
        ("companies", "core_company", "customer=true"), ("company_sites", "cmn_location", ""),
        ("contacts", "sys_user", "company.customer=true"), ("configurations", "cmdb_ci", ""),
        ("tickets", "incident", ""), ("ticket_notes", "sys_journal_field", "name=incident"),
        ("time_entries", "task_time_worked", ""), ("agreements", "ast_contract", ""),
        ("agreement_lines", "service_entitlement", ""),
    ])
    func isServed(_ entity: String, _ table: String, _ query: String) async throws {
        try await ServiceNowCaller.with { caller, handle in
            handle.advance(.usual(share: 0.2))
            let truth = try #require(handle.truth("servicenow")[entity])
            let reply = try await caller.rows(table, query)
            #expect(Set(reply.ids) == Set(truth.keys) && reply.rows.count == truth.count && !truth.isEmpty)
        }
    }

    @Test func whereNoCompanyIsNamedItIsTheCallers() async throws {
        try await ServiceNowCaller.with { caller, handle in
            let fields = [
                ("sysparm_fields", "sys_id,company,caller_id.company"), ("sysparm_exclude_reference_link", "true"),
            ]
            let truth = try #require(handle.truth("servicenow")["tickets"])
            let rows = try await caller.rows("incident", "companyISEMPTY", fields).rows
            #expect(!rows.isEmpty)
            for row in rows {
                #expect(
                    truth[row["sys_id"].string ?? ""]?["company_external_id"]
                        == Value(text: row["caller_id.company"].string))
            }
        }
    }
}
