import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Children and parents that are linked by two streams at once.
@Suite(.serialized, .timeLimit(.minutes(1))) struct LinkTests {
    @Test func aLinkThatTwoStreamsMakeAtOnceIsToldOnce() async throws {
        let streams = [
            Make.organizations([Make.organization("1")]), Make.devices([Make.device("7", organization: "1")]),
        ]
        try await Fixture.with(streams) { fixture in
            try await fixture.sync()
            let sql = try await unlink(fixture)
            let worker = fixture.database.worker
            let (linked, signal) = AsyncStream<Void>.makeStream()
            async let first = worker.transaction(tenant: fixture.tenant) { session in
                let count = try await session.query(sql).count
                signal.yield()
                // It commits when the other waits for it.
                while try await fixture.count("SELECT 1 FROM pg_locks WHERE NOT granted") == 0 { await Task.yield() }
                return count
            }
            for await _ in linked { break }
            let second = try await worker.transaction(tenant: fixture.tenant) { try await $0.query(sql).count }
            #expect(try await first == 1 && second == 0)
        }
    }

    @Test func aRowThatIsDeletedMeanwhileIsNotLinked() async throws {
        let streams = [
            Make.organizations([Make.organization("1")]), Make.devices([Make.device("7", organization: "1")]),
        ]
        try await Fixture.with(streams) { fixture in
            try await fixture.sync()
            let sql = try await unlink(fixture)
            let worker = fixture.database.worker
            let (deleted, signal) = AsyncStream<Void>.makeStream()
            async let deletion: Void = worker.transaction(tenant: fixture.tenant) { session in
                try await session.query("UPDATE inventory.device_facts SET deleted_at = now()")
                signal.yield()
                // It commits when the link waits for it.
                while try await fixture.count("SELECT 1 FROM pg_locks WHERE NOT granted") == 0 { await Task.yield() }
            }
            for await _ in deleted { break }
            let linked = try await worker.transaction(tenant: fixture.tenant) { try await $0.query(sql).count }
            try await deletion
            #expect(linked == 0)
        }
    }

    @Test func aLinkThatIsMadeWhileTheRowChangesIsNotToldAgain() async throws {
        let streams = [
            Make.organizations([Make.organization("1")]),
            Make.devices([Make.device("7", organization: "1", hostname: "old")]),
        ]
        try await Fixture.with(streams) { fixture in
            try await fixture.sync()
            let sql = try await unlink(fixture)
            fixture.script.set("devices", [Make.device("7", organization: "1", hostname: "new")])
            let (linked, signal) = AsyncStream<Void>.makeStream()
            async let link: Void = fixture.database.worker.transaction(tenant: fixture.tenant) { session in
                try await session.query(sql)
                signal.yield()
                // It commits when the sync waits for it.
                while try await fixture.count("SELECT 1 FROM pg_locks WHERE NOT granted") == 0 { await Task.yield() }
            }
            for await _ in linked { break }
            try await fixture.sync(["devices"])
            try await link
            let told = try await fixture.database.owner.query(
                "SELECT changed_fields FROM inventory.changes WHERE operation = 'updated'"
            ).compactMap { $0[0] }
            #expect(told == [#"{"hostname": ["old", "new"]}"#])
        }
    }

    /// Takes the device from its organisation; answers what links it again.
    private func unlink(_ fixture: Fixture) async throws -> SQL {
        try await fixture.database.owner.query("UPDATE inventory.device_facts SET organization_id = NULL")
        let link = LinkSQL(
            child: Device.entity.description, reference: Device.entity.description.references[0],
            parentTable: "inventory.organization_facts")
        return SQL(text: link.link, parameters: [fixture.tenant, fixture.connection].map(\.postgresText))
    }
}
