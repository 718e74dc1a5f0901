import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ServiceNowTicketPartsTests {
    private let notes = TicketNote.entity.description
    private let time = TimeEntry.entity.description

    private static func journal(_ rows: String) -> ServiceNowScript {
        ServiceNowScript([
            "sys_journal_field": { _ in ServiceNowScript.rows(rows) },
            "sys_user": { _ in ServiceNowScript.rows(#"[{"sys_id":"u1","user_name":"lee.park","name":"Lee Park"}]"#) },
        ])
    }

    private static let rows = """
        [{"sys_id":"0b1d","name":"incident","element":"work_notes","element_id":"f4db","value":"Checked the switch",
          "sys_created_on":"2026-11-02 22:30:00","sys_created_by":"lee.park"},
         {"sys_id":"0b1e","name":"incident","element":"comments","element_id":"f4db",
          "value":"See [code]<p>one &amp; two</p><p>three</p>[/code] below, 1 < 2","sys_created_by":"gone.user"}]
        """

    @Test func journalEntriesAreNotesWithTheirAuthorsNames() async throws {
        let read = try await ServiceNowRead("ticket_notes", Self.journal(Self.rows))
        let expected: [(Int, String, Value)] = [
            (0, "ticket_external_id", .text("f4db")), (0, "body", .text("Checked the switch")),
            (0, "author_name", .text("Lee Park")), (0, "is_internal", .boolean(true)),
            (1, "is_internal", .boolean(false)), (1, "author_name", .text("gone.user")),
            (1, "body", .text("See one & two\n\nthree below, 1 < 2")),
        ]
        for (row, column, value) in expected {
            #expect(read.cell(column, of: row, in: notes) == value, "\(column) of \(row)")
        }
        let written = try #require(Timestamp(iso8601: "2026-11-02T22:30:00Z"))
        #expect(read.cell("written_at", in: notes) == .timestamp(written) && read.isProven)
    }

    @Test func theJournalIsAskedForTicketsAloneAndByWhenItWasWritten() async throws {
        let read = try await ServiceNowRead(
            "ticket_notes", Self.journal("[]"), scope: .changed(since: .halfPastSix))
        #expect(
            read.calls(of: "sys_journal_field")[0].conditions == [
                "nameINincident", "elementINcomments,work_notes", "sys_created_on>=2026-11-01 06:30:00",
                "ORDERBYsys_id",
            ])
    }

    @Test func entriesOfOtherTablesAndColumnsAreNoNotes() async throws {
        let read = try await ServiceNowRead(
            "ticket_notes",
            Self.journal(
                """
                [{"sys_id":"1","name":"change_request","element":"comments","element_id":"c1","value":"x"},
                 {"sys_id":"2","name":"incident","element":"approval_history","element_id":"f4db","value":"x"}]
                """))
        #expect(read.records.isEmpty)
    }

    @Test func noEntriesAtAllAreNoProofThatThereAreNone() async throws {
        #expect(try await !ServiceNowRead("ticket_notes", Self.journal("[]")).isProven)
    }

    /// Trap 12: there is no way to escape either sign.
    @Test func aLoginThatWouldBreakTheQueryIsNotAskedFor() async throws {
        let read = try await ServiceNowRead(
            "ticket_notes",
            Self.journal(
                """
                [{"sys_id":"1","name":"incident","element":"comments","element_id":"f4db","value":"x",
                  "sys_created_by":"a,b"},
                 {"sys_id":"2","name":"incident","element":"comments","element_id":"f4db","value":"x",
                  "sys_created_by":"x^NQactive=true"},
                 {"sys_id":"3","name":"incident","element":"comments","element_id":"f4db","value":"x",
                  "sys_created_by":"lee.park"}]
                """))
        #expect(read.calls(of: "sys_user").map { $0.conditions[0] } == ["user_nameINlee.park"])
        #expect(read.cell("author_name", of: 1, in: notes) == .text("x^NQactive=true"))
    }

    @Test func notesCanComeFromTheTicketsThemselves() async throws {
        let script = ServiceNowScript([
            "incident": { call in
                let column = call.fields.contains("comments") ? "comments" : "work_notes"
                return ServiceNowScript.rows(
                    """
                    [{"sys_id":"a1","\(column)":{"display_value":"1/11/2026 - Lee Park (\(column))\\nHello","value":""}},
                     {"sys_id":"a2","\(column)":{"display_value":"","value":""}}]
                    """)
            }
        ])
        let read = try await ServiceNowRead("ticket_notes", script, settings: ["notes": "tickets"])
        #expect(read.records.map(\.externalID) == ["a1:comments", "a1:work_notes"])
        #expect(read.cell("is_internal", of: 1, in: notes) == .boolean(true))
        #expect(read.cell("body", in: notes) == .text("1/11/2026 - Lee Park (comments)\nHello") && read.isProven)
    }

    @Test(arguments: [
        (#""time_in_seconds":"1800","time_worked":"1970-01-01 00:02:17""#, 30),
        (#""time_worked":"1970-01-01 00:45:00""#, 45),
        (#""time_in_seconds":"","time_worked":"1970-01-02 01:00:00""#, 1500), (#""time_in_seconds":"0""#, 0),
    ])
    func timeIsCountedInSecondsOrSince1970(_ members: String, _ minutes: Int64) async throws {
        let read = try await ServiceNowRead(
            "time_entries", ServiceNowScript("task_time_worked", "[{\"sys_id\":\"t1\",\(members)}]"))
        #expect(read.cell("duration_minutes", in: time) == .integer(minutes))
    }

    @Test func timeIsOfItsDay() async throws {
        let read = try await ServiceNowRead(
            "time_entries",
            ServiceNowScript(
                "task_time_worked",
                """
                [{"sys_id":"t1","task":"f4db","task.company":"c1","user":{"display_value":"Lee Park","value":"2983"},
                  "work_date":{"display_value":"02/11/2026","value":"2026-11-02"},"comments":"Reset cache"}]
                """))
        let day = try #require(Timestamp(iso8601: "2026-11-02T00:00:00Z"))
        let expected: [(String, Value)] = [
            ("ticket_external_id", .text("f4db")), ("company_external_id", .text("c1")),
            ("member_name", .text("Lee Park")), ("started_at", .timestamp(day)), ("ended_at", .null),
            ("notes", .text("Reset cache")),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: time) == value, "\(column)") }
    }

    @Test func aTicketsItemsAreItsMainOneAndThoseOfTheTableOfLinks() async throws {
        let script = ServiceNowScript([
            "incident": { _ in ServiceNowScript.rows(#"[{"sys_id":"a1","cmdb_ci":"i1"},{"sys_id":"a2","cmdb_ci":""}]"#)
            },
            "task_ci": { _ in
                ServiceNowScript.rows(
                    """
                    [{"sys_id":"l1","task":"a1","task.sys_class_name":"incident","ci_item":"i1"},
                     {"sys_id":"l2","task":"a1","task.sys_class_name":"incident","ci_item":"i2"},
                     {"sys_id":"l3","task":"x1","task.sys_class_name":"change_request","ci_item":"i2"},
                     {"sys_id":"l4","task":"a2","task.sys_class_name":"incident","ci_item":""}]
                    """)
            },
        ])
        let read = try await ServiceNowRead("ticket_configurations", script)
        #expect(Set(read.records.map(\.externalID)) == ["a1:i1", "a1:i2"] && read.isProven)
    }

    @Test func withoutATableOfLinksTheMainItemsAreAll() async throws {
        let script = ServiceNowScript([
            "incident": { _ in ServiceNowScript.rows(#"[{"sys_id":"a1","cmdb_ci":"i1"}]"#) },
            "task_ci": { _ in ServiceNowScript.noTable },
        ])
        let read = try await ServiceNowRead("ticket_configurations", script)
        #expect(read.records.map(\.externalID) == ["a1:i1"] && read.isProven)
    }
}
