import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// A name becomes an id only where it can mean one thing; else the answer lists what it could mean.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LookupNameTests {
    /// Two boards with a status of the same name, one that is retired, and members.
    private static let rows: [(kind: String, id: String, name: String, parent: String?, isActive: Bool?)] = [
        ("ticket_queue", "1", "Help Desk", nil, true), ("ticket_queue", "2", "Projects", nil, true),
        ("ticket_status", "11", "New", "ticket_queue:1", true), ("ticket_status", "21", "New", "ticket_queue:2", true),
        ("ticket_status", "12", "Waiting  on Client", "ticket_queue:1", nil),
        ("ticket_status", "13", "Escalated", "ticket_queue:1", false), ("member", "7", "Zoë O'Brien", nil, true),
        ("member", "8", "zoë o'brien", nil, true), ("ticket_sla", "3", "Gold", nil, nil),
        ("ticket_priority", "3:2", "High", "ticket_sla:3", nil),
    ]

    private static func seed(_ fixture: Fixture, connection: UUID? = nil) async throws {
        for row in rows {
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.lookup_facts
                    (tenant_id, connection_id, id, external_id, kind, name, parent_external_id, is_active)
                VALUES (\(fixture.acme.id), \(connection ?? fixture.psa[fixture.acme.id]), gen_random_uuid(),
                    \("\(row.kind):\(row.id)"), \(row.kind), \(row.name), \(row.parent), \(row.isActive))
                """)
        }
    }

    private static func with(_ body: @escaping @Sendable (Fixture, _ key: String) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            try await seed(fixture)
            try await body(fixture, try await fixture.key([.lookups: .readOnly]))
        }
    }

    @Test func aNameBecomesTheIDOfThePSA() async throws {
        try await Self.with { fixture, key in
            let reply = try await fixture.get("/v1/resolve?kind=ticket_queue&name=help%20%20desk", key)
            #expect(reply.status == 200 && reply.json["data"]["vendor_id"].text == "1", "\(reply.text)")
            #expect(reply.json["data"]["external_id"].text == "ticket_queue:1")
            #expect(reply.json["data"]["connection"].text == "psa")
            #expect(reply.json["freshness"]["stale"] != .null)
        }
    }

    @Test func anIDThatIsUniqueWithinItsParentAloneIsGivenAsThePSAWritesIt() async throws {
        try await Self.with { fixture, key in
            let reply = try await fixture.get("/v1/resolve?kind=ticket_priority&name=high", key)
            #expect(reply.json["data"]["external_id"].text == "ticket_priority:3:2", "\(reply.text)")
            #expect(reply.json["data"]["vendor_id"].text == "2")
        }
    }

    @Test func whereNamesRepeatTheParentSaysWhich() async throws {
        try await Self.with { fixture, key in
            let status = "/v1/resolve?kind=ticket_status&name=New"
            let both = try await fixture.get(status, key)
            #expect(both.status == 409)
            #expect(both.json["valid"].items.map { $0["parent_name"].text } == ["Help Desk", "Projects"])
            for parent in ["projects", "ticket_queue:2"] {
                let one = try await fixture.get("\(status)&parent=\(parent)", key)
                #expect(one.json["data"]["vendor_id"].text == "21", "\(one.text)")
            }
        }
    }

    @Test func anUnknownNameListsTheValidOnes() async throws {
        try await Self.with { fixture, key in
            let reply = try await fixture.get("/v1/resolve?kind=ticket_status&name=Waitng&parent=Help%20Desk", key)
            #expect(reply.status == 404)
            #expect(reply.json["valid"].items.map { $0["name"].text } == ["New", "Waiting  on Client"])
            #expect(reply.json["nearest"].text == "Waiting  on Client" || reply.json["nearest"].text == "New")
        }
    }

    @Test func whatMayNotBeChosenAnyMoreIsNoAnswer() async throws {
        try await Self.with { fixture, key in
            let reply = try await fixture.get("/v1/resolve?kind=ticket_status&name=Escalated", key)
            #expect(reply.status == 404 && reply.json["detail"].text?.contains("any more") == true)
            #expect(!reply.json["valid"].items.contains { $0["name"].text == "Escalated" })
        }
    }

    /// Two members whose names differ by letter case alone: the exact one is meant, and neither by a third writing.
    @Test func anExactNameGoesBeforeOneThatIsWrittenAlike() async throws {
        try await Self.with { fixture, key in
            let name = Fixture.encoded("Zoë O'Brien")
            let exact = try await fixture.get("/v1/resolve?kind=member&name=\(name)", key)
            #expect(exact.json["data"]["vendor_id"].text == "7")
            let neither = Fixture.encoded("ZOË O'BRIEN")
            #expect(try await fixture.get("/v1/resolve?kind=member&name=\(neither)", key).status == 409)
        }
    }

    @Test func aWrongKindOrConnectionNamesTheRightOnes() async throws {
        try await Self.with { fixture, key in
            let kind = try await fixture.get("/v1/resolve?kind=ticket_state&name=New", key)
            #expect(kind.status == 400 && kind.json["nearest"].text == "ticket_status", "\(kind.text)")
            let place = try await fixture.get("/v1/resolve?kind=member&name=x&connection=pas", key)
            #expect(place.status == 404 && place.json["nearest"].text == "psa")
            #expect(try await fixture.get("/v1/resolve?kind=member", key).status == 400)
            #expect(try await fixture.get("/v1/resolve?kind=member&name=x&limit=1", key).status == 400)
        }
    }

    @Test func severalPSAsAreToldApartByTheirConnections() async throws {
        try await Self.with { fixture, key in
            let second = try await fixture.database.tenant(
                slug: "acme", vendor: "some-psa", connection: "second"
            ).connection
            try await Self.seed(fixture, connection: second)
            let projects = "/v1/resolve?kind=ticket_queue&name=Projects"
            #expect(try await fixture.get(projects, key).status == 409)
            let one = try await fixture.get("\(projects)&connection=second", key)
            #expect(one.json["data"]["connection"].text == "second", "\(one.text)")
        }
    }

    @Test func anotherTenantsNamesAreNotThere() async throws {
        try await Self.with { fixture, _ in
            let stranger = try await fixture.key([.lookups: .readOnly], tenant: fixture.other)
            let reply = try await fixture.get("/v1/resolve?kind=ticket_queue&name=Projects", stranger)
            #expect(reply.status == 400 && !reply.text.contains("Projects"))
            let without = try await fixture.key([.tickets: .readOnly])
            #expect(try await fixture.get("/v1/resolve?kind=ticket_queue&name=Projects", without).status == 403)
        }
    }
}
