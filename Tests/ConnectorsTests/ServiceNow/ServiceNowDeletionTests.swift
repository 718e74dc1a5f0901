import Connectors
import HTTPTransport
import Inventory
import Testing

/// Trap 3: deletions are in the audit table alone, under the real class.
@Suite struct ServiceNowDeletionTests {
    private static let classes: ServiceNowScript.Answer = { call in
        let children = [
            "cmdb_ci_computer": ["cmdb_ci_server", "cmdb_ci_pc_hardware"],
            "cmdb_ci_server": ["cmdb_ci_win_server", "cmdb_ci_linux_server"],
        ]
        let parents = (call.conditions.first ?? "").dropFirst("super_class.nameIN".count).split(separator: ",")
        let rows = parents.flatMap { parent in
            (children[String(parent)] ?? []).map {
                "{\"sys_id\":\"\($0)\",\"name\":\"\($0)\",\"super_class.name\":\"\(parent)\"}"
            }
        }
        return ServiceNowScript.rows("[\(rows.joined(separator: ","))]")
    }

    private static func deleted(_ rows: String) -> ServiceNowScript.Answer { { _ in ServiceNowScript.rows(rows) } }

    private let changes = ReadScope.changed(since: .halfPastSix)

    @Test func deletionsAreAskedForByEveryRealClass() async throws {
        let script = ServiceNowScript([
            "sys_db_object": Self.classes,
            "sys_audit_delete": Self.deleted(
                """
                [{"sys_id":"d1","tablename":"cmdb_ci_win_server","documentkey":"5e9d",
                  "sys_created_on":"2026-11-01 06:45:00"}]
                """),
        ])
        let read = try await ServiceNowRead(
            "configurations", script, scope: changes, settings: ["configuration_tables": "cmdb_ci_computer"])
        #expect(
            read.calls(of: "sys_audit_delete")[0].conditions == [
                "tablenameINcmdb_ci_computer,cmdb_ci_pc_hardware,cmdb_ci_server,cmdb_ci_linux_server,cmdb_ci_win_server",
                "sys_created_on>=2026-11-01 06:30:00", "ORDERBYsys_id",
            ])
        let gone = try #require(read.records.first)
        #expect(gone.isDeleted && gone.externalID == "5e9d")
        // So that a record that was brought back since is not taken away again.
        #expect(gone.sourceUpdatedAt == Timestamp(iso8601: "2026-11-01T06:45:00Z"))
        #expect(read.pages.last?.highWater == nil)
    }

    @Test func aLongListOfClassesIsSplit() async throws {
        let script = ServiceNowScript([
            "sys_db_object": { call in
                guard call.conditions.first == "super_class.nameINcmdb_ci_computer" else {
                    return ServiceNowScript.rows("[]")
                }
                let rows = (1...100).map {
                    "{\"sys_id\":\"\($0)\",\"name\":\"cmdb_ci_of_a_rare_sort_\($0)\",\"super_class.name\":\"cmdb_ci_computer\"}"
                }
                return ServiceNowScript.rows("[\(rows.joined(separator: ","))]")
            }
        ])
        let read = try await ServiceNowRead(
            "configurations", script, scope: changes, settings: ["configuration_tables": "cmdb_ci_computer"])
        let calls = read.calls(of: "sys_audit_delete")
        #expect(calls.count > 2 && calls.allSatisfy { $0.url.utf8.count < 2048 })
        let asked = calls.flatMap { $0.conditions[0].dropFirst("tablenameIN".count).split(separator: ",") }
        #expect(asked.count == 101 && Set(asked).count == 101)
    }

    @Test func whatWasDeletedElsewhereIsNotOurs() async throws {
        let script = ServiceNowScript([
            "sys_audit_delete": Self.deleted(
                #"[{"sys_id":"d1","tablename":"change_request","documentkey":"5e9d"}]"#)
        ])
        let read = try await ServiceNowRead("tickets", script, scope: changes)
        #expect(read.records.isEmpty)
    }

    @Test func aRecordThatWasBroughtBackIsNotDeleted() async throws {
        let script = ServiceNowScript([
            "sys_audit_delete": Self.deleted(
                """
                [{"sys_id":"d1","tablename":"incident","documentkey":"5e9d"},
                 {"sys_id":"d2","tablename":"incident","documentkey":"5e9e"}]
                """),
            "incident": { call in
                ServiceNowScript.rows(call.conditions.contains("sys_idIN5e9d,5e9e") ? #"[{"sys_id":"5e9d"}]"# : "[]")
            },
        ])
        let read = try await ServiceNowRead("tickets", script, scope: changes)
        #expect(read.records.map(\.externalID) == ["5e9e"])
    }

    @Test func whoMayNotReadTheAuditTableIsLeftToTheSweep() async throws {
        let script = ServiceNowScript(["sys_audit_delete": { _ in ServiceNowScript.forbidden }])
        let read = try await ServiceNowRead("tickets", script, scope: changes)
        #expect(read.pages.last?.next == nil && read.records.isEmpty)
        #expect(read.calls(of: "sys_audit_delete").count == 1)
    }

    @Test func aSweepIsProofByItselfAndAsksForNoDeletions() async throws {
        let read = try await ServiceNowRead("tickets", ServiceNowScript("incident", #"[{"sys_id":"a1"}]"#))
        #expect(read.isProven && read.calls(of: "sys_audit_delete").isEmpty)
    }

    /// `active=false` closes a ticket, and deletes none.
    @Test func whatIsNotActiveIsNotDeleted() async throws {
        let read = try await ServiceNowRead(
            "tickets", ServiceNowScript("incident", #"[{"sys_id":"a1","active":"false","state":"7"}]"#), scope: changes)
        #expect(read.records.map(\.isDeleted) == [false])
    }
}
