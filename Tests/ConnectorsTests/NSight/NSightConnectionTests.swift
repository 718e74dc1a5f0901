import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Logging
import Testing

/// Who we are, and what the vendor's refusals mean.
@Suite struct NSightConnectionTests {
    private func test(_ response: TransportResponse) async -> ConnectorError? {
        let transport = ScriptedTransport { _, _ in response }
        do throws(ConnectorError) {
            let connector = try NSight(transport.context(credentials: ["api_key": NSightVendor.key]))
            try await connector.test()
            return nil
        } catch {
            return error
        }
    }

    @Test func theKeyAndTheServiceAreParametersOfAGET() async throws {
        let vendor = try NSightVendor(["list_clients": [NSightVendor.items("")]])
        try await vendor.connector.test()
        let request = try #require(vendor.transport.requests.first)
        #expect(request.url == "https://vendor.example/api/?apikey=n-s1ght-k3y&service=list_clients")
        #expect(request.method == .get && request.headers[.authorization] == nil)
        #expect(request.limits.idle >= .seconds(120))
    }

    @Test func theDashboardOfWww2HasItsAPIAtTheTwin() async throws {
        let transport = ScriptedTransport { _, _ in .xml(NSightVendor.items("")) }
        var context = transport.context(credentials: ["api_key": "k"])
        context.baseURL = "https://www2.systemmonitor.example/"
        try await NSight(context).test()
        #expect(transport.requests.first?.url.hasPrefix("https://www.systemmonitor.example/api/?") == true)
    }

    @Test func aWrongKeyOrTerritoryIsSaidSo() async {
        guard case .unauthorised(let words) = await test(.xml(NSightVendor.refusal(3, "Login failed"))) else {
            Issue.record("not unauthorised")
            return
        }
        #expect(words.contains("Login failed") && words.contains("territory"))
    }

    @Test func theOtherCodesAreToldApart() async {
        #expect(await test(.xml(NSightVendor.refusal(4, "Invalid"))) == .notFound("Invalid"))
        #expect(await test(.xml(NSightVendor.refusal(5, "Missing"))) == .rejectedCall(status: 200, "Missing"))
        for answer in [NSightVendor.refusal(77, "?"), "<result status='FAIL'><msg>no</msg></result>"] {
            guard case .unavailable = await test(.xml(answer)) else {
                Issue.record("not unavailable")
                return
            }
        }
    }

    @Test func refusedForAskingTooOftenThePauseIsTheVendorsOrAMinuteAndAHalf() async {
        for (status, header, seconds) in [(403, nil, 90), (429, nil, 90), (429, "7", 7), (403, "120", 120)] {
            var answer = TransportResponse.xml("<html/>", status: status)
            answer.headers[.retryAfter] = header
            guard case .throttled(seconds, _) = await test(answer) else {
                Issue.record("\(status) is no throttle")
                return
            }
        }
    }

    @Test func nobodyIsFollowedToAnotherHost() async {
        var answer = TransportResponse.xml("", status: 302)
        answer.headers[.location] = "https://elsewhere.example/api/?apikey=\(NSightVendor.key)"
        guard case .unavailable(let words) = await test(answer) else {
            Issue.record("not unavailable")
            return
        }
        #expect(!words.contains(NSightVendor.key))
    }

    @Test func theBudgetIsOneCallAtATimeAndAboutOneASecond() {
        #expect(NSight.vendor.budget.concurrentCalls == 1)
        #expect((30...60).contains(NSight.vendor.budget.callsPerMinute))
    }

    /// What a day of 5,000 devices, 125 clients and 250 sites takes, of what 55 a minute allow.
    @Test func aDayOfFiveThousandDevicesFitsTheBudget() {
        let things = ["organizations": 125, "sites": 250, "alerts": 333]
        var calls = 0
        for stream in NSight.streams {
            var times = 86_400 / Int(stream.period.components.seconds)
            if case .perParent(_, .moved(_, let rest)) = stream.reading {
                times = 86_400 / Int(rest.components.seconds)
            }
            calls += times * stream.callsPerThousand * things[stream.name, default: 5000] / 1000
        }
        #expect(calls < 55 * 60 * 24, "\(calls)")
    }
}
