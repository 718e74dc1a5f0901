import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ConnectWisePSALookupTests {
    private let entity = Lookup.entity.description

    /// Every list of the installation is there and empty, unless the test has another answer.
    private func script(_ answers: [String: ConnectWisePSAScript.Answer]) -> ConnectWisePSAScript {
        let lists = [
            "service/boards", "service/priorities", "service/sources", "service/SLAs", "service/impacts",
            "service/severities", "service/locations", "time/workTypes", "time/workRoles", "system/members",
            "company/companies/statuses", "company/companies/types", "company/contacts/types",
            "company/contacts/departments", "company/configurations/types", "company/configurations/statuses",
            "finance/agreements/types", "finance/billingCycles", "procurement/categories", "procurement/types",
            "sales/opportunities/statuses", "sales/opportunities/types", "system/locations", "system/departments",
        ]
        let nothing: ConnectWisePSAScript.Answer = { _ in .json("[]", headers: ConnectWisePSAScript.end) }
        let empty = Dictionary(lists.map { ("/\($0)", nothing) }) { $1 }
        return ConnectWisePSAScript(empty.merging(answers) { $1 }).answeringSystemInfo()
    }

    private static let boards: ConnectWisePSAScript.Answer = { _ in
        .json(
            #"[{"id":1,"name":"Help Desk"},{"id":2,"name":"Alerts","inactiveFlag":true}]"#,
            headers: ConnectWisePSAScript.end)
    }

    private func board(_ id: Int, _ statuses: String) -> [String: ConnectWisePSAScript.Answer] {
        let lists = ["statuses": statuses, "types": "[]", "subtypes": "[]", "items": "[]", "teams": "[]"]
        var answers: [String: ConnectWisePSAScript.Answer] = [:]
        for (name, json) in lists { answers["/service/boards/\(id)/\(name)"] = { _ in .json(json) } }
        return answers
    }

    /// Trap 2: the same name has another id on every board.
    @Test func statusesAreAnotherThingOnEveryBoard() async throws {
        let answers = ["/service/boards": Self.boards]
            .merging(board(1, #"[{"id":16,"name":"Closed","closedStatus":true,"inactive":false,"board":{"id":1}}]"#)) {
                $1
            }
            .merging(board(2, #"[{"id":31,"name":"Closed","closedStatus":true,"inactive":true}]"#)) { $1 }
        let read = try await ConnectWisePSARead("lookups", script(answers))
        #expect(
            read.records.map(\.externalID) == [
                "ticket_queue:1", "ticket_queue:2", "ticket_status:16", "ticket_status:31",
            ])
        #expect(
            (0..<4).map { read.cell("is_active", of: $0, in: entity) } == [
                .null, .boolean(false), .boolean(true), .boolean(false),
            ])
        #expect(read.cell("parent_external_id", of: 3, in: entity) == .text("ticket_queue:2"))
        #expect(read.records[2].vendorFields == #"{"closedStatus":true}"#)
        #expect(read.pages.last?.provesWhole == true)
    }

    /// Trap 18.
    @Test func aForbiddenBoardIsSkippedAloneAndThenNothingIsProvenGone() async throws {
        let answers: [String: ConnectWisePSAScript.Answer] = [
            "/service/boards": Self.boards, "/service/boards/1/statuses": { _ in ConnectWisePSAScript.forbidden },
        ]
        let read = try await ConnectWisePSARead(
            "lookups", script(answers.merging(board(2, #"[{"id":31,"name":"New"}]"#)) { $1 }))
        #expect(read.records.last?.externalID == "ticket_status:31")
        #expect(read.pages.flatMap(\.skippedParents).compactMap(\.externalID) == ["/service/boards/1/statuses"])
        #expect(!read.calls.contains { $0.path.hasSuffix("/boards/1/types") })
        #expect(read.pages.last?.provesWhole == false)
    }

    @Test func someKindsHaveADescriptionInPlaceOfAName() async throws {
        let read = try await ConnectWisePSARead(
            "lookups",
            script([
                "/company/configurations/statuses": { _ in
                    .json(#"[{"id":1,"description":"Retired","closedFlag":true}]"#, headers: ConnectWisePSAScript.end)
                }
            ]))
        #expect(read.cell("name", in: entity) == .text("Retired"))
        #expect(read.records.first?.externalID == "configuration_status:1")
    }

    /// Seen to answer 404 for keys without the right.
    @Test func membersAreTakenFromTheLighterListWhereTheWholeOneIsClosed() async throws {
        let read = try await ConnectWisePSARead(
            "lookups",
            script([
                "/system/members": { _ in .json("{}", status: 404) },
                "/system/info/members": { _ in
                    .json(#"[{"id":176,"identifier":"JDoe","fullName":"John Doe"}]"#, headers: ConnectWisePSAScript.end)
                },
            ]))
        #expect(read.records.map(\.externalID) == ["member:176"])
        #expect(read.pages.last?.provesWhole == true)
    }
}
