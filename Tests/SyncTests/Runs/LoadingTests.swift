import Connectors
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// What a sync leaves in the warehouse.
@Suite(.serialized, .timeLimit(.minutes(1))) struct LoadingTests {
    @Test func aFirstLoadEqualsTheVendorsList() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...10))]) { fixture in
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            #expect(report.streams.map(\.read) == [10] && report.streams.map(\.created) == [10])
            #expect(try await fixture.names().count == 10)
            #expect(try await fixture.names()["7"] == "Organisation 7")
            #expect(try await fixture.changes() == ["organizations - created"])
            #expect(try await fixture.streamState().state == "current")
        }
    }

    @Test func whatADeviceTellsOfItselfForTheFirstTimeIsKept() async throws {
        let silent = [Make.device("a", lastSeen: 5), Make.device("b")]
        try await Fixture.with([Make.devices(silent, after: [])]) { fixture in
            try await fixture.sync()
            #expect(try await fixture.count("SELECT 1 FROM inventory.device_readings") == 1)
            fixture.script.set("devices", [Make.device("a", lastSeen: 6), Make.device("b", lastSeen: 7)])
            #expect(try await fixture.sync().streams[0].unchanged == 2)
            let seen = try await fixture.database.owner.query(
                "SELECT extract(epoch FROM last_seen_at)::bigint AS at FROM inventory.device_readings ORDER BY 1")
            let expected = [6, 7].map { Make.time($0).microseconds / 1_000_000 }
            #expect(seen.compactMap { $0["at"].flatMap { Int64($0) } } == expected)
        }
    }

    @Test func aFirstLoadIsCurrentBeforeTheOthersAreRead() async throws {
        let streams = [
            Make.organizations(Make.organizations(1...10)), Make.devices([Make.device("a")]),
            Script.Stream(
                description: Make.stream("software", Software.entity.description, after: ["devices"]),
                records: [Make.software("Word", "1", device: "a")]),
        ]
        try await Fixture.with(streams) { fixture in
            // What somebody has read by itself meanwhile, and what is gone since, must wait for the run's end.
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, changed_at)
                VALUES (\(fixture.tenant), \(fixture.connection), 'gone', now() - interval '1 hour')
                """)
            let states = Mutex<[String]>([])
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                guard stream == "software" else { return }
                do {
                    let now = [try await fixture.streamState().state, try await fixture.streamState("devices").state]
                    states.withLock { $0 = now }
                } catch { throw .engine("\(error)") }
            }
            let report = try await fixture.sync()
            #expect(states.withLock { $0 } == ["current", "never_read"])
            #expect(report.state == .done && report.streams.map(\.deleted) == [0, 1, 0], "\(report)")
        }
    }

    @Test func aSecondLoadBringsChangesAdditionsAndDeletions() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...10))]) { fixture in
            try await fixture.sync()
            var records = Make.organizations(2...11)
            records[1] = Make.organization("3", "Renamed")
            fixture.script.set("organizations", records)
            let report = try await fixture.sync()
            let stream = try #require(report.streams.first)
            #expect(report.state == .done, "\(report)")
            #expect(stream.created == 1 && stream.updated == 1 && stream.unchanged == 8 && stream.deleted == 1)
            let names = try await fixture.names()
            #expect(names.count == 10 && names["1"] == nil && names["3"] == "Renamed" && names["11"] != nil)
            #expect(
                Set(try await fixture.changes().dropFirst()) == [
                    "organizations 11 created", "organizations 3 updated", "organizations 1 deleted",
                ])
            let fields = try await fixture.database.owner.query(
                "SELECT changed_fields ->> 'name' AS name FROM inventory.changes WHERE operation = 'updated'")
            #expect(fields.map { $0["name"] } == [#"["Organisation 3", "Renamed"]"#])
        }
    }

    @Test func whatHasNotChangedWritesNoRow() async throws {
        let devices = (1...9).map { Make.device(String($0), organization: "1", lastSeen: 5, vendorFields: #"{"a":1}"#) }
        let software = (1...9).map { Make.software("Tool \($0)", "1", device: "1") }
        try await Fixture.with([
            Make.organizations(Make.organizations(1...7)), Make.devices(devices), Make.softwareStream(software),
        ]) { fixture in
            try await fixture.sync()
            let before = try await fixture.written()
            let report = try await fixture.sync(isFull: true)
            #expect(report.streams.map(\.unchanged) == [7, 9, 9], "\(report)")
            #expect(try await fixture.written() == before)
        }
    }

    @Test func aVolatileColumnMovesWithoutTouchingTheDevice() async throws {
        func device(_ seen: Int) -> SourceRecord {
            Make.device("1", lastSeen: seen, vendorFields: "{\"up\":\(seen),\"kept\":1}")
        }
        try await Fixture.with([Make.devices([device(1)], after: [], volatile: ["up"])]) { fixture in
            try await fixture.sync()
            let before = try await fixture.column("changed_at", of: "inventory.devices")
            fixture.script.set("devices", [device(2)])
            let report = try await fixture.sync()
            #expect(report.streams.first?.unchanged == 1)
            #expect(try await fixture.column("changed_at", of: "inventory.devices") == before)
            #expect(try await fixture.column("last_seen_at", of: "inventory.devices")["1"]??.contains("00:02") == true)
            #expect(try await fixture.column("vendor_fields", of: "inventory.devices")["1"] == #"{"up": 2, "kept": 1}"#)
            #expect(try await fixture.changes().count == 1)
        }
    }

    @Test func duplicatesInAPageAndAcrossPagesCountOnce() async throws {
        let records = ["1", "2", "2", "3", "2", "4"].enumerated().map {
            Make.organization($0.element, "\($0.element) at \($0.offset)")
        }
        try await Fixture.with([Make.organizations(records)]) { fixture in
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            #expect(try await fixture.names() == ["1": "1 at 0", "2": "2 at 4", "3": "3 at 3", "4": "4 at 5"])
        }
    }

    @Test func anOlderVersionNeverOverwritesANewerOne() async throws {
        try await Fixture.with([Make.organizations([Make.organization("1", "new", updated: 10)])]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", [Make.organization("1", "old", updated: 9)])
            let report = try await fixture.sync()
            #expect(report.streams.first?.unchanged == 1)
            #expect(try await fixture.names() == ["1": "new"])
        }
    }

    @Test func whatComesBackIsRestoredUnderItsOldID() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...3))]) { fixture in
            try await fixture.sync()
            let ids = try await fixture.column("id", of: "inventory.organizations")
            fixture.script.set("organizations", Make.organizations(1...2))
            try await fixture.sync()
            #expect(try await fixture.names().count == 2)
            fixture.script.set("organizations", Make.organizations(1...3))
            try await fixture.sync()
            #expect(try await fixture.column("id", of: "live.organizations") == ids)
            #expect(try await fixture.changes().last == "organizations 3 restored")
        }
    }

    @Test func anIDThatIsUsedAgainIsANewThing() async throws {
        try await Fixture.with([
            Make.organizations([Make.organization("1", "first", created: 1)]),
            Make.devices([Make.device("1", organization: "1", serial: "A")]),
        ]) { fixture in
            try await fixture.sync()
            let ids = try await fixture.column("id", of: "live.organizations")
            let devices = try await fixture.column("id", of: "live.devices")
            fixture.script.set("organizations", [Make.organization("1", "second", created: 2)])
            fixture.script.set("devices", [Make.device("1", organization: "1", serial: "B")])
            try await fixture.sync()
            let now = try await fixture.column("id", of: "live.organizations")
            #expect(now["1"] != ids["1"] && now.count == 1)
            #expect(try await fixture.column("id", of: "live.devices")["1"] != devices["1"])
            #expect(try await fixture.column("organization_id", of: "live.devices")["1"] == now["1"])
            #expect(try await fixture.count("SELECT 1 FROM inventory.organizations") == 2)
        }
    }

    @Test func aChildWhoseParentComesLateIsLinked() async throws {
        try await Fixture.with([
            Make.devices([Make.device("d", organization: "1")], after: []), Make.organizations(),
        ]) { fixture in
            try await fixture.sync()
            #expect(try await fixture.column("organization_id", of: "live.devices") == ["d": nil])
            fixture.script.set("organizations", Make.organizations(1...1))
            try await fixture.sync()
            let parents = try await fixture.column("id", of: "live.organizations")
            #expect(try await fixture.column("organization_id", of: "live.devices") == ["d": parents["1"] ?? ""])
        }
    }

    @Test func aSecondaryStreamFillsItsOwnColumnsOnly() async throws {
        var audit = Device()
        audit.cpuModel = "Z80"
        let primaryColumns = Set(Device.entity.description.columns.map(\.name)).subtracting(["cpu_model"])
        let streams = [
            Script.Stream(
                description: Make.stream("devices", Device.entity.description, owns: primaryColumns),
                records: [Make.device("1")]),
            Script.Stream(
                description: Make.stream(
                    "audits", Device.entity.description, after: ["devices"], deletion: .never, owns: ["cpu_model"],
                    isPrimary: false),
                records: [
                    SourceRecord(audit, externalID: "1", vendorFields: #"{"socket":"DIP"}"#),
                    SourceRecord(audit, externalID: "unknown"),
                ]),
        ]
        try await Fixture.with(streams) { fixture in
            let first = try await fixture.sync()
            #expect(first.state == .done, "\(first)")
            #expect(try await fixture.column("cpu_model", of: "live.devices") == ["1": "Z80"])
            #expect(try await fixture.column("hostname", of: "live.devices") == ["1": "host-1"])
            fixture.script.set("devices", [Make.device("1", hostname: "renamed")])
            let report = try await fixture.sync()
            #expect(report.streams.map(\.updated) == [1, 0])
            #expect(try await fixture.column("cpu_model", of: "live.devices") == ["1": "Z80"])
            #expect(
                try await fixture.column("vendor_fields", of: "live.devices")["1"]
                    == #"{"audits": {"socket": "DIP"}}"#)
        }
    }

    @Test func anAlertThatIsGoneIsResolvedAndOpensAgain() async throws {
        let alerts = Script.Stream(
            description: Make.stream("alerts", Alert.entity.description, deletion: .resolvedByAbsence),
            records: [Make.alert("1"), Make.alert("2")])
        try await Fixture.with([alerts]) { fixture in
            try await fixture.sync()
            fixture.script.set("alerts", [Make.alert("1")])
            try await fixture.sync()
            #expect(try await fixture.column("status", of: "live.alerts") == ["1": "open", "2": "resolved"])
            fixture.script.set("alerts", [Make.alert("1"), Make.alert("2")])
            try await fixture.sync()
            #expect(try await fixture.column("status", of: "live.alerts") == ["1": "open", "2": "open"])
        }
    }
}
