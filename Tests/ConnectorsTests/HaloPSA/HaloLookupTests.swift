import Connectors
import HTTPTransport
import Inventory
import Testing

/// Names to ids (traps 2, 3 and 12).
@Suite struct HaloLookupTests {
    private let entity = Lookup.entity.description

    private func lookups(_ answers: [String: HaloServer.Answer]) async throws -> [String: SourceRecord] {
        let records = try await HaloServer(answers).records("lookups")
        return Dictionary(records.map { ($0.externalID, $0) }) { $1 }
    }

    @Test func trap3APrioritysIDIsItsNumberUnderItsServiceLevelAndNotTheGUID() async throws {
        let found = try await lookups([
            "/Priority": HaloServer.always(
                """
                [{"id":"9f-guid","slaid":1,"priorityid":2,"name":"High","ishidden":false},
                 {"id":"8e-guid","slaid":2,"priorityid":2,"name":"Low","ishidden":true}]
                """)
        ])
        #expect(Set(found.keys) == ["ticket_priority:1:2", "ticket_priority:2:2"])
        let high = try #require(found["ticket_priority:1:2"])
        #expect(high.cell("name", in: entity) == .text("High"))
        #expect(high.cell("parent_external_id", in: entity) == .text("ticket_sla:1"))
        #expect(high.cell("is_active", in: entity) == .boolean(true))
        #expect(high.vendorFields?.contains("9f-guid") == true)
        #expect(found["ticket_priority:2:2"]?.cell("is_active", in: entity) == .boolean(false))
    }

    @Test func trap12ANameIsTakenWithoutItsStrayBlanks() async throws {
        let found = try await lookups(["/Team": HaloServer.always(#"[{"id":2,"name":" Service Desk  "}]"#)])
        #expect(found["ticket_queue:2"]?.cell("name", in: entity) == .text("Service Desk"))
    }

    @Test func statusesOfOtherThingsAreNoTickets() async throws {
        let found = try await lookups([
            "/Status": HaloServer.always(#"[{"id":9,"name":"Closed","type":0},{"id":30,"name":"In stock","type":2}]"#)
        ])
        #expect(Set(found.keys) == ["ticket_status:9"])
    }

    @Test func trap3TheFirstAgentIsNobodyAndOfOthersNothingPrivateIsKept() async throws {
        let found = try await lookups([
            "/Agent": HaloServer.always(
                """
                [{"id":1,"name":"Unassigned"},{"id":6,"name":"Lee Park","email":"lee@msp.example","isdisabled":true,
                 "costprice":35,"sms":"+44 7"}]
                """)
        ])
        #expect(Set(found.keys) == ["member:6"])
        #expect(found["member:6"]?.cell("is_active", in: entity) == .boolean(false))
        #expect(found["member:6"]?.vendorFields == #"{"email":"lee@msp.example","isdisabled":true}"#)
    }

    @Test func trap2ALookupOfAnotherKindIsNotTakenForThisOne() async throws {
        let found = try await lookups([
            "/Lookup": HaloServer.always(
                #"[{"id":1,"name":"Remote","lookupid":17},{"id":2,"name":"Mr","lookupid":3},{"id":3,"name":"Travel"}]"#)
        ])
        #expect(Set(found.keys) == ["work_type:1", "work_type:3"])
    }

    @Test func categoriesAreNumberedWithinTheirLevel() async throws {
        let found = try await lookups([
            "/Category": HaloServer.always(#"[{"id":5,"value":"Software","category_name":"Software","type_id":2}]"#)
        ])
        #expect(Set(found.keys) == ["ticket_category:2:5"])
    }

    @Test func aListThatMayNotBeReadIsLeftOutAndNothingIsProven() async throws {
        let server = try HaloServer([
            "/Status": HaloServer.always(#"{"message":"no"}"#, status: 403),
            "/Team": HaloServer.always(#"[{"id":2,"name":"Desk"}]"#),
        ])
        let pages = try await server.read("lookups")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["ticket_queue:2"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["/Status"])
        #expect(pages.last?.provesWhole == false)
        #expect(try await HaloServer([:]).read("lookups").last?.provesWhole == true)
    }
}
