import Connectors
import HTTPTypes
import Testing

@testable import HTTPTransport

/// The vendor's ways of saying no, and what it bears (sheet, Errors and Rate limits; traps 2 and 3).
@Suite struct NCentralRefusalTests {
    private func error(_ answer: TransportResponse) async throws -> ConnectorError? {
        await (try NCentralVendor(["/api/sites": [answer]])).error(of: "sites")
    }

    @Test func trap2AnExpiredPasswordIsA500() async throws {
        let said = #"{"status":500,"message":"[ID=1] The user's password has expired"}"#
        guard case .unauthorised = try await error(.json(said, status: 500)) else {
            Issue.record("not the credentials")
            return
        }
    }

    @Test func trap2AnyOther500IsAFailureThatSaysWhatItMayBe() async throws {
        let said = #"{"status":500,"message":"[ID=1] ApiServiceRuntimeException: Unexpected"}"#
        guard case .unavailable(let words) = try await error(.json(said, status: 500)) else {
            Issue.record("not a failure for now")
            return
        }
        #expect(words.contains("ID=1") && words.contains("password may have expired"))
    }

    @Test func trap2A200MayHoldAnError() async throws {
        guard case .unavailable(let words) = try await error(.json(#"{"error message":"5000 Query failed."}"#)) else {
            Issue.record("not a failure for now")
            return
        }
        #expect(words.contains("5000 Query failed."))
        guard case .unauthorised = try await error(.json(#"{"error message":"2100 Bad credentials"}"#)) else {
            Issue.record("not the credentials")
            return
        }
    }

    @Test func theStatusMayBeAText() async throws {
        let said = #"{"status":"403","message":"[ID=1] FORBIDDEN: AccessDeniedException: no"}"#
        guard case .forbidden = try await error(.json(said, status: 403)) else {
            Issue.record("not a missing permission")
            return
        }
    }

    @Test func anEmptyBodyIsAnAnswerThatIsNotWhatWasPromised() async throws {
        let empty = TransportResponse(status: .ok, headers: [:], body: [])
        guard case .malformedAnswer = try await error(empty) else {
            Issue.record("not a malformed answer")
            return
        }
    }

    @Test func trap3EachEndpointHasItsOwnCallsAtOnceAndItsOwnRefusals() {
        let account = BudgetScope(key: "account:test:01")
        let rules = NCentral.vendor.budget.rules(account: account, host: "vendor.example", settings: [:])
        let atOnce = { (path: String) in
            BudgetRule.counting("https://vendor.example\(path)?pageNumber=1", of: rules).filter(\.isTold)
                .map(\.limits.concurrentCalls)
        }
        // Told to one scope each: the endpoint's.
        #expect(atOnce("/api/devices/12/assets/lifecycle-info") == [1])
        #expect(atOnce("/api/org-units/100/active-issues") == [3])
        #expect(atOnce("/api/devices/12/assets") == [3])
        for path in ["/api/devices", "/api/customers", "/api/sites"] { #expect(atOnce(path) == [5]) }
        for path in ["/api/devices/12/custom-properties", "/api/org-units/100/custom-properties"] {
            #expect(atOnce(path) == [5])
        }
        for path in [
            "/api/devices/12", "/api/customers/100", "/api/sites/102", "/api/appliance-tasks/1", "/api/auth/refresh",
            "/api/server-info/time",
        ] { #expect(atOnce(path) == [3], "\(path)") }
    }
}
