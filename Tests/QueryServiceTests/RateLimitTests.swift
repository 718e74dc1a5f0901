import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// How many requests a key and a tenant have, and what answers say of it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RateLimitTests {
    @Test func aWindowGivesSoManyAndBeginsAnew() {
        var windows = RateWindows(limits: RateLimits(key: 2, tenant: 3))
        let (tenant, one, two) = (UUID(), UUID(), UUID())
        #expect(windows.take(key: one, tenant: tenant, at: 10).counts.map(\.left) == [1, 2])
        #expect(windows.take(key: one, tenant: tenant, at: 20).counts.map(\.left) == [0, 1])
        let refused = windows.take(key: one, tenant: tenant, at: 30)
        #expect(!refused.isAllowed && refused.counts.map(\.left) == [0, 1] && refused.counts[0].seconds == 40)
        #expect(windows.take(key: two, tenant: tenant, at: 30).isAllowed)
        #expect(!windows.take(key: two, tenant: tenant, at: 31).isAllowed)
        #expect(windows.take(key: UUID(), tenant: UUID(), at: 31).isAllowed)
        #expect(windows.take(key: one, tenant: tenant, at: 70).counts.map(\.left) == [1, 2])
    }

    @Test func whatOthersHaveAnsweredIsNotLeft() {
        var windows = RateWindows(limits: RateLimits(key: 3, tenant: 100))
        let (tenant, key) = (UUID(), UUID())
        #expect(windows.take(key: key, tenant: tenant, at: 10).isAllowed)
        #expect(Set(windows.shares(at: 12).map { "\($0.used) \($0.seconds)" }) == ["1 58"])
        #expect(windows.shares(at: 12).isEmpty)
        windows.learn(1, of: key)
        windows.learn(1, of: tenant)
        #expect(windows.take(key: key, tenant: tenant, at: 13).counts.map(\.left) == [0, 97])
        #expect(!windows.take(key: key, tenant: tenant, at: 14).isAllowed)
        // Who is refused hears when others have done.
        #expect(windows.shares(at: 15).contains(RateShare(id: key, used: 2, seconds: 55)))
        windows.learn(0, of: key)
        #expect(windows.take(key: key, tenant: tenant, at: 16).isAllowed)
        windows.learn(5, of: key)
        #expect(windows.take(key: key, tenant: tenant, at: 17).counts.map(\.left) == [0, 96])
        // The next window begins without what was heard of the last one.
        #expect(windows.take(key: key, tenant: tenant, at: 70).counts[0].left == 2)
    }

    @Test func twoProcessesKeepToOneLimit() async throws {
        try await Fixture.with { fixture in
            let limits = QueryServiceConfiguration(port: 0, limits: RateLimits(key: 4, tenant: 100))
            let (one, two) = (
                Fixture.service(fixture.database.reader, configuration: limits),
                Fixture.service(fixture.database.reader, configuration: limits)
            )
            let key = try await fixture.key()
            let logger = Logger(label: "tests")
            func ask(_ service: QueryService, _ key: String) async throws -> String {
                try await service.application().test(.router) { client in
                    let reply = try await client.execute(
                        uri: "/v1/me", method: .get, headers: [.authorization: "Bearer \(key)"])
                    return "\(reply.status.code) \(reply.headers[.rateLimitRemaining] ?? "-")"
                }
            }
            for left in ["200 3", "200 2", "200 1"] { #expect(try await ask(one, key) == left) }
            await one.rateExchange.exchange(logger)
            #expect(try await ask(two, key) == "200 3")
            await two.rateExchange.exchange(logger)
            #expect(try await ask(two, key) == "429 0")
            #expect(try await ask(two, try await fixture.key()) == "200 3")
            // The last was answered by the other; what is left is nobody's.
            #expect(try await ask(one, key) == "200 0")
            // A window that is over counts no more.
            try await fixture.database.owner.query("UPDATE control.request_counts SET ends_at = now()")
            await two.rateExchange.exchange(logger)
            #expect(try await ask(two, key) == "200 2")
            let kept = try await fixture.database.owner.query(
                "SELECT count(DISTINCT process) AS n FROM control.request_counts")
            #expect(try kept.only().get("n", as: Int.self) == 1)
        }
    }

    @Test func everyAnswerSaysHowManyAreLeftAndThenWhenThereAreMore() async throws {
        try await Fixture.with { fixture in
            let limits = RateLimits(key: 3, tenant: 100)
            let service = Fixture.service(
                fixture.database.reader, configuration: QueryServiceConfiguration(port: 0, limits: limits))
            let key = try await fixture.key()
            try await service.application().test(.router) { client in
                var seen: [String] = []
                for path in ["/v1/me", "/v1/devices/\(UUID())", "/v1/devices?nonsense=1", "/v1/me"] {
                    let reply = try await client.execute(
                        uri: path, method: .get, headers: [.authorization: "Bearer \(key)"])
                    seen.append("\(reply.status.code) \(reply.headers[.rateLimitRemaining] ?? "-")")
                    #expect(reply.headers[.rateLimitPolicy] == "\"key\";q=3;w=60, \"tenant\";q=100;w=60")
                    #expect(reply.headers[.rateLimit]?.hasPrefix("\"key\";r=") == true)
                    #expect(reply.headers[.rateLimitLimit] == "3" && reply.headers[.rateLimitReset] != nil)
                    #expect((reply.headers[.retryAfter] != nil) == (reply.status == .tooManyRequests))
                }
                #expect(seen == ["200 2", "404 1", "400 0", "429 0"])
                let other = try await client.execute(
                    uri: "/v1/me", method: .get, headers: [.authorization: "Bearer \(try await fixture.key())"])
                #expect(other.status == .ok)
            }
        }
    }
}
