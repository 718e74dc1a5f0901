import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What a row was at a past moment is what the table said then.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HistoryTests {
    private static func device(_ hostname: String, serial: String = "S1") -> SourceRecord {
        Make.device("1", hostname: hostname, serial: serial, lastSeen: 1, vendorFields: #"{"typed":"by hand"}"#)
    }

    @Test func aFirstLoadAndAnUnchangedSyncKeepNothing() async throws {
        let streams = [
            Make.devices([Self.device("a"), Make.device("2")], after: []),
            Make.historyStream(
                "patch-status", PatchStatus.entity.description, after: ["devices"], [Make.patchStatus("1", pending: 1)]),
            Make.historyStream("agreements", Agreement.entity.description, [Make.agreement("7", amount: "10.00")]),
            Make.historyStream(
                "lines", AgreementLine.entity.description, after: ["agreements"],
                [Make.line("70", agreement: "7", quantity: "1.5")]),
        ]
        try await Fixture.with(streams) { fixture in
            try await fixture.sync()
            try await fixture.sync(isFull: true)
            #expect(try await fixture.versions() == 0)
            fixture.script.set("devices", [Self.device("b"), Make.device("2")])
            try await fixture.sync()
            #expect(try await fixture.versions() == 1)
        }
    }

    @Test func changedDeletedRestoredAndReusedThingsAreAsTheyWere() async throws {
        try await Fixture.with([Make.devices([], after: [])]) { fixture in
            var past: [(moment: String, devices: [String: String?])] = []
            func step(_ records: [SourceRecord], _ devices: [String: String?]) async throws {
                fixture.script.set("devices", records)
                #expect(try await fixture.sync(isFull: true, releasesBrake: true).state == .done)
                past.append((try await fixture.moment(), devices))
            }
            let other = Make.device("2")
            try await step([other], ["2": "host-2"])
            try await step([other, Self.device("a")], ["2": "host-2", "1": "a"])
            try await step([other, Self.device("b")], ["2": "host-2", "1": "b"])
            try await step([other], ["2": "host-2"])
            try await step([other, Self.device("c")], ["2": "host-2", "1": "c"])
            try await step([other, Self.device("d", serial: "S2")], ["2": "host-2", "1": "d"])
            for (moment, devices) in past {
                #expect(try await fixture.devices("hostname", asOf: moment) == devices)
            }
            // A thing that came back is the same one; one that took over an id is another.
            let ids = try await past.mapped { try await fixture.devices("id", asOf: $0.moment)["1"] ?? nil }
            #expect(ids[1] != nil && ids[1] == ids[2] && ids[2] == ids[4] && ids[3] == nil)
            #expect(ids[5] != nil && ids[5] != ids[4])
            // What is not kept is null, even of what is still so.
            let seen = try await fixture.devices("last_seen_at", asOf: past[5].moment)
            #expect(seen == ["1": nil, "2": nil])
            #expect(try await fixture.devices("vendor_fields", asOf: past[5].moment) == ["1": nil, "2": nil])
        }
    }

    @Test func aDeletedRowIsShownAsDeletedFromThenOn() async throws {
        try await Fixture.with([Make.devices([Self.device("a"), Make.device("2")], after: [])]) { fixture in
            let devices = try #require(Entities.named("devices"))
            try await fixture.sync()
            let before = try await fixture.moment()
            fixture.script.set("devices", [Make.device("2")])
            try await fixture.sync(isFull: true, releasesBrake: true)
            let after = try await fixture.moment()
            #expect(try await fixture.devices("hostname", asOf: before).keys.sorted() == ["1", "2"])
            #expect(try await fixture.devices("hostname", asOf: after).keys.sorted() == ["2"])
            #expect(try await fixture.rows(of: devices, asOf: after).count == 2)
            #expect(try await fixture.rows(of: devices, asOf: "2020-01-01").isEmpty)
        }
    }

    /// To the letter: with members that are null, and whatever is nested in them.
    @Test func customFieldsAreKeptAsTheyWere() async throws {
        func device(_ fields: String) -> SourceRecord {
            var record = Make.device("1")
            record.customFields = fields
            return record
        }
        let first = #"{"asset": null, "owner": {"name": "Ann", "team": null}}"#
        try await Fixture.with([Make.devices([device(first)], after: [])]) { fixture in
            try await fixture.sync()
            let before = try await fixture.moment()
            fixture.script.set("devices", [device(#"{"asset": "7"}"#)])
            try await fixture.sync()
            #expect(try await fixture.devices("custom_fields", asOf: before) == ["1": first])
            #expect(try await fixture.versions() == 1)
        }
    }

    @Test func severalChangesInOneTransactionAreOneVersion() async throws {
        try await Fixture.with([Make.devices([Self.device("a")], after: [])]) { fixture in
            try await fixture.sync()
            try await fixture.database.worker.transaction(tenant: fixture.tenant) { session in
                for name in ["b", "c", "d"] { try await Self.rename(name, fixture, in: session) }
            }
            let end = try await fixture.moment()
            #expect(try await fixture.versions() == 1)
            #expect(try await fixture.devices("hostname", asOf: end) == ["1": "d"])
            #expect(try await fixture.brokenIntervals() == 0)
        }
    }

    /// The transaction that begins first writes last: intervals still meet, none overlaps or is turned round.
    @Test func overlappingTransactionsLeaveNoHoleAndNoOverlap() async throws {
        try await Fixture.with([Make.devices([Self.device("a")], after: [])]) { fixture in
            let (database, tenant) = (fixture.database, fixture.tenant)
            try await fixture.sync()
            try await database.worker.transaction(tenant: tenant) { first in
                try await first.query("SELECT now()")
                try await database.worker.transaction(tenant: tenant) { second in
                    try await Self.rename("second", fixture, in: second)
                }
                try await Self.rename("first", fixture, in: first)
            }
            #expect(try await fixture.brokenIntervals() == 0)
            #expect(try await fixture.devices("hostname", asOf: try await fixture.moment()) == ["1": "first"])
            #expect(try await fixture.versions() == 1)
        }
    }

    private static func rename(_ name: String, _ fixture: Fixture, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE inventory.device_facts SET hostname = \(name), changed_at = now() WHERE tenant_id = \(fixture.tenant)
            """)
    }

    /// Not even a writer that forgets `changed_at` gets past.
    @Test func whoeverWritesLeavesAVersionBehind() async throws {
        try await Fixture.with([Make.devices([Self.device("a")], after: [])]) { fixture in
            try await fixture.sync()
            let before = try await fixture.moment()
            try await fixture.database.owner.query("UPDATE inventory.device_facts SET hostname = 'by hand'")
            let after = try await fixture.moment()
            #expect(try await fixture.devices("hostname", asOf: before) == ["1": "a"])
            #expect(try await fixture.devices("hostname", asOf: after) == ["1": "by hand"])
        }
    }

    @Test func whatIsErasedHasNoPast() async throws {
        try await Fixture.with([Make.devices([Self.device("a"), Make.device("2")], after: [])]) { fixture in
            try await fixture.sync()
            fixture.script.set("devices", [Self.device("b"), Make.device("2", hostname: "c")])
            try await fixture.sync()
            #expect(try await fixture.versions() == 2)
            try await fixture.database.owner.query("DELETE FROM inventory.device_facts WHERE external_id = '1'")
            #expect(try await fixture.versions() == 1)
        }
    }

    @Test func anotherTenantsPastIsNotSeen() async throws {
        try await Fixture.with([Make.devices([Self.device("acme")], after: [])]) { acme in
            let (tenant, connection) = try await acme.database.tenant(slug: "other", vendor: "scripted")
            let other = Fixture(
                database: acme.database, tenant: tenant, connection: connection,
                script: Script([Make.devices([Self.device("other")], after: [])]))
            for fixture in [acme, other] { try await fixture.sync() }
            let moment = try await acme.moment()
            for fixture in [acme, other] {
                fixture.script.set("devices", [Self.device("later")])
                try await fixture.sync()
            }
            for (fixture, name) in [(acme, "acme"), (other, "other")] {
                #expect(try await fixture.devices("hostname", asOf: moment) == ["1": name])
                let all = try await acme.database.reader.query(
                    "SELECT hostname FROM inventory.devices_as_of(\(moment)::timestamptz)", tenant: fixture.tenant)
                #expect(all.map { $0["hostname"] } == [name])
            }
        }
    }
}

extension Sequence {
    /// The elements, each made into another one after the other.
    fileprivate func mapped<Other>(_ make: (Element) async throws -> Other) async rethrows -> [Other] {
        var others: [Other] = []
        for element in self { others.append(try await make(element)) }
        return others
    }
}
