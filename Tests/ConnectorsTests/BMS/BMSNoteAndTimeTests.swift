import Connectors
import HTTPTransport
import Inventory
import Testing

/// Notes, a call a ticket, and time, one list of all.
@Suite struct BMSNoteAndTimeTests {
    private func notes(_ count: Int, from first: Int = 1) -> TransportResponse {
        .bms((first..<(first + count)).map { #"{"id":\#($0),"details":"n","isInternal":false}"# })
    }

    @Test func trap4ATicketsNotesAreOneCallWhereTheyAreFew() async throws {
        let vendor = try BMSVendor(["/v2/servicedesk/tickets/5/notes": [notes(3)]])
        let read = try await vendor.read("ticket_notes", parents: ["5"])
        #expect(read.ids.count == 3 && read.pages.flatMap(\.completedParents) == ["5"])
        #expect(vendor.asked == ["/v2/servicedesk/tickets/5/notes?PageSize=100&PageNumber=1"])
        #expect(try read.cell("ticket_external_id") == .text("5"))
    }

    /// A server's own limit may be below the hundred that is asked for.
    @Test func aRoundNumberOfNotesMayBeALimitAndIsAskedOn() async throws {
        let vendor = try BMSVendor(["/v2/servicedesk/tickets/5/notes": [notes(50), notes(13, from: 51)]])
        #expect(try await vendor.read("ticket_notes", parents: ["5"]).ids.count == 63)
    }

    @Test func notesThatMovedWhileTheyWereReadCompleteNoTicket() async throws {
        let vendor = try BMSVendor(["/v2/servicedesk/tickets/5/notes": [notes(100), notes(7, from: 100)]])
        let read = try await vendor.read("ticket_notes", parents: ["5"])
        #expect(read.pages.flatMap(\.completedParents) == [] && !read.provesWhole)
    }

    @Test func aTicketThatIsGoneIsSkippedAndTheOthersAreRead() async throws {
        let vendor = try BMSVendor([
            "/v2/servicedesk/tickets/1/notes": [.bmsFailure(0, "Ticket was not found")],
            "/v2/servicedesk/tickets/2/notes": [notes(1)],
        ])
        let read = try await vendor.read("ticket_notes", parents: ["1", "2"])
        #expect(read.pages.flatMap(\.completedParents) == ["2"])
        #expect(read.pages.flatMap(\.skippedParents).map(\.externalID) == ["1"] && !read.provesWhole)
    }

    @Test(arguments: [("true", true), ("1", true), ("0", false), ("false", false)])
    func trap6AFlagIsABooleanOrANumber(sent: String, expected: Bool) async throws {
        let row = #"{"id":1,"details":"<div>Replaced<br>toner</div>","isInternal":\#(sent),"createdByName":"A. Tech"}"#
        let read = try await BMSVendor(["/v2/servicedesk/tickets/5/notes": [.bms([row])]])
            .read("ticket_notes", parents: ["5"])
        #expect(try read.cell("is_internal") == .boolean(expected))
        #expect(try read.cell("body") == .text("Replaced\ntoner") && read.cell("author_name") == .text("A. Tech"))
        #expect(read.records[0].vendorFields == #"{"details":"<div>Replaced<br>toner</div>"}"#)
    }

    /// Trap 13: what is attached is named and not fetched; its address is relative to `/v2/`.
    @Test func trap13AttachmentsAreNamedAndNotFetched() async throws {
        let row = #"{"id":1,"attachments":[{"id":2,"url":"system/attachments/22/5/2/download"}]}"#
        let vendor = try BMSVendor(["/v2/servicedesk/tickets/5/notes": [.bms([row])]])
        let read = try await vendor.read("ticket_notes", parents: ["5"])
        #expect(read.records[0].vendorFields?.contains("system/attachments/22/5/2/download") == true)
        #expect(vendor.asked.count == 1)
    }

    private func entry(_ members: String, zone: String = "UTC") async throws -> BMSRead {
        let row = #"{"id":55012,"ticketId":1365,"startDate":"2025-03-03T00:00:00",\#(members)}"#
        return try await BMSVendor(["/v2/timelogs": [.bms([row], total: 1)]], settings: ["timezone": zone])
            .read("time_entries")
    }

    private func time(_ text: String) throws -> Value { .timestamp(try #require(Timestamp(iso8601: text))) }

    @Test func anEntryBeginsOnItsDayAtItsTimeByTheUsersClock() async throws {
        let members =
            #""startTime":"09:30:00","endTime":"10:00:00.0000000","timespent":0.5,"firstName":"A.","lastName":"Tech""#
        let read = try await entry(members, zone: "America/Chicago")
        #expect(try read.cell("started_at") == time("2025-03-03T15:30:00Z"))
        #expect(try read.cell("ended_at") == time("2025-03-03T16:00:00Z"))
        #expect(try read.cell("duration_minutes") == .integer(30) && read.cell("member_name") == .text("A. Tech"))
        #expect(try read.cell("ticket_external_id") == .text("1365"))
    }

    @Test func anEndBeforeTheStartIsOnTheNextDay() async throws {
        let read = try await entry(#""startTime":"23:30:00","endTime":"00:15:00","timespent":0.75"#)
        #expect(try read.cell("ended_at") == time("2025-03-04T00:15:00Z"))
        #expect(try read.cell("duration_minutes") == .integer(45))
    }

    @Test(arguments: [
        (#""startTime":"09:00:00","endTime":"09:45:00","timespent":0.75"#, 45),
        (#""startTime":"09:00:00","endTime":"09:45:00","timespent":45"#, 45),
        // An hour of which a part was a break.
        (#""startTime":"09:00:00","endTime":"10:00:00","timespent":0.5"#, 30),
        (#""startTime":"09:00:00","endTime":"10:00:00","timespent":null"#, 60), (#""timespent":1.25"#, 75),
    ])
    func whatWasSpentIsHoursUnlessTheTimesSayMinutes(members: String, minutes: Int64) async throws {
        #expect(try await entry(members).cell("duration_minutes") == .integer(minutes))
    }

    @Test(arguments: ["9h", "25:00:00", "", "1.5"]) func aTimeOfDayThatIsNoneIsUnknown(text: String) async throws {
        #expect(try await entry(#""startTime":"\#(text)""#).cell("started_at") == .null)
    }

    @Test func anEntryOfAProjectHasNoTicket() async throws {
        let row = #"{"id":1,"ticketId":null,"projectId":4,"isBillable":true}"#
        let read = try await BMSVendor(["/v2/timelogs": [.bms([row], total: 1)]]).read("time_entries")
        #expect(try read.cell("ticket_external_id") == .null && read.cell("is_billable") == .boolean(true))
        #expect(read.records[0].vendorFields?.contains(#""projectId":4"#) == true)
    }
}
