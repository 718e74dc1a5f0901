import Connectors
import HTTPTransport
import Inventory
import Testing

/// Names to ids, for every relation that a write takes by its id.
@Suite struct BMSLookupTests {
    private static let paths = [
        "/v2/system/issuetypes/lookup", "/v2/system/statuses/lookup", "/v2/system/priorities/lookup",
        "/v2/system/queues/lookup", "/v2/system/slas/lookup", "/v2/system/worktypes/lookup", "/v2/system/roles/lookup",
        "/v2/system/accounttypes/lookup", "/v2/hr/assignees",
    ]
    private static let search = "/v2/servicedesk/tickets/search"

    /// Every list has one entry, but for what a test says.
    private func vendor(
        _ others: [String: [TransportResponse]] = [:], settings: [String: String] = [:]
    ) throws -> BMSVendor {
        let usual = Self.paths.map {
            ($0, [TransportResponse.bms([#"{"Id":4,"Name":"One","IsActive":true}"#]), .bms([])])
        }
        var answers = Dictionary(uniqueKeysWithValues: usual)
        answers["/v2/system/issuetypes/4/issuesubtypes/lookup"] = [.bms([#"{"id":41,"name":"Broken"}"#])]
        answers[Self.search] = [.bms([], total: 0)]
        return try BMSVendor(answers.merging(others) { $1 }, settings: settings)
    }

    @Test func eachListIsAKindAndIDsBeginWithIt() async throws {
        let read = try await vendor().read("lookups")
        #expect(
            Set(read.ids) == [
                "ticket_issue_type:4", "ticket_status:4", "ticket_priority:4", "ticket_queue:4", "ticket_sla:4",
                "work_type:4", "work_role:4", "company_type:4", "member:4", "ticket_sub_issue_type:41",
            ])
        #expect(read.provesWhole)
        #expect(try read.cell("name") == .text("One") && read.cell("is_active") == .boolean(true))
    }

    @Test func subTypesAreAskedForByTheNumberOfTheirIssueTypeAndHangOnIt() async throws {
        let read = try await vendor().read("lookups")
        let place = try #require(read.ids.firstIndex(of: "ticket_sub_issue_type:41"))
        #expect(try read.cell("parent_external_id", of: place) == .text("ticket_issue_type:4"))
    }

    @Test func techniciansArePagedWithoutATotalAndTheirFiltersHaveNoPrefix() async throws {
        let vendor = try vendor([
            "/v2/hr/assignees": [
                .bms([#"{"id":1,"firstName":"A.","lastName":"Tech","emailAddress":"a@x","pictureUrl":"p"}"#]), .bms([]),
            ]
        ])
        let read = try await vendor.read("lookups")
        let place = try #require(read.ids.firstIndex(of: "member:1"))
        #expect(try read.cell("name", of: place) == .text("A. Tech"))
        #expect(read.records[place].vendorFields == #"{"emailAddress":"a@x"}"#)
        #expect(vendor.asked.filter { $0.contains("assignees") }.count == 2)
    }

    @Test func aListThatIsNotOursToSeeIsLeftOutAndNothingIsGone() async throws {
        let read = try await vendor(["/v2/system/roles/lookup": [.bmsFailure(0, "You have no permission")]])
            .read("lookups")
        #expect(!read.provesWhole && read.ids.contains("member:4") && !read.ids.contains("work_role:4"))
        #expect(read.pages.flatMap(\.skippedParents).map(\.externalID) == ["/v2/system/roles/lookup"])
    }

    @Test func typesAndSourcesOfTicketsAreLearnedFromTickets() async throws {
        let rows = [
            #"{"id":1,"typeId":2,"typeName":"Incident","sourceId":9}"#, #"{"id":2,"typeId":2,"typeName":"Incident"}"#,
        ]
        let read = try await vendor([
            Self.search: [.bms(rows, total: 2)],
            "/v2/servicedesk/tickets/1": [.bms(#"{"id":1,"sourceId":9,"sourceName":"Email"}"#)],
        ]).read("lookups")
        #expect(read.ids.suffix(2) == ["ticket_type:2", "ticket_source:9"] && read.provesWhole)
        #expect(try read.cell("name", of: read.ids.count - 1) == .text("Email"))
    }

    /// A type that none of some hundred tickets has may still be there.
    @Test func whatWasLearnedFromAPartOfTheTicketsProvesNothing() async throws {
        let pages = (0..<12).map { page in
            TransportResponse.bms(((page * 100)..<(page * 100 + 100)).map { #"{"id":\#($0 + 1)}"# }, total: 2_000)
        }
        let vendor = try vendor([Self.search: Array(pages.prefix(5)) + Array(pages.prefix(5))])
        let read = try await vendor.read("lookups")
        #expect(!read.provesWhole && vendor.count("tickets/search") == 10)
    }

    @Test func aTableThatTheTenantNamesIsReadInPlaceOfLearning() async throws {
        let vendor = try vendor(
            [
                "/v2/system/tenantlookup/TicketType": [.bms([#"{"Id":2,"Name":"Incident"}"#])],
                "/v2/system/tenantlookup/NoteType": [.bms([#"{"Id":4,"Name":"General"}"#])],
            ], settings: ["lookup_tables": "ticket_type=TicketType, note_type=NoteType"])
        let read = try await vendor.read("lookups")
        #expect(Set(read.ids).isSuperset(of: ["ticket_type:2", "note_type:4"]) && vendor.count("tickets/search") == 1)
        #expect(throws: ConnectorError.self) { try BMSVendor([:], settings: ["lookup_tables": "ticket_type"]) }
    }
}
