import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ServiceNowTicketTests {
    private let entity = Ticket.entity.description

    private static func all(_ name: String, _ value: String, _ label: String? = nil) -> String {
        "\"\(name)\":{\"display_value\":\"\(label ?? value)\",\"value\":\"\(value)\"}"
    }

    private static let incident = [
        all("sys_id", "f4dbe3d5"), all("number", "INC0012345"), all("short_description", "Mail client hangs"),
        all("description", "Since Monday.\\n<b>Not HTML</b> 🙂 שלום"), all("state", "2", "In Progress"),
        all("priority", "3", "3 - Moderate"), all("category", "software", "Software"),
        all("contact_type", "phone", "Phone"), all("caller_id", "06a4", "Dana Reed"),
        all("caller_id.company", "7d8a", "Northwind Joinery"), all("company", ""),
        all("assignment_group", "f0fa", "Service Desk"), all("assigned_to", "2983", "Lee Park"),
        all("cmdb_ci", "5ceb", "NWJ-LT-014"), all("parent", ""), all("location", "4a1a", "Leeds Office"),
        all("opened_at", "2026-11-02 22:04:15", "02/11/2026 3:04:15 PM"), all("resolved_at", ""),
        all("closed_at", ""), all("active", "true"), all("sys_class_name", "incident", "Incident"),
        all("sys_updated_on", "2026-11-02 22:37:27", "02/11/2026 3:37:27 PM"),
        all("reassignment_count", "2048", "2,048"),
    ].joined(separator: ",")

    private func read(_ members: String, table: String = "incident", settings: [String: String] = [:]) async throws
        -> ServiceNowRead
    {
        try await ServiceNowRead("tickets", ServiceNowScript(table, "[{\(members)}]"), settings: settings)
    }

    @Test func anIncidentIsATicket() async throws {
        let read = try await read(Self.incident)
        let expected: [(String, Value)] = [
            ("number", .text("INC0012345")), ("record_kind", .text("incident")),
            ("record_kind_label", .text("Incident")), ("summary", .text("Mail client hangs")),
            ("description", .text("Since Monday.\n<b>Not HTML</b> 🙂 שלום")), ("description_html", .null),
            ("status_category", .text("open")), ("status_label", .text("In Progress")), ("priority", .text("medium")),
            ("priority_label", .text("3 - Moderate")), ("kind_label", .text("Software")),
            ("queue_label", .text("Service Desk")), ("source_label", .text("Phone")),
            ("contact_external_id", .text("06a4")), ("configuration_external_id", .text("5ceb")),
            ("company_site_external_id", .text("4a1a")), ("assignee_name", .text("Lee Park")), ("closed_at", .null),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: entity) == value, "\(column)") }
        #expect(read.records[0].sourceUpdatedAt == Timestamp(iso8601: "2026-11-02T22:37:27Z"))
    }

    /// Traps 5 and 6: values are in UTC, labels in the user's zone and format.
    @Test func timesAreReadFromValuesAndNeverFromLabels() async throws {
        let read = try await read(Self.incident)
        let opened = try #require(Timestamp(iso8601: "2026-11-02T22:04:15Z"))
        #expect(read.cell("opened_at", in: entity) == .timestamp(opened))
        let kept = try #require(read.records[0].vendorFields)
        #expect(!kept.contains("PM") && kept.contains(#""value":"2048""#))
    }

    /// Trap 5: the three forms in which the interface gives a column.
    @Test(arguments: [
        #""caller_id":"06a4""#, #""caller_id":{"link":"https://x/api/now/table/sys_user/06a4","value":"06a4"}"#,
        #""caller_id":{"display_value":null,"value":"06a4"}"#,
    ])
    func aReferenceIsReadInEveryForm(_ member: String) async throws {
        let read = try await read(#""sys_id":"a1",\#(member)"#)
        #expect(read.cell("contact_external_id", in: entity) == .text("06a4"))
    }

    @Test func anEmptyReferenceIsNone() async throws {
        let read = try await read(#""sys_id":"a1","caller_id":"","cmdb_ci":{"display_value":"","value":""}"#)
        #expect(read.cell("contact_external_id", in: entity) == .null)
        #expect(read.cell("configuration_external_id", in: entity) == .null)
    }

    /// Trap 8.
    @Test(arguments: [
        (#""company":"c1","caller_id.company":"c2""#, "c1"), (#""company":"","caller_id.company":"c2""#, "c2"),
        (#""company":"","caller_id.company":"","cmdb_ci.company":"c3""#, "c3"),
        (#""company":"","sys_domain":"d1""#, "c4"), (#""company":"","sys_domain":"d2""#, nil),
        (#""company":"","sys_domain":"global""#, nil),
    ])
    func anEmptyCompanyIsTheCallersOrTheItemsOrTheDomains(_ members: String, _ company: String?) async throws {
        let script = ServiceNowScript([
            "incident": { _ in ServiceNowScript.rows("[{\"sys_id\":\"a1\",\(members)}]") },
            "core_company": { _ in
                ServiceNowScript.rows(
                    """
                    [{"sys_id":"c4","sys_domain":"d1"},{"sys_id":"c5","sys_domain":"d2"},
                     {"sys_id":"c6","sys_domain":"d2"},{"sys_id":"c7","sys_domain":"global"}]
                    """)
            },
        ])
        let read = try await ServiceNowRead("tickets", script)
        #expect(read.cell("company_external_id", in: entity) == company.map { .text($0) } ?? .null)
    }

    /// Trap 9.
    @Test func aCompanyThatIsHiddenIsNotGuessed() async throws {
        let read = try await read(#""sys_id":"a1","caller_id.company":"c2""#)
        #expect(read.cell("company_external_id", in: entity) == .null)
    }

    @Test(arguments: [
        ("incident", "1", "open"), ("incident", "2", "open"), ("incident", "3", "waiting"), ("incident", "6", "closed"),
        ("incident", "7", "closed"), ("incident", "8", "closed"), ("sn_customerservice_case", "1", "open"),
        ("sn_customerservice_case", "10", "open"), ("sn_customerservice_case", "18", "waiting"),
        ("sn_customerservice_case", "6", "closed"), ("sn_customerservice_case", "3", "closed"),
    ])
    func aStateMeansWhatItsTableMeans(_ table: String, _ state: String, _ category: String) async throws {
        let read = try await read(
            #""sys_id":"a1","state":"\#(state)","active":"true""#, table: table, settings: ["ticket_tables": table])
        #expect(read.cell("status_category", in: entity) == .text(category))
    }

    @Test(arguments: [("true", "open"), ("false", "closed")])
    func aStateThatTheInstanceHasAddedIsOpenWhileItIsActive(_ active: String, _ category: String) async throws {
        let read = try await read(#""sys_id":"a1","state":"-40","active":"\#(active)""#)
        #expect(read.cell("status_category", in: entity) == .text(category))
    }

    @Test func theReasonForAHoldDoesNotChangeTheStatesWord() async throws {
        let read = try await read(
            [
                Self.all("sys_id", "a1"), Self.all("state", "3", "On Hold"),
                Self.all("hold_reason", "1", "Awaiting Caller"),
            ].joined(separator: ","))
        #expect(read.cell("status_label", in: entity) == .text("On Hold"))
    }

    @Test func aReopenedTicketHasNoEnd() async throws {
        let read = try await read(
            #""sys_id":"a1","state":"2","resolved_at":"2026-10-01 08:00:00","closed_at":"2026-10-02 08:00:00""#)
        #expect(read.cell("closed_at", in: entity) == .null && read.cell("resolved_at", in: entity) == .null)
        #expect(read.records[0].vendorFields?.contains("2026-10-02 08:00:00") == true)
    }

    @Test func casesAreTicketsByASetting() async throws {
        let script = ServiceNowScript([
            "incident": { _ in ServiceNowScript.rows(#"[{"sys_id":"a1"}]"#) },
            "sn_customerservice_case": { _ in
                ServiceNowScript.rows(#"[{"sys_id":"b1","account":"c9","contact":"u1","contract":"k1"}]"#)
            },
        ])
        let incidents = try await ServiceNowRead("tickets", script)
        #expect(incidents.records.map(\.externalID) == ["a1"])
        let both = try await ServiceNowRead(
            "tickets", script, settings: ["ticket_tables": "incident, sn_customerservice_case"])
        #expect(both.records.map(\.externalID) == ["a1", "b1"] && both.isProven)
        let expected: [(String, Value)] = [
            ("record_kind", .text("case")), ("company_external_id", .text("c9")), ("contact_external_id", .text("u1")),
            ("agreement_external_id", .text("k1")),
        ]
        for (column, value) in expected { #expect(both.cell(column, of: 1, in: entity) == value, "\(column)") }
    }

    /// Traps 7 and 11.
    @Test func eachSortIsReadFromItsOwnTableByTheNamesOfItsColumns() async throws {
        let read = try await ServiceNowRead(
            "tickets", ServiceNowScript([:]), settings: ["ticket_tables": "incident,sn_customerservice_case"])
        #expect(read.calls.map(\.table) == ["incident", "sn_customerservice_case"])
        #expect(read.calls.allSatisfy { $0.query["sysparm_display_value"] == "all" && $0.fields.count > 20 })
        #expect(read.calls[0].fields.contains("caller_id.company") && read.calls[1].fields.contains("account"))
    }

    /// Trap 10.
    @Test func customColumnsAreAskedForAndStoredByAllowedNamesAlone() async throws {
        let row = #""sys_id":"a1","u_cost_centre":"17","u_bitlocker":"S3CRET","x_acme_note":"S3CRET""#
        let none = try await read(row)
        #expect(none.records[0].customFields == nil && none.records[0].vendorFields == nil)
        let some = try await read(row, settings: ["custom_fields": "u_cost_centre, short_description"])
        #expect(some.records[0].customFields == #"{"u_cost_centre":"17"}"#)
        #expect(some.calls[0].fields.last == "u_cost_centre")
    }

    @Test func aTableOfTheCustomersOwnHoldsTicketsToo() async throws {
        let read = try await read(
            #""sys_id":"a1","number":"T1","state":"4","active":"false","sys_class_name":"u_hr_ticket""#,
            table: "u_hr_ticket", settings: ["ticket_tables": "u_hr_ticket"])
        #expect(read.cell("record_kind", in: entity) == .text("other"))
        #expect(read.cell("record_kind_label", in: entity) == .text("u_hr_ticket"))
        #expect(read.cell("status_category", in: entity) == .text("closed"))
    }

    @Test func aRowWithoutAnIDIsSetAsideWithoutWhatMayNotBeKept() async throws {
        let read = try await read(#""number":"INC1","u_bitlocker":"S3CRET""#)
        #expect(read.records.isEmpty && read.pages[0].rejected.count == 1)
        #expect(!read.pages[0].rejected[0].payload.contains("S3CRET"))
    }
}
