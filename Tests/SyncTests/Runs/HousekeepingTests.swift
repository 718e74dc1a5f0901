import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What is older than a tenant keeps goes, and nothing else.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HousekeepingTests {
    private static func keeper(_ fixture: Fixture) -> Housekeeping {
        // Small batches, so that each kind takes several.
        Housekeeping(worker: fixture.database.worker, batch: 2)
    }

    private static func device(_ name: String) -> SourceRecord { Make.device("1", hostname: name) }

    @Test func olderVersionsGoAndTheirTimeIsNoLongerAsked() async throws {
        try await Fixture.with([Make.devices([Self.device("v0")], after: [])]) { fixture in
            for version in 1...8 {
                try await fixture.sync()
                fixture.script.set("devices", [Self.device("v\(version)")])
            }
            // Eight syncs left seven versions; the first five are of long ago.
            let old = try await Self.age(fixture, versions: 5, days: 500)
            let recent = try await Self.age(fixture, versions: 0, days: 300)
            let report = try await Self.keeper(fixture).run(tenant: fixture.tenant)
            #expect(report.history == 5)
            #expect(try await fixture.versions() == 2)
            await #expect(throws: PostgresError.self) { try await fixture.devices("hostname", asOf: old) }
            #expect(try await fixture.devices("hostname", asOf: recent).isEmpty)
            #expect(try await fixture.devices("hostname", asOf: try await fixture.moment()) == ["1": "v7"])
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).history == 0)
        }
    }

    /// Moves the oldest versions into the past; answers a moment of those days.
    private static func age(_ fixture: Fixture, versions: Int, days: Int) async throws -> String {
        try await fixture.database.owner.query(
            """
            UPDATE inventory.history SET valid_from = valid_from - make_interval(days => \(days)),
                valid_to = valid_to - make_interval(days => \(days))
            WHERE valid_to IN (SELECT valid_to FROM inventory.history ORDER BY valid_to LIMIT \(versions))
            """)
        return try await fixture.database.owner.query(
            "SELECT (now() - make_interval(days => \(days)))::text AS moment"
        ).only().get("moment")
    }

    @Test func daysRaisedAgainDoNotBringBackWhatIsGone() async throws {
        try await Fixture.with([Make.devices([Self.device("a")], after: [])]) { fixture in
            let owner = fixture.database.owner
            try await fixture.sync()
            try await owner.query(
                "INSERT INTO control.retention (tenant_id, history_days) VALUES (\(fixture.tenant), 10)")
            _ = try await Self.keeper(fixture).run(tenant: fixture.tenant)
            try await owner.query("UPDATE control.retention SET history_days = 1000")
            _ = try await Self.keeper(fixture).run(tenant: fixture.tenant)
            let kept = try await fixture.count(
                "SELECT 1 FROM inventory.history_kept WHERE since > now() - interval '11 days'")
            #expect(kept == 1)
        }
    }

    @Test func theFeedLosesItsBeginningAndHasNoHole() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            for number in 1...9 {
                fixture.script.set("organizations", [Make.organization("1", "name \(number)")])
                try await fixture.sync()
            }
            // The sixth was written by a transaction that began early: what comes before it still goes first.
            try await Self.ageFeed(fixture, "sequence <= 4 OR sequence = 6")
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).changes == 4)
            #expect(try await Self.sequences(fixture) == [5, 6, 7, 8, 9])
            try await Self.ageFeed(fixture, "true")
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).changes == 4)
            #expect(try await Self.sequences(fixture) == [9])
            fixture.script.set("organizations", [Make.organization("1", "the last")])
            try await fixture.sync()
            #expect(try await Self.sequences(fixture) == [9, 10])
        }
    }

    private static func ageFeed(_ fixture: Fixture, _ which: SQL) async throws {
        try await fixture.database.owner.query(
            "UPDATE inventory.changes SET changed_at = changed_at - interval '100 days' WHERE \(which)")
    }

    private static func sequences(_ fixture: Fixture) async throws -> [Int] {
        try await fixture.database.owner.query("SELECT sequence FROM inventory.changes ORDER BY sequence").map {
            try $0.get("sequence")
        }
    }

    @Test func alertsResolvedLongAgoAreDeletedAndTheFeedSaysSo() async throws {
        let alerts = Script.Stream(
            description: Make.stream("alerts", Alert.entity.description, deletion: .resolvedByAbsence),
            records: (1...7).map { Make.alert("\($0)") })
        try await Fixture.with([alerts]) { fixture in
            try await fixture.sync()
            fixture.script.set("alerts", [Make.alert("1")])
            try await fixture.sync()
            try await fixture.database.owner.query(
                """
                UPDATE inventory.alert_facts SET changed_at = now() - interval '91 days' WHERE external_id <> '7'
                """)
            let before = try await fixture.changes().count
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).alerts == 5)
            #expect(try await fixture.column("status", of: "live.alerts") == ["1": "open", "7": "resolved"])
            let told = try await fixture.changes().dropFirst(before)
            #expect(told.sorted() == (2...6).map { "alerts \($0) deleted" })
            let whole = try await fixture.count(
                """
                SELECT 1 FROM inventory.changes WHERE operation = 'deleted'
                    AND changed_fields -> 'message' = jsonb_build_array('alert ' || external_id, NULL)
                """)
            #expect(whole == 5)
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).alerts == 0)
        }
    }

    @Test func aConnectionThatIsBeingSyncedKeepsItsAlerts() async throws {
        let alerts = Script.Stream(
            description: Make.stream("alerts", Alert.entity.description, deletion: .resolvedByAbsence),
            records: [Make.alert("1"), Make.alert("2")])
        try await Fixture.with([alerts]) { fixture in
            try await fixture.sync()
            try await fixture.database.owner.query(
                "UPDATE inventory.alert_facts SET status = 'resolved', changed_at = now() - interval '91 days'")
            let worker = fixture.database.worker
            let lease = try await worker.transaction(tenant: fixture.tenant) { session in
                try await Lease.take(
                    tenant: fixture.tenant, connection: fixture.connection, owner: "a sync", duration: .seconds(60),
                    in: session)
            }
            let keeper = Self.keeper(fixture)
            let report = try #require(try await keeper.runDue())
            #expect(report.alerts == 0 && report.busyConnections == 1)
            try await worker.transaction(tenant: fixture.tenant) { try await lease?.release(in: $0) }
            // An hour later, and not a day.
            #expect(try await keeper.runDue() == nil)
            try await Self.pass(minutes: 61, fixture)
            #expect(try await keeper.runDue()?.alerts == 2)
            try await Self.pass(minutes: 61, fixture)
            #expect(try await keeper.runDue() == nil)
        }
    }

    private static func pass(minutes: Int, _ fixture: Fixture) async throws {
        try await fixture.database.owner.query(
            "UPDATE control.retention SET last_run_at = last_run_at - make_interval(mins => \(minutes))")
    }

    @Test func endedRunsGoButForEachConnectionsNewest() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...2))]) { fixture in
            for _ in 0..<6 { try await fixture.sync() }
            try await fixture.database.owner.query(
                """
                UPDATE control.runs SET created_at = created_at - interval '91 days',
                    ended_at = ended_at - interval '91 days'
                """)
            let newest = try await fixture.database.owner.query(
                "SELECT id FROM control.runs ORDER BY created_at DESC LIMIT 1"
            ).only()["id"]
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).runs == 5)
            let left = try await fixture.database.owner.query("SELECT id FROM control.runs").map { $0["id"] }
            #expect(left == [newest])
            #expect(try await fixture.count("SELECT 1 FROM control.run_streams") == 1)
        }
    }

    @Test func whatWasHeldGoesOnceDecidedAndItsRunStaysUntilThen() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...2))]) { fixture in
            let runs = try await [fixture.sync().run, fixture.sync().run, fixture.sync().run]
            for (run, state, ended) in [(runs[0], "waiting", nil), (runs[1], "accepted", "91 days")] {
                try await fixture.database.owner.query(
                    """
                    INSERT INTO control.holds (tenant_id, connection_id, stream, run_id, kind, count, hashes, words,
                        state, ended_at) VALUES (\(fixture.tenant), \(fixture.connection), 's', \(run), 'deletion', 7,
                        '', 'w', \(state), now() - \(ended)::interval)
                    """)
            }
            try await fixture.database.owner.query(
                "UPDATE control.runs SET created_at = created_at - interval '91 days', ended_at = now() - interval '91 days'"
            )
            let report = try await Self.keeper(fixture).run(tenant: fixture.tenant)
            #expect(report.runs == 1 && report.holds == 1)
            let holds = try await fixture.database.owner.query("SELECT state FROM control.holds").map { $0["state"] }
            #expect(holds == ["waiting"])
            let left = try await fixture.database.owner.query("SELECT id FROM control.runs ORDER BY created_at").map {
                $0["id"]
            }
            #expect(left == [runs[0].postgresText, runs[2].postgresText])
        }
    }

    @Test func samplesOfTheDriftGoButForEachStreamsNewest() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            for (stream, days) in [("a", 200), ("a", 100), ("a", 91), ("a", 5), ("b", 300), ("b", 200)] {
                try await fixture.database.owner.query(
                    """
                    INSERT INTO control.drift (tenant_id, connection_id, stream, day, due)
                    VALUES (\(fixture.tenant), \(fixture.connection), \(stream), current_date - \(days)::integer, 1)
                    """)
            }
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).drift == 4)
            let left = try await fixture.database.owner.query(
                "SELECT stream, current_date - day AS days FROM control.drift ORDER BY 1")
            #expect(left.map { $0["days"] } == ["5", "200"])
        }
    }

    @Test func recordsThatHaveLoadedSinceLeaveTheQuarantine() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            for (id, resolved) in [("old", "91 days"), ("older", "200 days"), ("new", "2 days"), ("open", nil)] {
                try await fixture.database.owner.query(
                    """
                    INSERT INTO control.quarantine (tenant_id, connection_id, stream, external_id, reason, payload,
                        resolved_at) VALUES (\(fixture.tenant), \(fixture.connection), 's', \(id), 'r', '{}',
                        now() - \(resolved)::interval)
                    """)
            }
            #expect(try await Self.keeper(fixture).run(tenant: fixture.tenant).quarantine == 2)
            let left = try await fixture.database.owner.query("SELECT external_id FROM control.quarantine ORDER BY 1")
            #expect(left.map { $0[0] } == ["new", "open"])
        }
    }

    @Test func anotherTenantsThingsStay() async throws {
        try await Fixture.with([Make.devices([Self.device("a")], after: [])]) { acme in
            let (tenant, connection) = try await acme.database.tenant(slug: "other", vendor: "scripted")
            let other = Fixture(
                database: acme.database, tenant: tenant, connection: connection,
                script: Script([Make.devices([Self.device("a")], after: [])]))
            for fixture in [acme, other] {
                for name in ["a", "b", "c"] {
                    fixture.script.set("devices", [Self.device(name)])
                    try await fixture.sync()
                }
            }
            _ = try await Self.age(acme, versions: 4, days: 500)
            try await Self.ageFeed(acme, "true")
            let report = try await Self.keeper(acme).run(tenant: acme.tenant)
            #expect(report.history == 2 && report.changes == 2)
            #expect(try await other.versions() == 2)
            #expect(try await other.count("SELECT 1 FROM inventory.changes WHERE tenant_id = \(tenant)") == 3)
            #expect(try await other.count("SELECT 1 FROM inventory.history_kept WHERE tenant_id = \(tenant)") == 0)
        }
    }

    @Test func everyTenantHasOneTurnADay() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            let (other, _) = try await fixture.database.tenant(slug: "other", vendor: "scripted")
            let keeper = Self.keeper(fixture)
            async let first = keeper.runDue()
            async let second = keeper.runDue()
            let tenants = try await [first, second].compactMap { $0?.tenant }
            #expect(Set(tenants) == [fixture.tenant, other])
            #expect(try await keeper.runDue() == nil)
            try await fixture.database.owner.query(
                """
                UPDATE control.retention SET last_run_at = last_run_at - interval '25 hours' WHERE tenant_id = \(other)
                """)
            #expect(try await keeper.runDue()?.tenant == other)
            #expect(try await keeper.runDue() == nil)
        }
    }
}
