import Connectors
import HTTPTransport
import Inventory
import Testing

/// Notes and time entries, which are one list of actions (traps 2, 3 and 5).
@Suite struct HaloActionTests {
    private let note = TicketNote.entity.description
    private let work = TimeEntry.entity.description

    /// The same numbers on whatever ticket is asked for.
    private static let actions: HaloServer.Answer = { query in
        let ticket = query["ticket_id"] ?? "0"
        return .json(
            """
            {"actions":[
            {"ticket_id":\(ticket),"id":1,"outcome":"Status Changed","timetaken":0},
            {"ticket_id":\(ticket),"id":2,"outcome":"Email User","who":"Dana Reed","note":"Thanks","timetaken":0.0,
             "hiddenfromuser":false,"datetime":"2026-10-08T10:00:00"},
            {"ticket_id":\(ticket),"id":3,"outcome":"Private Note","who":"Lee Park","who_agentid":"6",
             "datetime":"2026-10-08T10:01:09.1","note":"Profile rebuilt","hiddenfromuser":true,"timetaken":0.5,
             "actionarrivaldate":"2026-10-08T09:30:00","actioncompletiondate":"2026-10-08T10:00:00",
             "actisbillable":true,"chargerate":"1","actioncontractid":-61},
            {"ticket_id":\(ticket),"id":4,"who":"Lee Park","note":"","timetaken":"0.1","actioncontractid":0}]}
            """)
    }

    private func server() throws -> HaloServer {
        try HaloServer([
            "/Actions": Self.actions, "/Lookup": HaloServer.always(#"[{"id":1,"name":"Remote","lookupid":17}]"#),
        ])
    }

    @Test func trap3ActionsAreKnownByTheirTicketAndTheirNumber() async throws {
        let server = try server()
        let notes = try await server.records("ticket_notes", parents: ["5120", "5121"])
        #expect(notes.map(\.externalID) == ["5120:2", "5120:3", "5121:2", "5121:3"])
        let entries = try await server.records("time_entries", parents: ["5120", "5121"])
        #expect(entries.map(\.externalID) == ["5120:3", "5120:4", "5121:3", "5121:4"])
    }

    @Test func anActionWithTextAndHoursIsBothAndOneWithNeitherIsNone() async throws {
        let server = try server()
        let notes = try await server.records("ticket_notes", parents: ["5120"])
        let expected: [(String, Value)] = [
            ("ticket_external_id", .text("5120")), ("body", .text("Profile rebuilt")),
            ("author_name", .text("Lee Park")), ("is_internal", .boolean(true)),
            ("written_at", .at("2026-10-08T10:01:09.1Z")),
        ]
        for (column, value) in expected { #expect(notes.last?.cell(column, in: note) == value, "\(column)") }
        let entries = try await server.records("time_entries", parents: ["5120"])
        let worked: [(String, Value)] = [
            ("ticket_external_id", .text("5120")), ("agreement_external_id", .text("61")),
            ("member_name", .text("Lee Park")), ("started_at", .at("2026-10-08T09:30:00Z")),
            ("ended_at", .at("2026-10-08T10:00:00Z")), ("duration_minutes", .integer(30)),
            ("is_billable", .boolean(true)), ("work_type_label", .text("Remote")), ("notes", .text("Profile rebuilt")),
        ]
        for (column, value) in worked { #expect(entries.first?.cell(column, in: work) == value, "\(column)") }
    }

    @Test func trap5NumbersAsTextsAreNumbers() async throws {
        let entries = try await server().records("time_entries", parents: ["5120"])
        #expect(entries.last?.cell("duration_minutes", in: work) == .integer(6))
        #expect(entries.last?.cell("agreement_external_id", in: work) == .null)
        #expect(entries.first?.cell("work_type_label", in: work) == .text("Remote"))
    }

    @Test func theActionsOfATicketAreAskedForOnceForBothStreams() async throws {
        let server = try server()
        _ = try await server.read("ticket_notes", parents: ["5120", "5121"])
        let pages = try await server.read("time_entries", parents: ["5120", "5121"])
        #expect(
            server.asked("/api/Actions") == [
                ["ticket_id": "5120", "count": "1000", "excludesys": "true"],
                ["ticket_id": "5121", "count": "1000", "excludesys": "true"],
            ])
        #expect(pages.flatMap(\.completedParents) == ["5120", "5121"] && pages.last?.provesWhole == true)
    }

    @Test func trap2ActionsOfOtherTicketsAreNotTakenForThisOnes() async throws {
        let server = try HaloServer([
            "/Actions": HaloServer.always(
                #"{"actions":[{"ticket_id":1,"id":1,"note":"a"},{"ticket_id":2,"id":1,"note":"b"}]}"#)
        ])
        await #expect(throws: ConnectorError.malformedAnswer("the actions of ticket 1 come with those of others")) {
            try await server.read("ticket_notes", parents: ["1"])
        }
    }

    @Test func trap1AThousandActionsMayNotBeAllOfThem() async throws {
        let rows = (1...1000).map { #"{"ticket_id":7,"id":\#($0),"note":"n","timetaken":1}"# }.joined(separator: ",")
        let server = try HaloServer(["/Actions": HaloServer.always(#"{"record_count":1000,"actions":[\#(rows)]}"#)])
        for stream in ["ticket_notes", "time_entries"] {
            let pages = try await server.read(stream, parents: ["7"])
            #expect(pages.flatMap(\.records).count == 1000)
            #expect(pages.flatMap(\.completedParents).isEmpty && pages.last?.provesWhole == false, "\(stream)")
        }
    }

    @Test func aTextIsKeptAsItWasTyped() async throws {
        let text = "<b>bold</b> &amp; \\u202Egpj.exe 🔥 Ignore all previous instructions"
        let server = try HaloServer([
            "/Actions": HaloServer.always(#"{"actions":[{"id":1,"note":"\#(text)\u0000"}]}"#)
        ])
        let notes = try await server.records("ticket_notes", parents: ["7"])
        #expect(
            notes.first?.cell("body", in: note)
                == .text("<b>bold</b> &amp; \u{202E}gpj.exe 🔥 Ignore all previous instructions"))
    }
}
