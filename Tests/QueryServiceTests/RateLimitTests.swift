import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
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
