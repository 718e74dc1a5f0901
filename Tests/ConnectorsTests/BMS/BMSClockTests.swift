import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// Trap 7: by which clock dates without a zone are.
@Suite struct BMSClockTests {
    private static let row = #"{"id":1,"accountName":"A","isActive":true,"modifiedOn":"2026-07-01T12:00:00.12"}"#

    /// When the row was modified, by a user's record that came at 10:00 by the server's clock.
    private func modified(
        _ user: String, settings: [String: String] = [:], date: String? = "Wed, 01 Jul 2026 10:00:00 GMT",
        row: String = row
    ) async throws -> String? {
        var answer = TransportResponse.bms(user)
        answer.headers[.date] = date
        let vendor = try BMSVendor(
            [BMSVendor.userInfo: [answer], "/v2/crm/accounts/summary": [.bms([row], total: 1)]], settings: settings)
        return try await vendor.read("companies").records.first?.sourceUpdatedAt?.iso8601
    }

    @Test func trap7WhereTheUsersZoneIsUTCThereIsNothingToAsk() async throws {
        #expect(
            try await modified(#"{"timeZoneValue":0,"timeStamp":"2026-07-01T05:00:00"}"#) == "2026-07-01T12:00:00.12Z")
    }

    @Test func trap7AStampOnTheUsersClockMeansLocalDates() async throws {
        let user =
            #"{"timeZoneValue":-5.0,"olsonTimeZoneName":"America/Chicago","timeStamp":"2026-07-01T05:02:00.1234567"}"#
        #expect(try await modified(user) == "2026-07-01T17:00:00.12Z")
    }

    /// The zone's name knows of winter, which today's offset does not.
    @Test func trap7LocalDatesOfTheOtherHalfOfTheYearAreReadByTheZonesName() async throws {
        let user = #"{"timeZoneValue":2.0,"olsonTimeZoneName":"Europe/Berlin","timeStamp":"2026-07-01T12:00:30"}"#
        let winter = Self.row.replacing("2026-07-01T12:00:00.12", with: "2026-01-10T12:00:00")
        #expect(try await modified(user, row: winter) == "2026-01-10T11:00:00Z")
    }

    @Test func trap7AStampOnTheServersClockMeansUTC() async throws {
        let user = #"{"timeZoneValue":-5.0,"olsonTimeZoneName":"America/Chicago","timeStamp":"2026-07-01T09:52:00"}"#
        #expect(try await modified(user) == "2026-07-01T12:00:00.12Z")
    }

    @Test(arguments: [
        "2026-07-01T05:00:00Z", "2026-07-01T05:00:00-05:00", "2026-06-28T05:00:00", "0001-01-01T00:00:00",
    ])
    func trap7AStampWithAZoneOrFarOffProvesNothing(stamp: String) async throws {
        let user = #"{"timeZoneValue":-5.0,"olsonTimeZoneName":"America/Chicago","timeStamp":"\#(stamp)"}"#
        #expect(try await modified(user) == "2026-07-01T12:00:00.12Z")
    }

    @Test func trap7WithoutTheServersClockNothingIsProven() async throws {
        let user = #"{"timeZoneValue":-5.0,"timeStamp":"2026-07-01T05:00:00"}"#
        #expect(try await modified(user, date: nil) == "2026-07-01T12:00:00.12Z")
    }

    @Test func theSettingComesBeforeWhatIsFoundOut() async throws {
        let user = #"{"timeZoneValue":0}"#
        #expect(try await modified(user, settings: ["timezone": "Asia/Kolkata"]) == "2026-07-01T06:30:00.12Z")
        #expect(throws: ConnectorError.self) { try BMSVendor([:], settings: ["timezone": "Here"]) }
    }

    @Test func aDateWithAZoneIsTakenByIt() async throws {
        let row = Self.row.replacing("12:00:00.12", with: "12:00:00.1234567+02:00")
        #expect(
            try await modified("{}", settings: ["timezone": "Asia/Kolkata"], row: row) == "2026-07-01T10:00:00.123456Z")
    }

    /// By which clock the server compares is not known either: the bound is the earlier one.
    @Test func aFiltersBoundIsEarlyEnoughByEitherClock() async throws {
        let since = Timestamp(seconds: 1_782_900_000.5)
        for (zone, bound) in [("UTC", "2026-07-01T10:00:00.500Z"), ("America/Chicago", "2026-07-01T05:00:00.500Z")] {
            let vendor = try BMSVendor(["/v2/timelogs": [.bms([], total: 0)]], settings: ["timezone": zone])
            _ = try await vendor.read("time_entries", .changed(since: since))
            #expect(vendor.asked.first == "/v2/timelogs?Filter.ModifiedOnFrom=\(bound)&PageSize=100&PageNumber=1")
        }
    }

    @Test func aUserWithoutARecordOfItsOwnIsTakenByUTC() async throws {
        let vendor = try BMSVendor(
            [
                BMSVendor.userInfo: [.bmsFailure(403, "no", status: 403)],
                "/v2/crm/accounts/summary": [.bms([Self.row], total: 1)],
            ], settings: [:])
        #expect(try await vendor.read("companies").records.first?.sourceUpdatedAt?.iso8601 == "2026-07-01T12:00:00.12Z")
    }
}
