import Connectors
import HTTPTransport
import Inventory
import Testing

/// Tickets as lists have them, and what the single record has beside (traps 3 to 7 and 10).
@Suite struct HaloTicketTests {
    private let entity = Ticket.entity.description

    private static func ticket(_ id: Int = 5120, _ members: String) -> String {
        #"{"id":\#(id),"summary":"Mail client hangs","last_update":"2026-10-08T10:01:09.1"\#(members)}"#
    }

    private func ticket(
        _ members: String, _ answers: [String: HaloServer.Answer] = [:]
    ) async throws -> SourceRecord {
        let list = HaloServer.list("tickets", [Self.ticket(5120, members.isEmpty ? "" : "," + members)])
        let server = try HaloServer(["/Tickets": list].merging(answers) { $1 })
        return try #require(try await server.records("tickets").first)
    }

    @Test func mapsATicketOfTheSheet() async throws {
        let record = try await ticket(
            """
            "dateoccurred":"2026-10-08T09:14:02.233","details":"User cannot open Outlook","status_id":22,
            "status_name":"In Progress","tickettype_id":1,"tickettype_name":"Incident","itil_requesttype_id":1,
            "sla_id":1,"priority_id":2,"priority_name":"High","client_id":17,"site_id":21,"user_id":44,
            "team":"Service Desk","agent_id":6,"agent_name":"Lee Park","category_1":"Software>Outlook",
            "lastactiondate":"2026-10-08T10:05:00","dateclosed":"1900-01-01T00:00:00","hasbeenclosed":false,
            "onhold":false,"parent_id":0,"merged_into_id":5000,"fixbydate":"2026-10-09T09:00:00"
            """)
        let expected: [(String, Value)] = [
            ("number", .text("5120")), ("summary", .text("Mail client hangs")), ("record_kind", .text("incident")),
            ("description", .text("User cannot open Outlook")), ("status_category", .text("open")),
            ("status_label", .text("In Progress")), ("kind_label", .text("Incident")), ("priority", .text("high")),
            ("queue_label", .text("Service Desk")), ("assignee_name", .text("Lee Park")),
            ("company_external_id", .text("17")), ("company_site_external_id", .text("21")),
            ("contact_external_id", .text("44")), ("subtype_label", .text("Software>Outlook")),
            ("parent_ticket_external_id", .null), ("merged_into_external_id", .text("5000")),
            ("opened_at", .at("2026-10-08T09:14:02.233Z")), ("due_at", .at("2026-10-09T09:00:00Z")),
            ("closed_at", .null),
        ]
        for (column, value) in expected { #expect(record.cell(column, in: entity) == value, "\(column)") }
        // A note that does not move the ticket's own time moves its version.
        #expect(record.sourceUpdatedAt == Timestamp(iso8601: "2026-10-08T10:05:00Z"))
    }

    private static let priorities = HaloServer.always(
        """
        [{"id":"9f-guid","slaid":1,"priorityid":2,"name":"High"},{"id":"2","slaid":2,"priorityid":2,"name":"Low"},
         {"id":"1","slaid":1,"priorityid":1,"name":"Critical"},{"id":"3","slaid":2,"priorityid":3,"name":"Medium"}]
        """)

    @Test(arguments: [
        (#""sla_id":1,"priority_id":2"#, Value.text("high")), (#""sla_id":2,"priority_id":2"#, .text("low")),
        (#""priority_id":2"#, .null), (#""priority_id":3"#, .text("medium")),
        (#""sla_id":1,"priority_id":3"#, .null), (#""sla_id":1,"priority_id":0"#, .null),
    ])
    func trap3APriorityIsThePairOfItsServiceLevelAndItsNumber(_ members: String, _ priority: Value) async throws {
        let record = try await ticket(members, ["/Priority": Self.priorities])
        #expect(record.cell("priority", in: entity) == priority)
    }

    @Test func trap3TheFirstAgentAndTheFirstClientMeanNone() async throws {
        let record = try await ticket(
            #""agent_id":1,"agent_name":"Unassigned","client_id":1,"client_name":"Unknown","site_id":0"#)
        #expect(record.cell("assignee_name", in: entity) == .null)
        #expect(record.cell("company_external_id", in: entity) == .null)
        #expect(record.cell("company_site_external_id", in: entity) == .null)
    }

    @Test func namesThatTheRowLacksComeFromTheirListsThoseOutOfUseToo() async throws {
        let record = try await ticket(
            #""agent_id":6,"status_id":22,"tickettype_id":9,"sla_id":4"#,
            [
                "/Agent": { query in
                    .json(query["includedisabled"] == "true" ? #"[{"id":6,"name":"Gone Long"}]"# : "[]")
                },
                "/Status": HaloServer.always(#"[{"id":22,"name":" Waiting ","type":0}]"#),
                "/TicketType": HaloServer.always(#"[{"id":9,"name":"Change"}]"#),
                "/SLA": HaloServer.always(#"[{"id":4,"name":"Gold"}]"#),
            ])
        #expect(record.cell("assignee_name", in: entity) == .text("Gone Long"))
        #expect(record.cell("status_label", in: entity) == .text("Waiting"))
        #expect(record.cell("kind_label", in: entity) == .text("Change"))
        #expect(record.cell("sla_label", in: entity) == .text("Gold"))
    }

    @Test func trap4TheSameIsReadByItsOtherNames() async throws {
        let list = #"{"id":5120,"lastupdate":"2026-10-08T10:01:09.1","category1":"Hardware"}"#
        let server = try HaloServer(["/Tickets": HaloServer.list("tickets", [list])])
        let page = try #require(try await server.read("tickets").first)
        #expect(page.records.first?.cell("subtype_label", in: entity) == .text("Hardware"))
        #expect(page.highWater == Timestamp(iso8601: "2026-10-08T10:01:09.1Z"))
    }

    @Test func trap4EveryMemberMayBeMissingOrNull() async throws {
        let server = try HaloServer(["/Tickets": HaloServer.list("tickets", [#"{"id":1,"summary":null}"#])])
        let pages = try await server.read("tickets")
        #expect(pages.flatMap(\.rejected).isEmpty)
        #expect(pages.flatMap(\.records).first?.cell("status_category", in: entity) == .text("open"))
    }

    @Test(arguments: ["17", "17.0", #""17""#, #""17.0""#]) func trap5AnIDArrivesInAnyForm(_ id: String) async throws {
        let record = try await ticket(#""client_id":\#(id),"site_id":\#(id)"#)
        #expect(record.cell("company_external_id", in: entity) == .text("17"))
        #expect(record.cell("company_site_external_id", in: entity) == .text("17"))
    }

    @Test(arguments: [
        (#""2026-10-08T09:14:02.233""#, Value.at("2026-10-08T09:14:02.233Z")),
        (#""2026-10-08T09:14:02.2330000Z""#, .at("2026-10-08T09:14:02.233Z")),
        (#""2026-10-08T09:14:02""#, .at("2026-10-08T09:14:02Z")), (#""1900-01-01T00:00:00""#, .null),
        (#""1899-12-30T00:00:00""#, .null), (#""0001-01-01T00:00:00""#, .null), (#""1980-12-31T00:00:00""#, .null),
        (#""1981-01-01T00:00:00""#, .at("1981-01-01T00:00:00Z")), ("null", .null),
    ])
    func trap6ADateWithoutAZoneIsUTCAndAnOldOneIsNone(_ sent: String, _ closed: Value) async throws {
        let record = try await ticket(#""dateclosed":\#(sent)"#)
        #expect(record.cell("closed_at", in: entity) == closed)
        #expect(record.cell("status_category", in: entity) == .text(closed == .null ? "open" : "closed"))
    }

    @Test func aTicketThatWasClosedBeforeIsOpenAndOneOnHoldWaits() async throws {
        let open = try await ticket(#""hasbeenclosed":true,"dateclosed":"1900-01-01T00:00:00","status_name":"Closed""#)
        #expect(open.cell("status_category", in: entity) == .text("open"))
        let waiting = try await ticket(#""onhold":true,"hasbeenclosed":true"#)
        #expect(waiting.cell("status_category", in: entity) == .text("waiting"))
    }

    @Test func anOpportunityAmongTheTicketsIsNone() async throws {
        let rows = [5120, 5121].map { Self.ticket($0, "") }
        let server = try HaloServer([
            "/Tickets": HaloServer.list("tickets", rows), "/Opportunities": HaloServer.list("tickets", [rows[1]]),
        ])
        #expect(try await server.records("tickets").map(\.externalID) == ["5120"])
        #expect(try await server.records("opportunities").map(\.externalID) == ["5121"])
    }

    @Test func trap9CustomFieldsOfTicketsComeOnlyWhenTheyAreAskedForByTheirIDs() async throws {
        let fields =
            #","customfields":[{"id":5,"name":"CFTier","value":3,"display":"Gold"},{"name":"CFPin","value":"1"}]"#
        let server = try HaloServer(
            [
                "/FieldInfo": HaloServer.always(#"[{"id":5,"name":"CFTier"},{"id":6,"name":"CFPin"}]"#),
                "/Tickets": { query in
                    let isAsked = query["include_custom_fields"] == "5"
                    return HaloServer.list("tickets", [Self.ticket(5120, isAsked ? fields : "")])(query)
                },
            ], settings: ["custom_fields": "CFTier"])
        #expect(try await server.records("tickets").first?.customFields == #"{"CFTier":"Gold"}"#)
    }

    @Test func ticketsAreReadThoughOpportunitiesMayNotBe() async throws {
        let server = try HaloServer([
            "/Tickets": HaloServer.list("tickets", [Self.ticket(5120, "")]),
            "/Opportunities": HaloServer.always("{}", status: 403), "/Status": HaloServer.always("{}", status: 403),
        ])
        #expect(try await server.records("tickets").map(\.externalID) == ["5120"])
    }

    // MARK: - What changed

    private let since = ReadScope.changed(since: Timestamp(seconds: 1_790_000_000))

    /// By `last_update` nothing has changed; by the last action some have.
    private func acted(_ rows: [String]) throws -> HaloServer {
        try HaloServer([
            "/Tickets": { query in
                let isActed = query["order"] == "lastactiondate" && query["orderdesc"] == "true"
                return HaloServer.list("tickets", isActed ? rows : [])(query)
            }
        ])
    }

    private func row(_ id: Int, acted: String) -> String { #"{"id":\#(id),"lastactiondate":"\#(acted)"}"# }

    @Test func aNoteThatDoesNotMoveTheTicketsTimeIsFoundByTheLastAction() async throws {
        let server = try acted([
            row(3, acted: "2026-10-02T00:00:00"), row(9, acted: "2026-10-01T00:00:00"),
            row(4, acted: "2026-08-01T00:00:00"), row(5, acted: "1900-01-01T00:00:00"),
        ])
        #expect(try await server.records("tickets", since).map(\.externalID) == ["3", "9"])
    }

    @Test func actionsOfManyTicketsAreReadOverSeveralPages() async throws {
        let recent = (1...150).map { row($0, acted: "2026-10-02T00:00:00") }
        let server = try acted(recent + [row(900, acted: "2026-01-02T00:00:00")])
        #expect(Set(try await server.records("tickets", since).map(\.externalID)).count == 150)
    }

    @Test func anOrderThatIsIgnoredEndsThere() async throws {
        let rows = (1...250).map { row($0, acted: "2026-10-0\($0 % 9 + 1)T00:00:00") }
        let server = try acted(rows)
        _ = try await server.read("tickets", since)
        #expect(server.asked("/api/Tickets").filter { $0["order"] == "lastactiondate" }.count == 1)
    }

    // MARK: - The single record

    private static let single = """
        {"id":5120,"details_html":"<p>Hi\\u0000 <img src=\\"data:image/png;base64,AAAA+/==\\"> there</p>","contract_id":61,
         "startdate":"2026-10-08T00:00:00","assets":[{"id":418},{"id":419},{"id":418}]}
        """

    @Test func trap7WhatListsLackIsReadFromTheSingleRecordOnceForBothStreams() async throws {
        let server = try HaloServer(["/Tickets/5120": HaloServer.always(Self.single)])
        let details = try #require(try await server.records("ticket_details", parents: ["5120"]).first)
        #expect(details.cell("agreement_external_id", in: entity) == .text("61"))
        #expect(details.cell("configuration_external_id", in: entity) == .text("418"))
        let links = try await server.records("ticket_configurations", parents: ["5120"])
        #expect(links.map(\.externalID) == ["5120:418", "5120:419"])
        #expect(server.asked("/api/Tickets/5120") == [["includedetails": "true"]])
        // Taken once: a later read asks again.
        _ = try await server.records("ticket_configurations", parents: ["5120"])
        #expect(server.asked("/api/Tickets/5120").count == 2)
    }

    @Test func whatWasPutAsideIsForgottenWhenTheTicketsAreReadAgain() async throws {
        let server = try HaloServer([
            "/Tickets/5120": HaloServer.always(Self.single), "/Tickets": HaloServer.list("tickets", []),
        ])
        _ = try await server.read("ticket_details", parents: ["5120"])
        _ = try await server.read("tickets")
        _ = try await server.read("ticket_configurations", parents: ["5120"])
        #expect(server.asked("/api/Tickets/5120").count == 2)
    }

    @Test func aTicketThatIsGoneIsSkippedAndOneThatTellsOfNoAssetsKeepsThem() async throws {
        let server = try HaloServer(["/Tickets/5121": HaloServer.always(#"{"id":5121}"#)])
        let pages = try await server.read("ticket_configurations", parents: ["5120", "5121"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["5120"])
        #expect(pages.flatMap(\.completedParents).isEmpty && pages.last?.provesWhole == false)
    }

    @Test func trap10PicturesAndNULCharactersAreLeftOut() async throws {
        let server = try HaloServer(["/Tickets/5120": HaloServer.always(Self.single)])
        let details = try #require(try await server.records("ticket_details", parents: ["5120"]).first)
        #expect(
            details.cell("description_html", in: entity)
                == .text(#"<p>Hi <img src="data:image/png;base64,"> there</p>"#))
    }

    @Test func aTextOfAMegabyteArrives() async throws {
        let text = String(repeating: "<b>long</b> ", count: 100_000)
        let server = try HaloServer([
            "/Tickets/5120": HaloServer.always(#"{"id":5120,"details_html":"\#(text)end","assets":[]}"#)
        ])
        let pages = try await server.read("ticket_details", parents: ["5120"])
        #expect(pages.flatMap(\.rejected).isEmpty)
        #expect(pages.flatMap(\.records).first?.cell("description_html", in: entity) == .text(text + "end"))
    }

    // MARK: - One by its id

    @Test func oneTicketIsTheListsRowAndNotTheSingleRecord() async throws {
        let row = Self.ticket(5120, #","team":"Service Desk""#)
        let server = try HaloServer([
            "/Tickets/5120": HaloServer.always(Self.single),
            "/Tickets": { query in HaloServer.list("tickets", query["ticketids"] == "5120" ? [row] : [])(query) },
        ])
        let one = try await server.connector.record(of: "tickets", externalID: "5120")
        #expect(one?.cell("queue_label", in: entity) == .text("Service Desk"))
        #expect(try await server.connector.record(of: "tickets", externalID: "5121") == nil)
    }

    @Test func trap2AListThatIgnoresWhichTicketIsMeantDoesNotPassForAnswer() async throws {
        let server = try HaloServer([
            "/Tickets/5120": HaloServer.always(Self.single),
            "/Tickets": HaloServer.list("tickets", [Self.ticket(1, "")]),
        ])
        await #expect(throws: ConnectorError.self) {
            try await server.connector.record(of: "tickets", externalID: "5120")
        }
    }

    @Test func aDeletedTicketIsNotThere() async throws {
        let server = try HaloServer(["/Tickets/5120": HaloServer.always(#"{"id":5120,"deleted":true}"#)])
        #expect(try await server.connector.record(of: "tickets", externalID: "5120") == nil)
    }
}
