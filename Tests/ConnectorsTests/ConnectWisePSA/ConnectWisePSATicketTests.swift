import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ConnectWisePSATicketTests {
    private static let ticket = """
        {"id":104512,"summary":"Printer offline","recordType":"ServiceTicket","board":{"id":1,"name":"Help Desk"},
         "status":{"id":16,"name":"New","sort":0},"company":{"id":250},"site":{"id":28,"name":"Main"},
         "contact":{"id":77,"name":"Ann Lee"},"type":{"id":8,"name":"Hardware"},"subType":{"id":9,"name":"Printer"},
         "owner":{"id":176,"identifier":"JDoe","name":"John Doe"},"source":{"id":2,"name":"Phone"},
         "priority":{"id":4,"name":"Priority 3 - Normal","sort":6,"level":"Medium"},"sla":{"id":1,"name":"Standard"},
         "requiredDate":"2025-05-03T21:00:00Z","closedFlag":false,"resources":"JDoe, ASmith","agreement":{"id":3},
         "parentTicketId":0,"mergedParentTicket":{"id":104000},"dateResponded":"2025-05-02T13:50:00Z",
         "_info":{"lastUpdated":"2025-05-02T14:01:09Z","dateEntered":"2025-05-02T13:40:00Z"}}
        """
    private let entity = Ticket.entity.description

    @Test func mapsAServiceTicket() async throws {
        let read = try await ConnectWisePSARead("tickets", ConnectWisePSAScript("/service/tickets", "[\(Self.ticket)]"))
        let expected: [(String, Value)] = [
            ("number", .text("104512")), ("record_kind", .text("ticket")), ("status_category", .text("open")),
            ("status_label", .text("New")), ("priority", .text("medium")), ("queue_label", .text("Help Desk")),
            ("subtype_label", .text("Printer")), ("sla_label", .text("Standard")),
            ("company_external_id", .text("250")),
            ("company_site_external_id", .text("28")), ("contact_external_id", .text("77")),
            ("agreement_external_id", .text("3")), ("parent_ticket_external_id", .null),
            ("merged_into_external_id", .text("104000")), ("assignee_name", .text("John Doe")),
            ("opened_at", .timestamp(try #require(Timestamp(iso8601: "2025-05-02T13:40:00Z")))),
            ("due_at", .timestamp(try #require(Timestamp(iso8601: "2025-05-03T21:00:00Z")))), ("closed_at", .null),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: entity) == value, "\(column)") }
        // Trap 13: the other assignees stay as the text that they are.
        #expect(read.records.first?.vendorFields?.contains("JDoe, ASmith") == true)
    }

    /// Trap 2.
    @Test(arguments: [
        (#""closedFlag":true,"status":{"id":1,"name":"New"}"#, "closed"),
        (#""closedFlag":false,"status":{"id":2,"name":"Closed pending billing?"}"#, "waiting"),
        (#""closedFlag":false,"status":{"id":3,"name":"Closed"}"#, "open"),
        (#""closedFlag":false,"status":{"id":4,"name":"Waiting Customer"}"#, "waiting"),
        (#""closedDate":"2025-05-02T14:01:09Z""#, "closed"),
    ])
    func theFlagSaysWhetherATicketIsClosedAndNotItsStatus(_ members: String, _ category: String) async throws {
        let read = try await ConnectWisePSARead(
            "tickets", ConnectWisePSAScript("/service/tickets", "[{\"id\":1,\(members)}]"))
        #expect(read.cell("status_category", in: entity) == .text(category))
    }

    @Test func projectTicketsAmongTheServiceTicketsAreLeftToTheirOwnList() async throws {
        let script = ConnectWisePSAScript([
            "/service/tickets": { _ in
                .json(
                    #"[{"id":1,"recordType":"ServiceTicket"},{"id":2,"recordType":"ProjectTicket"}]"#,
                    headers: ConnectWisePSAScript.end)
            },
            "/project/tickets": { _ in .json(#"[{"id":2,"phase":{"id":1}}]"#, headers: ConnectWisePSAScript.end) },
        ])
        let service = try await ConnectWisePSARead("tickets", script)
        #expect(service.records.map(\.externalID) == ["1"])
        let project = try await ConnectWisePSARead("project_tickets", script)
        #expect(project.cell("record_kind", in: entity) == .text("project_ticket"))
    }

    @Test func theSettingLeavesProjectTicketsUnread() async throws {
        let read = try await ConnectWisePSARead(
            "project_tickets", ConnectWisePSAScript([:]), settings: ["project_tickets": "false"])
        #expect(read.calls.isEmpty)
        #expect(read.pages.last?.provesWhole == true)
    }

    @Test func theTicketListsDoNotOwnWhatIsNotOnATicket() {
        for stream in ConnectWisePSA.streams where ["tickets", "project_tickets"].contains(stream.name) {
            #expect(stream.owns?.isDisjoint(with: ["description", "configuration_external_id"]) == true)
        }
    }

    private func ticketScript(_ answers: [String: ConnectWisePSAScript.Answer]) -> ConnectWisePSAScript {
        let base: [String: ConnectWisePSAScript.Answer] = [
            "/project/tickets": { call in
                .json(call.query["fields"] == "id" ? #"[{"id":500}]"# : "[]", headers: ConnectWisePSAScript.end)
            },
            "/service/tickets": { _ in .json("[]", headers: ConnectWisePSAScript.end) },
        ]
        return ConnectWisePSAScript(base.merging(answers) { $1 }).answeringSystemInfo()
    }

    private static let notes = """
        [{"id":3301,"ticketId":104512,"text":"User reports paper jam.\\r\\nAgain.","detailDescriptionFlag":true,
          "internalAnalysisFlag":false,"internalFlag":true,"member":{"id":176,"name":"John Doe"},
          "dateCreated":"2025-05-02T13:40:00Z","_info":{"lastUpdated":"2025-05-02T13:40:00Z"}},
         {"id":3302,"text":"Toner?","internalAnalysisFlag":true,"contact":{"id":77,"name":"Ann Lee"}},
         {"id":3303,"text":"Both","internalAnalysisFlag":true,"detailDescriptionFlag":true,
          "createdBy":"mail@acme.example",
          "dateCreated":"2025-05-02T13:00:00Z"}]
        """

    @Test func mapsNotesAndSaysWhichTheCustomerCannotRead() async throws {
        let read = try await ConnectWisePSARead(
            "ticket_notes", ticketScript(["/service/tickets/104512/notes": { _ in .json(Self.notes) }]),
            parents: ["104512"])
        let notes = TicketNote.entity.description
        #expect(
            (0..<3).map { read.cell("is_internal", of: $0, in: notes) } == [
                .boolean(false), .boolean(true), .boolean(false),
            ])
        #expect(
            (0..<3).map { read.cell("author_name", of: $0, in: notes) } == [
                .text("John Doe"), .text("Ann Lee"), .text("mail@acme.example"),
            ])
        #expect(read.cell("body", in: notes) == .text("User reports paper jam.\nAgain."))
        #expect(read.records.first?.externalID == "3301")
        #expect(read.pages.flatMap(\.completedParents) == ["104512"])
    }

    @Test func childrenOfProjectTicketsAreReadWhereTheyLie() async throws {
        let script = ticketScript(["/project/tickets/500/notes": { _ in .json(#"[{"id":1,"text":"x"}]"#) }])
        let read = try await ConnectWisePSARead("ticket_notes", script, parents: ["500"])
        #expect(read.records.map(\.externalID) == ["project:1"])
        #expect(read.pages.flatMap(\.skippedParents).isEmpty)
    }

    @Test func aProjectTicketThatIsTooNewToBeKnownShowsByA404() async throws {
        let script = ticketScript(["/project/tickets/501/configurations": { _ in .json(#"[{"id":9001}]"#) }])
        let read = try await ConnectWisePSARead("ticket_configurations", script, parents: ["501"])
        #expect(read.records.map(\.externalID) == ["501:9001"])
    }

    /// Trap 18, and a ticket that is gone: their neighbours are read.
    @Test func aTicketThatIsGoneOrForbiddenIsSkippedAlone() async throws {
        let script = ticketScript([
            "/service/tickets/1/notes": { _ in ConnectWisePSAScript.forbidden },
            "/service/tickets/3/notes": { _ in .json(#"[{"id":1,"text":"x"}]"#) },
        ])
        let read = try await ConnectWisePSARead("ticket_notes", script, parents: ["1", "2", "3"])
        #expect(read.pages.flatMap(\.skippedParents).compactMap(\.externalID) == ["1", "2"])
        #expect(read.pages.flatMap(\.completedParents) == ["3"])
        #expect(read.pages.last?.provesWhole == false)
    }

    /// Not established: whether a note touches its ticket's time.
    @Test func notesOfOpenTicketsAreReadOnASlowerCycleWithoutAChange() async throws {
        // The test's clock is 1,751,900,000 s: share 1,751,900,000 / 300 % 12 = 10.
        let script = ticketScript([
            "/service/tickets": { call in
                #expect(call.query["conditions"]?.hasPrefix("closedFlag=false and lastUpdated>=[2025-04-08T") == true)
                return .json(#"[{"id":10},{"id":7},{"id":22}]"#, headers: ConnectWisePSAScript.end)
            },
            "/service/tickets/10/notes": { _ in .json("[]") }, "/service/tickets/22/notes": { _ in .json("[]") },
            "/service/tickets/20/notes": { _ in .json("[]") },
        ])
        let read = try await ConnectWisePSARead(
            "ticket_notes", script, scope: .changed(since: Timestamp(seconds: 1_751_899_000)), parents: ["20", "22"])
        #expect(read.pages.flatMap(\.completedParents) == ["10", "20", "22"])
    }

    /// Trap 1.
    @Test func theDescriptionIsTheFirstNoteOfTheDiscussion() async throws {
        let script = ticketScript([
            "/service/tickets/104512/notes": { _ in .json(Self.notes) },
            "/service/tickets/104512/configurations": { _ in
                .json(#"[{"id":9001,"deviceIdentifier":"3f2a-77"},{"id":2}]"#)
            },
        ])
        let read = try await ConnectWisePSARead("ticket_details", script, parents: ["104512"])
        // 3303 was written before 3301.
        #expect(read.cell("description", in: entity) == .text("Both"))
        #expect(read.cell("configuration_external_id", in: entity) == .text("9001"))
        #expect(read.records.first?.externalID == "104512")
    }
}
