import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

@Suite struct AutotaskTicketTests {
    private static let ticket = #"""
        {"id":7848,"ticketNumber":"T20250502.0012","title":"Printer offline","description":"Paper <jam> & more.",
         "status":8,"priority":3,"queueID":29682833,"ticketType":2,"issueType":10,"subIssueType":136,"source":6,
         "companyID":174,"companyLocationID":55,"contactID":29683589,"assignedResourceID":29682885,"contractID":29684183,
         "configurationItemID":41237,"problemTicketId":7000,"createDate":"2025-05-02T13:40:00.51Z",
         "dueDateTime":"2025-05-03T21:00:00Z","firstResponseDueDateTime":"2025-05-02T15:00:00Z","completedDate":null,
         "lastActivityDate":"2025-05-02T14:16:00.013Z","estimatedHours":1.0,"rmmAlertID":"a-1","userDefinedFields":[]}
        """#

    private func script(_ ticket: String = ticket, _ lists: String = #"{"fields":[]}"#) -> AutotaskScript {
        AutotaskScript(
            "Tickets/query", AutotaskScript.items(ticket),
            and: [
                "Tickets/entityInformation/fields": lists,
                "Resources/query": AutotaskScript.items(#"{"id":29682885,"firstName":"Jo","lastName":"Doe"}"#),
            ])
    }

    /// Trap 14: the description is plain text, and is kept as it is.
    @Test func mapsATicket() async throws {
        let read = try await AutotaskRead("tickets", script())
        let expected: [(String, Value)] = [
            ("number", .text("T20250502.0012")), ("summary", .text("Printer offline")),
            ("description", .text("Paper <jam> & more.")), ("description_html", .null),
            ("status_category", .text("open")), ("company_external_id", .text("174")),
            ("company_site_external_id", .text("55")), ("contact_external_id", .text("29683589")),
            ("configuration_external_id", .text("41237")), ("agreement_external_id", .text("29684183")),
            ("parent_ticket_external_id", .text("7000")), ("alert_external_id", .text("a-1")),
            ("assignee_name", .text("Jo Doe")), ("closed_at", .null), ("record_kind", .text("ticket")),
        ]
        for (column, value) in expected { #expect(read.cell(column) == value, "\(column)") }
        let record = try #require(read.records.first)
        #expect(record.externalID == "7848")
        #expect(record.sourceUpdatedAt == Timestamp(iso8601: "2025-05-02T14:16:00.013Z"))
        // What no column holds stays, the numbers of labels among it.
        #expect(record.vendorFields?.contains(#""estimatedHours":1.0"#) == true)
        #expect(record.vendorFields?.contains(#""queueID":29682833"#) == true)
    }

    @Test(arguments: [
        (#""status":5,"completedDate":null"#, "New", "closed"),
        (#""status":20,"completedDate":null"#, "Closed?", "open"),
        (#""status":20,"completedDate":"2025-05-02T14:16:00Z""#, "Resolved", "closed"),
        (#""status":20"#, "Waiting Customer", "waiting"), (#""status":20"#, "On Hold", "waiting"),
    ])
    func aTicketIsClosedByItsDateOrTheSystemsStatus(_ members: String, _ label: String, _ category: String) async throws
    {
        let read = try await AutotaskRead(
            "tickets", script("{\"id\":1,\(members)}", AutotaskScript.fields("status", [("20", label), ("5", label)])))
        #expect(read.cell("status_category") == .text(category))
    }

    /// The number is no rank: names, then the order.
    @Test func aPrioritysRankIsItsNameOrItsPlaceAndNeverItsNumber() async throws {
        let named = AutotaskScript.fields("priority", [("4", "Critical"), ("1", "2 - High"), ("3", "Normal")])
        for (number, priority) in [(4, "critical"), (1, "high"), (3, "medium")] {
            let read = try await AutotaskRead("tickets", script(#"{"id":1,"priority":\#(number)}"#, named))
            #expect(read.cell("priority") == .text(priority))
        }
        let own = AutotaskScript.fields("priority", [("9", "P1"), ("2", "P2"), ("5", "P3"), ("1", "P4")])
        for (number, priority) in [(9, "critical"), (2, "high"), (5, "medium"), (1, "low")] {
            let read = try await AutotaskRead("tickets", script(#"{"id":1,"priority":\#(number)}"#, own))
            #expect(read.cell("priority") == .text(priority))
        }
        let unlisted = try await AutotaskRead("tickets", script(#"{"id":1,"priority":7}"#, own))
        #expect(unlisted.cell("priority") == .null)
    }

    @Test(arguments: [
        ("Incident", "incident"), ("Service Request", "request"), ("Problem", "problem"), ("Change Request", "change"),
        ("Alert", "ticket"),
    ])
    func theTypeSaysWhichSortOfRecordItIs(_ label: String, _ kind: String) async throws {
        let read = try await AutotaskRead(
            "tickets", script(#"{"id":1,"ticketType":2}"#, AutotaskScript.fields("ticketType", [("2", label)])))
        #expect(read.cell("record_kind") == .text(kind) && read.cell("kind_label") == .text(label))
    }

    @Test func deletedTicketsComeFromTheirLogBehindWhatChanged() async throws {
        let script = AutotaskScript(
            "Tickets/query", AutotaskScript.items(#"{"id":7848,"lastActivityDate":"2025-05-02T15:00:00Z"}"#),
            and: [
                "DeletedTicketLogs/query": AutotaskScript.items(
                    #"{"id":1,"ticketID":7000,"deletedDateTime":"2025-05-02T16:00:00.5Z"}"#)
            ])
        let read = try await AutotaskRead("tickets", script, scope: AutotaskRead.since)
        #expect(read.records.map(\.externalID) == ["7848", "7000"] && read.records.map(\.isDeleted) == [false, true])
        #expect(
            read.queries("DeletedTicketLogs").map(\.filter)
                == [#"[{"op":"gte","field":"deletedDateTime","value":"2025-05-02T14:00:00.123Z"}]"#])
        #expect(read.pages.compactMap(\.highWater).max() == Timestamp(iso8601: "2025-05-02T15:00:00Z"))
        let whole = try await AutotaskRead("tickets", script)
        #expect(whole.queries("DeletedTicketLogs").isEmpty && whole.pages.last?.provesWhole == true)
    }

    @Test func aLevelThatMayNotReadTheLogStillReadsTickets() async throws {
        let script = AutotaskScript([
            "DeletedTicketLogs/query": { _ in
                .json(#"{"errors":["does not have the adequate permissions"]}"#, status: 500)
            }
        ])
        let read = try await AutotaskRead("tickets", script, scope: AutotaskRead.since)
        #expect(read.pages.count == 2 && read.records.isEmpty)
    }

    @Test func aTicketsMainItemIsARowAndGoesWhenItIsTakenAway() async throws {
        let script = script(#"{"id":1,"configurationItemID":41237},{"id":2,"configurationItemID":null}"#)
        let read = try await AutotaskRead("ticket_configurations", script, scope: AutotaskRead.since)
        #expect(read.records.map(\.externalID) == ["main:1", "main:2"])
        #expect(read.records.map(\.isDeleted) == [false, true])
        #expect(read.cell("configuration_external_id") == .text("41237"))
        let whole = try await AutotaskRead("ticket_configurations", script)
        #expect(whole.queries("Tickets").first?.filter == #"[{"op":"exist","field":"configurationItemID"}]"#)
        #expect(whole.calls.allSatisfy { !$0.tail.hasSuffix("fields") })
        let more = try await AutotaskRead(
            "additional_ticket_configurations",
            AutotaskScript(
                "TicketAdditionalConfigurationItems/query",
                AutotaskScript.items(#"{"id":1,"ticketID":7,"configurationItemID":8}"#)))
        #expect(more.records.map(\.externalID) == ["additional:1"])
    }

    @Test func notesSayWhoWroteThemAndWhetherCustomersSeeThem() async throws {
        let script = AutotaskScript(
            "TicketNotes/query",
            AutotaskScript.items(
                #"{"id":45,"ticketID":7848,"title":"Triage","description":"Cleared.","publish":1,"creatorResourceID":5,"#
                    + #""createDateTime":"2025-05-02T14:15:00.2Z","lastActivityDate":"2025-05-02T14:15:00.2Z"},"#
                    + #"{"id":46,"ticketID":7848,"title":"Only a title","publish":2,"createdByContactID":9},"#
                    + #"{"id":47,"publish":4,"creatorResourceID":99}"#),
            and: [
                "Resources/query": AutotaskScript.items(#"{"id":5,"firstName":"Jo","lastName":"Doe"}"#),
                "Contacts/query": AutotaskScript.items(#"{"id":9,"firstName":"Ann","lastName":null}"#),
            ])
        let read = try await AutotaskRead("ticket_notes", script)
        #expect((0..<3).map { read.cell("author_name", of: $0) } == [.text("Jo Doe"), .text("Ann"), .null])
        #expect((0..<3).map { read.cell("is_internal", of: $0) } == [.boolean(false), .boolean(true), .boolean(true)])
        #expect((0..<2).map { read.cell("body", of: $0) } == [.text("Cleared."), .text("Only a title")])
        #expect(read.cell("written_at") == Timestamp(iso8601: "2025-05-02T14:15:00.2Z").map { .timestamp($0) })
    }

    /// At most 500 conditions a query, and each id is one: 400 and no more.
    @Test func manyWritersAreLookedUpInSeveralQueries() async throws {
        let notes = (1...450).map { #"{"id":\#($0),"createdByContactID":\#($0 + 1_000)}"# }.joined(separator: ",")
        let read = try await AutotaskRead(
            "ticket_notes", AutotaskScript("TicketNotes/query", AutotaskScript.items(notes)))
        let asked = read.queries("Contacts").compactMap { $0.body["Filter"][0]["value"].array?.count }
        #expect(asked == [400, 50])
    }

    @Test func timeIsTakenInMinutesAndTheDayOfEntriesWithoutTimesIsNoMoment() async throws {
        let script = AutotaskScript(
            "TimeEntries/query",
            AutotaskScript.items(
                #"{"id":4,"ticketID":7848,"resourceID":5,"hoursWorked":0.5,"isNonBillable":false,"billingCodeID":8,"#
                    + #""startDateTime":"2025-05-02T13:45:00","endDateTime":"2025-05-02T14:15:00Z","summaryNotes":"Done","#
                    + #""internalNotes":"secretly","contractID":3},"#
                    + #"{"id":5,"dateWorked":"2025-05-02T00:00:00Z","hoursWorked":1.2333,"isNonBillable":true}"#),
            and: [
                "BillingCodes/query": AutotaskScript.items(#"{"id":8,"name":"Remote"}"#),
                "Resources/query": AutotaskScript.items(#"{"id":5,"firstName":"Jo","lastName":"Doe"}"#),
            ])
        let read = try await AutotaskRead("time_entries", script)
        let expected: [(String, Value)] = [
            ("ticket_external_id", .text("7848")), ("agreement_external_id", .text("3")),
            ("member_name", .text("Jo Doe")),
            ("duration_minutes", .integer(30)), ("is_billable", .boolean(true)), ("work_type_label", .text("Remote")),
            ("notes", .text("Done")),
        ]
        for (column, value) in expected { #expect(read.cell(column) == value, "\(column)") }
        #expect(read.cell("duration_minutes", of: 1) == .integer(74) && read.cell("started_at", of: 1) == .null)
        #expect(read.records[1].vendorFields?.contains("2025-05-02T00:00:00Z") == true)
    }

    /// People who have left are named too; a level that may not read people leaves names unknown.
    @Test func aLevelThatMayNotReadPeopleLeavesNamesUnknown() async throws {
        let script = AutotaskScript([
            "Tickets/query": { _ in .json(AutotaskScript.items(Self.ticket)) },
            "Tickets/entityInformation/fields": { _ in .json("{}", status: 403) },
            "Resources/query": { _ in .json("{}", status: 403) },
        ])
        let read = try await AutotaskRead("tickets", script)
        #expect(read.cell("assignee_name") == .null && read.cell("status_label") == .null)
        #expect(read.cell("summary") == .text("Printer offline"))
    }
}
