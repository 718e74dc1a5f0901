import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// The envelope: names in any case, failures with status 200, and two endpoints without it.
@Suite struct BMSEnvelopeTests {
    private static let companies = "/v2/crm/accounts/summary"

    @Test(arguments: [
        #"{"success":true,"totalRecords":1,"result":[{"id":7,"accountName":"Acme","isActive":true}]}"#,
        #"{"Success":true,"TotalRecords":1,"Result":[{"Id":7,"AccountName":"Acme","IsActive":true}]}"#,
    ])
    func trap1NamesAreReadInWhicheverCaseTheyCome(answer: String) async throws {
        let read = try await BMSVendor([Self.companies: [.json(answer)]]).read("companies")
        #expect(read.ids == ["7", "7"] && read.provesWhole)
        #expect(try read.cell("name") == .text("Acme") && read.cell("is_active") == .boolean(true))
        #expect(read.records[0].vendorFields == nil)
    }

    @Test(arguments: [
        (401, "no", ConnectorError.unauthorised("status 401: code 401: no")),
        (403, "no", .forbidden("status 403: code 403: no")),
        (429, "slow", .throttled(retryAfterSeconds: nil, "status 429: code 429: slow")),
        (0, "You do not have permission", .forbidden("code 0: You do not have permission")),
        (0, "API calls quota exceeded", .throttled(retryAfterSeconds: nil, "code 0: API calls quota exceeded")),
        (77, "Oops", .unavailable("the call failed with status 200: code 77: Oops")),
    ])
    func trap2SuccessFalseWithStatus200IsAFailure(code: Int, message: String, expected: ConnectorError) async throws {
        let vendor = try BMSVendor([Self.companies: [.bmsFailure(code, message)]])
        #expect(try await vendor.failure("companies") == expected)
    }

    @Test func trap9TheStackTraceIsNotRepeatedHoweverItIsSpelt() async throws {
        let vendor = try BMSVendor([Self.companies: [.bmsFailure(0, "Oops")]])
        #expect(try await vendor.failure("companies")?.words.contains("Vorex") == false)
    }

    /// A null, a record or nothing is no empty list: everything would be taken for deleted.
    @Test(arguments: [
        #"{"success":true,"result":null}"#, #"{"success":true,"result":{"id":1}}"#, #"{"success":true}"#, "{}",
    ])
    func anythingButAListIsNoEmptyList(answer: String) async throws {
        let vendor = try BMSVendor([Self.companies: [.json(answer)]])
        #expect(
            try await vendor.failure("companies") == .malformedAnswer("\(Self.companies) is not answered with a list"))
    }

    @Test(arguments: [
        TransportResponse.json(#"{"id":7,"accountName":"Acme"}"#), .bms(#"{"id":7,"accountName":"Acme"}"#),
    ])
    func aCompanyByItselfHasNoEnvelopeOrHasOne(answer: TransportResponse) async throws {
        let vendor = try BMSVendor(["\(Self.companies)/7": [answer]])
        #expect(try await vendor.connector.record(of: "companies", externalID: "7")?.externalID == "7")
    }

    @Test(arguments: [
        TransportResponse.json("", status: 404), .bmsFailure(0, "The account does not exist"),
        .bmsFailure(404, "gone"), .bms("null"),
    ])
    func aThingThatIsNotThereIsNoneInWhicheverWords(answer: TransportResponse) async throws {
        let vendor = try BMSVendor(["\(Self.companies)/7": [answer]])
        #expect(try await vendor.connector.record(of: "companies", externalID: "7") == nil)
    }

    @Test func aFailureOfAnotherKindIsNotTakenForAThingThatIsGone() async throws {
        let vendor = try BMSVendor(["\(Self.companies)/7": [.bmsFailure(0, "Oops")]])
        await #expect(throws: ConnectorError.self) {
            try await vendor.connector.record(of: "companies", externalID: "7")
        }
    }

    @Test func plainHTTPErrorsAndASPNETsOwnAreReadToo() async throws {
        let problem = TransportResponse.json(#"{"title":"One or more errors","status":400}"#, status: 400)
        let vendor = try BMSVendor([Self.companies: [problem]])
        #expect(try await vendor.failure("companies") == .rejectedCall(status: 400, "status 400: One or more errors"))
        let wrapped = try BMSVendor([Self.companies: [.bmsFailure(5, "Busy", status: 503)]])
        #expect(try await wrapped.failure("companies") == .unavailable("status 503: code 5: Busy"))
        let limited = TransportResponse.json("{}", status: 429, headers: [.retryAfter: "90"])
        guard case .throttled(90, _) = try await BMSVendor([Self.companies: [limited]]).failure("companies") else {
            Issue.record("not throttled")
            return
        }
    }

    /// An answer that repeats the token repeats it to nobody.
    @Test func aTokenInAFailuresWordsIsHidden() async throws {
        let tokens = TransportResponse.bms(#"{"accessToken":"tok-secret","refreshToken":"r"}"#)
        for answer in [
            TransportResponse.bmsFailure(9, "bad tok-secret"), .bmsFailure(9, "bad tok-secret", status: 500),
        ] {
            let vendor = try BMSVendor([BMSVendor.logIn: [tokens], Self.companies: [answer]])
            let words = try await vendor.failure("companies")?.words
            #expect(words?.contains("bad ***") == true && words?.contains("tok-secret") == false)
        }
    }
}
