import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing

/// Tickets: how they are searched for, and what becomes of one.
@Suite struct BMSTicketTests {
    private static let search = "/v2/servicedesk/tickets/search"

    private func ticket(_ members: String = "") -> String {
        #"{"id":13650411,"ticketNumber":"TCK-10422","title":"Printer","statusId":4,"statusName":"New"\#(members)}"#
    }

    private func read(_ members: String, settings: [String: String] = ["timezone": "UTC"]) async throws -> BMSRead {
        try await BMSVendor([Self.search: [.bms([ticket(members)], total: 1)]], settings: settings).read("tickets")
    }

    @Test func trap5WhatMovedIsAskedForByEachDateThatAFilterKnows() async throws {
        let vendor = try BMSVendor([Self.search: [.bms([ticket()], total: 1)]])
        let read = try await vendor.read("tickets", .changed(since: Timestamp(seconds: 1_782_900_000)))
        let from = #""2026-07-01T10:00:00.000Z"}}"#
        let start = #"\#(Self.search) {"PageSize":100,"PageNumber":1,"Filter":{"#
        #expect(
            vendor.asked == [
                #"\#(start)"ExcludeCompleted":0,"LastActivityUpdateFrom":\#(from)"#,
                #"\#(start)"ExcludeCompleted":0,"LastStatusUpdateFrom":\#(from)"#,
                #"\#(start)"ExcludeCompleted":0,"LastPriorityUpdateFrom":\#(from)"#,
                #"\#(start)"ExcludeCompleted":0,"LastQueueUpdateFrom":\#(from)"#,
                #"\#(start)"CreatedOnFrom":\#(from.dropLast(2)),"ExcludeCompleted":0}}"#,
                #"\#(start)"CompletedDateFrom":\#(from.dropLast(2)),"ExcludeCompleted":0}}"#,
            ])
        #expect(!read.provesWhole && vendor.transport.requests.allSatisfy { !$0.url.contains("ModifiedOn") })
        #expect(vendor.transport.requests.filter { $0.url.contains("search") }.allSatisfy { $0.isRepeatable })
    }

    @Test func trap8TheNumberIsWhatPeopleQuoteAndTheIDIsTheKey() async throws {
        let read = try await read("")
        #expect(read.ids == ["13650411"])
        #expect(try read.cell("number") == .text("TCK-10422"))
    }

    @Test func trap6AnAssetOf0IsNone() async throws {
        #expect(try await read(#","hardwareAssetId":0"#).cell("configuration_external_id") == .null)
        #expect(try await read(#","hardwareAssetId":40021"#).cell("configuration_external_id") == .text("40021"))
    }

    @Test(arguments: [
        (#","completedDate":"2026-06-01T10:00:00""#, "closed"), (#","completedDate":null"#, "open"),
        (#","completedDate":"0001-01-01T00:00:00""#, "open"),
        (#","completedDate":null,"statusName":"Waiting Customer""#, "waiting"),
        (#","completedDate":"2026-06-01T10:00:00","reOpenedDate":"2026-06-02T10:00:00""#, "open"),
        (#","completedDate":"2026-06-03T10:00:00","reOpenedDate":"2026-06-02T10:00:00""#, "closed"),
    ])
    func closedIsWhatHasACompletionDate(members: String, category: String) async throws {
        #expect(try await read(members).cell("status_category") == .text(category))
    }

    @Test func detailsAreKeptAsHTMLAndAsText() async throws {
        let read = try await read(#","details":"<p>Front &amp; back</p><p>&lt;b&gt; \ud83d\ude00</p>""#)
        #expect(try read.cell("description") == .text("Front & back\n\n<b> 😀"))
        #expect(try read.cell("description_html") == .text("<p>Front &amp; back</p><p>&lt;b&gt; 😀</p>"))
        let plain = try await self.read(#","details":"Front desk""#)
        #expect(try plain.cell("description") == .text("Front desk") && plain.cell("description_html") == .null)
    }

    @Test func theLastOfAllItsDatesIsWhenATicketChanged() async throws {
        let read = try await read(#","modifiedOn":"2026-06-01T10:00:00","lastQueueUpdate":"2026-06-03T10:00:00""#)
        #expect(read.records[0].sourceUpdatedAt?.iso8601 == "2026-06-03T10:00:00Z")
        #expect(read.pages[0].highWater?.iso8601 == "2026-06-03T10:00:00Z")
        // An activity shows in the row, so that its notes are read again.
        #expect(read.records[0].vendorFields?.contains("lastQueueUpdate") == true)
    }

    @Test func aSourcesNameIsLearnedFromOneTicketEach() async throws {
        let rows = [1, 2, 3].map { #"{"id":\#($0),"sourceId":\#($0 == 3 ? 9 : 4)}"# }
        let vendor = try BMSVendor([
            Self.search: [.bms(rows, total: 3)],
            "/v2/servicedesk/tickets/1": [.bms(#"{"id":1,"sourceId":4,"sourceName":"Email"}"#)],
            "/v2/servicedesk/tickets/3": [.bmsFailure(0, "Ticket not found")],
        ])
        let read = try await vendor.read("tickets")
        #expect(try (0..<3).map { try read.cell("source_label", of: $0) } == [.text("Email"), .text("Email"), .null])
        #expect(vendor.asked.count == 3)
    }

    @Test func aTicketByItselfIsTheTicketOfTheList() async throws {
        let shared = #","hasMetSLA":1,"lastActivityUpdate":"2026-06-01T10:00:00","accountId":7"#
        let list = try await read("\(shared),\"hardwareAssetId\":0,\"customFields\":\"x\",\"tenantName\":\"T\"")
        let single = try BMSVendor([
            "/v2/servicedesk/tickets/13650411": [
                .bms(ticket("\(shared),\"hardwareAssetId\":null,\"tenantId\":3,\"cCs\":[],\"totalTimeSpent\":1.5"))
            ]
        ])
        #expect(try await single.connector.record(of: "tickets", externalID: "13650411") == list.records[0])
    }

    @Test func customFieldsAreReadOnlyWhereANameIsAllowedAndOnlyThatOneIsKept() async throws {
        let row = ticket(#","customFields":"Alarm code=1234""#)
        let fields = TransportResponse.bms([#"{"Name":"Alarm code","Data":"1234"}"#, #"{"Name":"Ref","Data":"R-1"}"#])
        let answers = [Self.search: [.bms([row], total: 1)], "/v2/system/customFields/22/13650411": [fields]]
        let closed = try BMSVendor(answers)
        let none = try await closed.read("tickets").records[0]
        #expect(
            none.customFields == nil && none.vendorFields?.contains("1234") != true && closed.count("customFields") == 0
        )
        let allowed = try await BMSVendor(answers, settings: ["timezone": "UTC", "custom_fields": "Ref"]).read(
            "tickets")
        #expect(allowed.records[0].customFields == #"{"Ref":"R-1"}"#)
        #expect(allowed.records[0].vendorFields?.contains("1234") != true)
    }

    @Test func aTicketThatCannotBeUsedGoesToQuarantineWithoutItsCustomFields() async throws {
        let read = try await BMSVendor([
            Self.search: [.bms([#"{"id":null,"title":"x","CustomFields":"Alarm code=1234"}"#, ticket()], total: 2)]
        ]).read("tickets")
        #expect(read.ids == ["13650411"])
        #expect(read.pages[0].rejected.map(\.payload) == [#"{"id":null,"title":"x"}"#])
    }
}
