import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Columns of a group that a key lacks (a device's last user, what vendors sent beside the model) are not shown and not
/// told of, whichever way is asked. Each holds a word that stands nowhere else.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RedactionTests {
    private static let mark = "REDACTED"
    private static let past = "as_of=2020-02-01"
    private static let resources = Catalogue(entities: Entities.all).resources

    /// The columns with a group of their own, by table.
    private static func hidden(_ group: PermissionGroup) -> [(resource: Resource, field: Field)] {
        resources.flatMap { resource in resource.fields.filter { $0.group == group }.map { (resource, $0) } }
    }

    private static func with(
        without group: PermissionGroup,
        _ body: @escaping @Sendable (Fixture, _ all: String, _ narrow: String) async throws -> Void
    ) async throws {
        try await Fixture.withTools { fixture, all in
            try await mark(fixture)
            var grants = Fixture.everything
            grants[group] = nil
            try await body(fixture, all, try await fixture.key(grants))
        }
    }

    private static func mark(_ fixture: Fixture) async throws {
        let owner = fixture.database.owner
        try await owner.query("UPDATE control.tenants SET created_at = '2020-01-01Z'")
        try await owner.query(
            """
            INSERT INTO inventory.device_readings (tenant_id, id) SELECT tenant_id, id FROM inventory.device_facts
            ON CONFLICT DO NOTHING
            """)
        for entity in Entities.all where entity.storage == .rows {
            var changes: [String: [SQL]] = [:]
            for column in entity.columns where column.group != nil && column.type == .text {
                let table = column.isVolatile ? "readings" : "facts"
                changes[table, default: []].append("\(identifier: column.name) = \("\(mark) \(column.name)")")
            }
            if entity.hasVendorFields {
                changes["facts", default: []].append("vendor_fields = '{\"w\": \"\(raw: mark)\"}'")
            }
            if entity.hasHistory { changes["facts", default: []] += ["first_synced_at = '2020-01-01Z'"] }
            for (table, parts) in changes {
                let set = parts.dropFirst().reduce(parts[0]) { "\($0), \($1)" }
                try await owner.query("UPDATE inventory.\(identifier: "\(entity.singular)_\(table)") SET \(set)")
            }
        }
        try await owner.query(
            """
            UPDATE inventory.changes SET changed_fields = '{"hostname": ["a", "b"], "owner_name": ["\(raw: mark)", null],
                "owner_email": [null, "\(raw: mark)"], "last_user": [null, "\(raw: mark)"],
                "vendor_fields": [null, {"w": "\(raw: mark)"}]}'
            """)
        // A version of the past, with the same words in it.
        try await owner.query("UPDATE inventory.device_facts SET agent_version = '2'")
        try await owner.query(
            """
            UPDATE inventory.history SET valid_from = '2020-01-01Z'
            WHERE entity = 'devices' AND facts ? 'owner_email'
            """)
    }

    // MARK: - Nothing is shown

    @Test(arguments: [PermissionGroup.contacts, .vendorFields])
    func noReadShowsAColumnOfAGroupThatTheKeyLacks(group: PermissionGroup) async throws {
        try await Self.with(without: group) { fixture, all, narrow in
            var shown = 0
            for path in try await Self.reads(fixture) {
                for accept in path.isLines ? ["application/x-ndjson", "text/csv"] : ["application/json"] {
                    let full = try await fixture.get(path.text, all, headers: [.accept: accept])
                    #expect(full.status == 200 || path.mayFail, "\(path.text): \(full.text)")
                    let reply = try await fixture.get(path.text, narrow, headers: [.accept: accept])
                    let left = try Self.marks(reply.text, of: group)
                    #expect(left.isEmpty, "\(path.text) as \(accept): \(left)")
                    shown += try Self.marks(full.text, of: group).count
                }
            }
            // The words are there for who may see them.
            #expect(shown > 10)
        }
    }

    private struct Read {
        var text: String
        var isLines = false
        var mayFail = false
    }

    /// Lists, summaries, single rows, each with all that may be included, now and in the past; and what else answers rows.
    private static func reads(_ fixture: Fixture) async throws -> [Read] {
        var reads: [Read] = []
        for resource in resources {
            let path = "/v1/\(resource.path)"
            let includes = resource.includes.filter { $0.table != "contacts" }.map(\.name).joined(separator: ",")
            let include = includes.isEmpty ? "" : "include=\(includes)"
            reads += [Read(text: "\(path)?\(include)"), Read(text: "\(path)?\(include)", isLines: true)]
            if resource.deletion != .none { reads.append(Read(text: "\(path)?deleted=include")) }
            if !resource.searched.isEmpty { reads.append(Read(text: "\(path)?q=\(mark.lowercased())")) }
            if resource.hasHistory { reads.append(Read(text: "\(path)?\(past)")) }
            guard resource.hasSingleRead, resource.deletion != .withDevice else { continue }
            let single = "\(path)/\(try await fixture.id(resource.name, "a"))"
            reads.append(Read(text: "\(single)?\(include)"))
            if resource.hasHistory { reads.append(Read(text: "\(single)?\(past)", mayFail: true)) }
        }
        let ticket = try await fixture.id("tickets", "a")
        reads += ["/v1/search?q=\(mark)", "/v1/search?q=file01", "/v1/connections", "/v1/freshness", "/v1/me"].map {
            Read(text: $0)
        }
        return reads + [Read(text: "/v1/tickets/\(ticket)/device")]
    }

    /// The marks in a text that are of the group: those of the other group stand in other members.
    private static func marks(_ text: String, of group: PermissionGroup) throws -> [Substring] {
        let names = hidden(group).map(\.field.name).uniqued.joined(separator: "|")
        let own =
            group == .vendorFields
            ? "(?:\"+w\"+: ?\"+\(mark))" : "(?:\(mark) (?:\(names))|(?:\(names))\": ?\\[[^\\]]*\(mark))"
        let regex = try Regex(own)
        return text.matches(of: regex).map { text[$0.range] }
    }

    @Test(arguments: [PermissionGroup.contacts, .vendorFields])
    func noToolShowsAColumnOfAGroupThatTheKeyLacks(group: PermissionGroup) async throws {
        try await Self.with(without: group) { fixture, all, narrow in
            var calls = Fixture.calls.filter { $0.name != "list_contacts" }
            calls += [("list_devices", #"{"search":"\#(Self.mark)"}"#), ("list_devices", "{}")]
            var shown = 0
            for (name, arguments) in calls {
                shown += try Self.marks(try await fixture.tool(name, arguments, all).text, of: group).count
                let reply = try await fixture.tool(name, arguments, narrow)
                #expect(reply.status == 200, "\(name): \(reply.text)")
                #expect(try Self.marks(reply.text, of: group).isEmpty, "\(name): \(reply.text)")
            }
            // Tools show nobody what vendors sent beside the model.
            #expect((shown > 0) == (group == .contacts))
        }
    }

    // MARK: - Nothing is told of

    @Test(arguments: [PermissionGroup.contacts, .vendorFields, .agreements])
    func namingAColumnOfAGroupThatTheKeyLacksIsRefusedByEveryRoute(group: PermissionGroup) async throws {
        try await Self.with(without: group) { fixture, _, narrow in
            for (resource, field) in Self.hidden(group) {
                let path = "/v1/\(resource.path)"
                var asked = ["\(path)?fields=\(field.name)", "\(path)?\(field.name)[is_null]=true"]
                asked += [
                    "\(path)?fields=\(resource.key.name),\(field.name)", "\(path)/summary?group_by=\(field.name)",
                ]
                asked += [
                    "\(path)/summary?group_by=\(resource.key.name)&\(field.name)[is_null]=false",
                    "\(path)?sort=\(field.name)", "\(path)?sort=-\(field.name)",
                ]
                if field.type == .text {
                    asked += ["like", "in", "ne", "gt"].map { "\(path)?\(field.name)[\($0)]=\(Self.mark)" }
                }
                if resource.hasHistory { asked.append("\(path)?\(Self.past)&fields=\(field.name)") }
                if resource.deletion == .byColumn {
                    let id = try await fixture.id(resource.name, "a")
                    asked.append("\(path)/\(id)?fields=\(field.name)")
                }
                for address in asked {
                    let reply = try await fixture.get(address, narrow)
                    #expect(
                        reply.status == 403 && reply.json["group"].text == group.rawValue, "\(address): \(reply.text)")
                    let lines = try await fixture.get(address, narrow, headers: [.accept: "text/csv"])
                    #expect(lines.status == 403, "\(address) as lines")
                }
            }
        }
    }

    /// Whether something is found would tell what is not shown.
    @Test func wordsAreNotLookedForInColumnsThatTheKeyMayNotSee() async throws {
        try await Self.with(without: .contacts) { fixture, all, narrow in
            let word = "q=\(Self.mark)%20owner_email"
            for path in ["/v1/devices?\(word)", "/v1/devices/summary?group_by=id&\(word)", "/v1/search?\(word)"] {
                #expect(try await !fixture.get(path, all).rows.isEmpty, "\(path)")
                #expect(try await fixture.get(path, narrow).rows.isEmpty, "\(path)")
            }
            let counted = try await fixture.get("/v1/devices?count=exact&\(word)", narrow)
            #expect(counted.json["page"]["total"].integer == 0)
            let past = try await fixture.get("/v1/devices?\(Self.past)&\(word)", narrow)
            #expect(past.status == 200 && past.rows.isEmpty)
        }
    }

    /// A cursor holds the sort keys of a row: one that a fuller key was given opens nothing for a narrower one.
    @Test func aCursorOfAFullerKeyGoesNoFurther() async throws {
        try await Self.with(without: .contacts) { fixture, all, narrow in
            let first = try await fixture.get("/v1/devices?limit=1&sort=owner_name", all)
            let cursor = try #require(first.json["page"]["next_cursor"].text)
            let sorted = try await fixture.get("/v1/devices?limit=1&sort=owner_name&cursor=\(cursor)", narrow)
            #expect(sorted.status == 403)
            let plain = try await fixture.get("/v1/devices?limit=1&cursor=\(cursor)", narrow)
            #expect(plain.status == 400 && plain.rows.isEmpty)
        }
    }
}
