import HTTPTypes
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct RateSignsTests {
    private func signs(_ fields: [String: String]) throws -> RateSigns {
        var headers = HTTPFields()
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        return RateSigns(headers, now: ManualClock.start)
    }

    @Test(arguments: [
        ("120", 120.0), ("0", 0), (" 2.5 ", 2.5), ("Wed, 01 Jul 2026 00:01:30 GMT", 90),
        ("Wed, 01 Jul 2020 00:00:00 GMT", 0), ("1782864045", 45), ("1782864045000", 45),
    ])
    func retryAfterIsReadInEveryForm(text: String, seconds: Double) throws {
        #expect(try signs(["Retry-After": text]).retryAfter == seconds)
    }

    @Test(arguments: ["", "soon", "-5", "nan", "Wed, 99 Foo 2026 00:00:00 GMT"])
    func whatIsNoTimeIsNoSign(text: String) throws {
        #expect(try signs(["Retry-After": text]).retryAfter == nil)
    }

    @Test func aDateCountsByTheVendorsOwnClock() throws {
        let signs = try signs([
            "Retry-After": "Wed, 01 Jul 2026 00:11:00 GMT", "Date": "Wed, 01 Jul 2026 00:10:00 GMT",
        ])
        #expect(signs.retryAfter == 60)
    }

    @Test(arguments: ["X-RateLimit", "X-Rate-Limit", "RateLimit"])
    func singleFieldsAreRead(prefix: String) throws {
        let signs = try signs(["\(prefix)-Limit": "100", "\(prefix)-Remaining": "7", "\(prefix)-Reset": "30"])
        #expect(signs.remaining == 7)
        #expect(signs.resetAfter == 30)
        // A number without its window says nothing of a minute.
        #expect(signs.callsPerMinute == nil)
    }

    @Test func plainFieldsAreReadToo() throws {
        let signs = try signs(["Limit": "500", "Remaining": "7", "Reset": "1782864030"])
        #expect(signs.remaining == 7 && signs.resetAfter == 30)
    }

    @Test func aResetMayBeAnEpoch() throws {
        #expect(try signs(["X-RateLimit-Reset": "1782864020"]).resetAfter == 20)
    }

    @Test func theStandardsOwnFieldIsRead() throws {
        let signs = try signs(["RateLimit": #""default";r=50;t=30"#, "RateLimit-Policy": #""default";q=100;w=60"#])
        #expect(signs.remaining == 50)
        #expect(signs.resetAfter == 30)
        #expect(signs.callsPerMinute == 100)
    }

    @Test func itsOlderFormIsReadToo() throws {
        let signs = try signs(["RateLimit": "limit=100, remaining=50, reset=5", "RateLimit-Policy": "100;w=30"])
        #expect(signs.remaining == 50)
        #expect(signs.resetAfter == 5)
        #expect(signs.callsPerMinute == 200)
    }

    @Test func theTightestOfSeveralCounts() throws {
        let signs = try signs([
            "RateLimit": #""minute";r=50;t=30, "hour";r=3;t=900"#,
            "RateLimit-Policy": #""minute";q=100;w=60, "hour";q=1200;w=3600"#,
        ])
        #expect(signs.remaining == 3)
        #expect(signs.resetAfter == 900)
        #expect(signs.callsPerMinute == 20)
    }

    @Test func quotasOfOtherThingsThanCallsAreLeftAlone() throws {
        let signs = try signs([
            "RateLimit-Policy": #""bytes";q=10;w=60;qu="content-bytes", "calls";q=600;w=60, "day";q=5;w=86400"#
        ])
        #expect(signs.callsPerMinute == 600)
    }

    @Test func valuesBeyondAnyIntegerAreNoSign() throws {
        let signs = try signs(["X-RateLimit-Remaining": "1e300", "RateLimit": #""a";r=99999999999999999999"#])
        #expect(signs.remaining == nil)
    }

    @Test func anAnswerWithoutSuchFieldsSaysNothing() throws {
        #expect(try signs(["Content-Type": "text/html"]) == RateSigns())
    }
}

@Suite(.timeLimit(.minutes(1))) struct HTTPDateTests {
    @Test(arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func allFormsAreRead(text: String) {
        #expect(WallTime(httpDate: text) == WallTime(seconds: 784_111_777))
    }

    @Test func aLeapDayIsCounted() {
        #expect(WallTime(httpDate: "Thu, 29 Feb 2024 00:00:00 GMT") == WallTime(seconds: 1_709_164_800))
    }

    @Test(arguments: [
        "", "Sun, 06 Nov", "Sun, 06 Nov 1994 25:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "0001-01-01",
    ])
    func othersAreNot(text: String) { #expect(WallTime(httpDate: text) == nil) }
}
