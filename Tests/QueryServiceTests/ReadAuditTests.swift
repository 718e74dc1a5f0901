import Access
import Foundation
import Inventory
import Logging
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Reads are counted in the audit trail, and refusals noted one by one.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReadAuditTests {
    private static let logger = Logger(label: "tests.reads") { _ in SwiftLogNoOpLogHandler() }

    private static func reads(_ fixture: Fixture, _ tenant: Tenant) async throws -> [String] {
        try await AuditTrail(fixture.database.owner).list(tenant: tenant.id, reads: true)
            .map { "\($0.actor) \($0.subject ?? "-") \($0.details["count"] ?? "")" }.sorted()
    }

    @Test func readsAreCountedByKeyRouteAndMinute() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let (one, two) = (try await fixture.key(), try await fixture.key())
            let theirs = try await fixture.key(tenant: fixture.other)
            for _ in 0..<3 { _ = try await fixture.get("/v1/devices?limit=1", one) }
            _ = try await fixture.get("/v1/devices/\(try await fixture.id("devices", "a"))", one)
            _ = try await fixture.get("/v1/devices", two)
            _ = try await fixture.get("/v1/devices", theirs)
            _ = try await fixture.post("/v1/tools/list_devices", "{}", one)
            _ = try await fixture.get("/healthz")
            let counter = fixture.service.countedReads
            await counter.write(Self.logger, before: 0)
            #expect(try await Self.reads(fixture, fixture.acme).isEmpty)
            await counter.write(Self.logger)
            let counts = try await Self.reads(fixture, fixture.acme).map {
                $0.split(separator: " ").dropFirst().joined(separator: " ")
            }
            #expect(
                counts.sorted() == [
                    "GET /v1/devices 1", "GET /v1/devices 3", "GET /v1/devices/{id} 1", "POST /v1/tools/{name} 1",
                ])
            #expect(try await Self.reads(fixture, fixture.other).count == 1)
            await counter.write(Self.logger)
            #expect(try await Self.reads(fixture, fixture.acme).count == 4)
            #expect(
                try await AuditTrail(fixture.database.owner).list(tenant: fixture.acme.id).allSatisfy {
                    $0.action != "read"
                })
        }
    }

    @Test func whatCannotBeWrittenIsKept() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.get("/v1/devices", try await fixture.key())
            let role = fixture.database.rolePrefix + "_reader"
            try await fixture.database.owner.query("REVOKE INSERT ON control.audit FROM \(identifier: role)")
            await fixture.service.countedReads.write(Self.logger)
            try await fixture.database.owner.query("GRANT INSERT ON control.audit TO \(identifier: role)")
            await fixture.service.countedReads.write(Self.logger)
            #expect(try await Self.reads(fixture, fixture.acme).count == 1)
        }
    }

    @Test func minutesAreToldApart() {
        var tally = ReadTally()
        let tenant = UUID()
        func line(_ minute: Int) -> ReadTally.Line {
            ReadTally.Line(tenant: tenant, actor: "key:k", route: "GET /v1/devices", minute: minute)
        }
        for minute in [1, 1, 2, 3] { tally.add(line(minute)) }
        #expect(tally.taken(before: 3) == [line(1): 2, line(2): 1])
        #expect(tally.taken(before: 3).isEmpty)
        #expect(tally.taken(before: nil) == [line(3): 1])
    }

    @Test func aReadThatTheKeyMayNotDoIsNotedByItself() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let narrow = try await fixture.key([.devices: .readOnly])
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.key(companies: [company])
            for (path, key) in [
                ("/v1/tickets", narrow), ("/v1/devices?fields=owner_email", narrow), ("/v1/changes", limited),
                ("/v1/devices?nothing=1", narrow), ("/v1/devices/\(UUID().uuidString)", narrow),
            ] {
                #expect(try await fixture.get(path, key).status >= 400, "\(path)")
            }
            let noted = ["/v1/tickets", "/v1/devices", "/v1/changes"].map { "GET \($0) - refused" }
            #expect(try await fixture.audited() == noted)
        }
    }
}
