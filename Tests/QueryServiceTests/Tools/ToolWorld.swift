import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import TestSupport

@testable import QueryService

/// Two clients of acme with rows that have names, and one client of another tenant that nobody here may see.
extension Fixture {
    /// The world above on a database of its own.
    static func withTools(
        _ setup: TestingSetup = .router, _ body: @escaping @Sendable (Fixture, _ key: String) async throws -> Void
    ) async throws {
        try await with(setup) { fixture in
            try await fixture.seedEverything()
            try await fixture.nameEverything()
            try await body(fixture, try await fixture.key())
        }
    }

    private func nameEverything() async throws {
        for (table, change) in Self.changes {
            try await database.owner.query(
                "UPDATE inventory.\(identifier: table) SET \(raw: change) WHERE tenant_id = \(acme.id)")
        }
        for (table, column) in [("organization", "name"), ("company", "name"), ("device", "hostname")] {
            try await database.owner.query(
                """
                UPDATE inventory.\(identifier: "\(table)_facts") SET \(identifier: column) = 'Foreign'
                WHERE tenant_id = \(other.id)
                """)
        }
        try await database.owner.query(
            "UPDATE inventory.ticket_facts SET number = '9009' WHERE tenant_id = \(other.id)")
        try await addTickets(6) { "Printer \($0) in the hall does not print" }
    }

    private static let changes: [(String, String)] = [
        ("organization_facts", "name = \(ofClient("Acme", "Beta")), city = 'Bern'"),
        ("site_facts", "name = \(ofClient("Acme HQ", "Beta HQ"))"),
        ("company_facts", "name = \(ofClient("Acme Ltd", "Beta GmbH")), identifier = \(ofClient("ACME", "BETA"))"),
        ("company_facts", "kind = 'customer', is_active = true"),
        (
            "device_facts",
            "hostname = 'FILE01', display_name = \(ofClient("Acme files", "Beta files")), device_class = 'server'"
        ),
        ("alert_facts", "status = 'open', severity = 'critical', message = 'Disk full', raised_at = now()"),
        ("contact_facts", "first_name = 'Ann', last_name = \(ofClient("Archer", "Baker")), email = 'ann@acme.example'"),
        (
            "ticket_facts",
            """
            number = \(ofClient("1001", "2001")), status_category = 'open', priority = 'high', opened_at = now(),
            summary = 'Printer on floor 3 does not print', description = 'It blinks.'
            """
        ),
        ("ticket_note_facts", "body = 'Called back', written_at = now(), author_name = 'Tom'"),
        ("agreement_facts", "name = \(ofClient("Acme care", "Beta care")), status = 'active', monthly_amount = 100"),
        ("agreement_line_facts", "name = 'Seat', quantity = 5"),
        ("backup_facts", "status = 'success', product = 'Vault', last_run_at = now()"),
    ]

    private static func ofClient(_ first: String, _ second: String) -> String {
        "CASE WHEN external_id LIKE 'a-%' THEN '\(first)' ELSE '\(second)' END"
    }

    /// Open tickets of the client a, with summaries of their numbers.
    func addTickets(_ count: Int, from first: Int = 1, _ summary: (Int) -> String) async throws {
        let company = try await id("companies", "a")
        for number in first..<(first + count) {
            try await database.owner.query(
                """
                INSERT INTO inventory.ticket_facts (tenant_id, connection_id, id, external_id, number, summary, company_id,
                    status_category, opened_at)
                VALUES (\(acme.id), \(psa[acme.id]), gen_random_uuid(), \("more-\(number)"), \("M-\(number)"),
                    \(summary(number)), \(company)::uuid, 'open', '2026-01-01'::timestamptz + \(number) * interval '1 hour')
                """)
        }
    }

    /// Runs a tool over REST.
    func tool(_ name: String, _ arguments: String = "{}", _ key: String) async throws -> Reply {
        try await post("/v1/tools/\(name)", arguments, key)
    }

    /// Sends a message of the Model Context Protocol.
    func mcp(
        _ method: String, _ members: String = "", name: String? = nil, version: MCPVersion = .v20260728,
        key: String?, more: HTTPFields = [:]
    ) async throws -> Reply {
        let own = MCPText.headers(method, name: name, version)
        var headers: HTTPFields = [.contentType: "application/json", .accept: "application/json, text/event-stream"]
        headers[.mcpProtocolVersion] = own.version
        headers[.mcpMethod] = own.method
        headers[.mcpName] = own.name
        if let key { headers[.authorization] = "Bearer \(key)" }
        for field in more { headers[field.name] = field.value }
        let response = try await client.execute(
            uri: "/mcp", method: .post, headers: headers,
            body: ByteBuffer(string: MCPText.request(method, members, version)))
        return Reply(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// Calls of every tool that all answer in this world.
    static let calls: [(name: String, arguments: String)] = [
        ("list_organizations", #"{"organization":"Acme"}"#), ("list_companies", #"{"company":"ACME"}"#),
        ("list_contacts", #"{"company":"Acme Ltd","search":"arch"}"#),
        ("list_devices", #"{"organization":"Acme","device_class":["server"]}"#),
        ("get_device", #"{"device":"file01","organization":"acme"}"#),
        ("audit_device", #"{"device":"FILE01","company":"Acme Ltd"}"#),
        ("list_alerts", #"{"device":"FILE01","organization":"Acme","severity":["critical"]}"#),
        ("list_tickets", #"{"device":"FILE01","company":"Acme Ltd"}"#),
        ("get_ticket_context", ##"{"ticket":"#1001"}"##),
        ("list_agreements", #"{"company":"acme","with_lines":true}"#),
        ("run_report", #"{"report":"inactive-devices","company":"Acme Ltd"}"#), ("get_freshness", "{}"),
    ]
}
