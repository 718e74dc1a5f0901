import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// Which devices and configuration items are one machine, and which are never.
@Suite(.timeLimit(.minutes(3))) struct MachineTests {
    /// An organisation in each of two RMMs and their company, tied by the id that the RMMs store.
    private struct Client {
        let ground: Ground
        let second: UUID
        let a: UUID
        let b: UUID
        let company: UUID

        init(_ ground: Ground) async throws {
            self.ground = ground
            second = try await ground.connection("second", vendor: "datto-rmm")
            company = try await ground.company("Contoso", externalID: "1")
            a = try await ground.organization("Contoso", psaID: "1")
            b = try await ground.organization("Contoso B", connection: second, psaID: "1")
        }
    }

    private func with(_ body: (Client) async throws -> Void) async throws {
        try await Ground.with { try await body(try await Client($0)) }
    }

    private func count(_ ground: Ground, _ table: String) async throws -> Int {
        try await ground.database.owner.query("SELECT count(*) AS n FROM inventory.\(identifier: table)").only().get(
            "n")
    }

    private func links(_ ground: Ground) async throws -> [String] {
        try await ground.database.owner.query(
            "SELECT state || ' ' || method AS link FROM inventory.device_configurations ORDER BY 1"
        ).map { try $0.get("link") }
    }

    @Test func aMachineSeenByTwoRMMsAndAPSAIsOne() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, serial: "5CG1234ABC", hostname: "pc1", maker: "HP")
            try await ground.device(
                client.b, serial: "5cg1234abc", hostname: "pc1.contoso.com", connection: client.second,
                maker: "Hewlett-Packard")
            try await ground.configuration(client.company, serial: "5CG1234ABC", name: "PC1", maker: "HP Inc.")
            try await ground.pass()
            #expect(try await count(ground, "machines") == 1)
            #expect(try await count(ground, "machine_devices") == 2)
            #expect(try await count(ground, "machine_configurations") == 1)
            #expect(try await links(ground) == ["automatic serial", "automatic serial"])
            let machine = try await ground.database.owner.query(
                "SELECT hostname, serial_number, company_id FROM inventory.machines"
            ).only()
            #expect(machine["serial_number"]?.uppercased() == "5CG1234ABC")
            #expect(try machine.get("company_id", as: UUID.self) == client.company)
        }
    }

    @Test(arguments: ["To Be Filled By O.E.M.", "System Serial Number", "123456789", "0", "Default string", "........"])
    func devicesThatShareAPlaceholderAreNeverJoined(_ serial: String) async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, serial: serial, hostname: "pc1")
            try await ground.device(client.b, serial: serial, hostname: "pc2", connection: client.second)
            try await ground.configuration(client.company, serial: serial, name: "pc3")
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
            #expect(try await links(ground) == [])
        }
    }

    @Test func aSerialNumberWithAnotherMakerOrOfSeveralDevicesJoinsNothing() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, serial: "AAAA1111", maker: "Dell")
            try await ground.device(client.b, serial: "AAAA1111", connection: client.second, maker: "Lenovo")
            for _ in 0..<2 { try await ground.device(client.a, serial: "CLEVO-1", maker: "Clevo") }
            try await ground.device(client.b, serial: "CLEVO-1", connection: client.second, maker: "Clevo")
            try await ground.pass()
            #expect(try await count(ground, "machines") == 5)
        }
    }

    @Test func aNetworkCardAndTheHostNameInTheSameCompanyJoin() async throws {
        try await with { client in
            let ground = client.ground
            let mac = "3c:52:82:11:22:33"
            try await ground.device(client.a, hostname: "PC1", mac: mac)
            try await ground.device(client.b, hostname: "pc1.contoso.com", connection: client.second, mac: mac)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 1)
        }
    }

    @Test(arguments: ["00:50:56:11:22:33", "02:11:22:33:44:55"]) func aVirtualCardJoinsNothing(_ mac: String)
        async throws
    {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, hostname: "pc1", mac: mac)
            try await ground.device(client.b, hostname: "pc1", connection: client.second, mac: mac)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
        }
    }

    @Test func aDocksCardNeverJoins() async throws {
        try await with { client in
            let ground = client.ground
            let dock = "3c:52:82:11:22:33"
            // Two notebooks at one dock, seen by both RMMs: other names; and the same name, but the card is a third's too.
            try await ground.device(client.a, hostname: "nb1", mac: dock)
            try await ground.device(client.b, hostname: "nb2", connection: client.second, mac: dock)
            try await ground.device(client.b, hostname: "nb1", connection: client.second, mac: dock)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 3)
        }
    }

    /// Each RMM saw another notebook at the dock.
    @Test func aCardWithAnotherHostNameJoinsNothing() async throws {
        try await with { client in
            let ground = client.ground
            let dock = "3c:52:82:11:22:33"
            try await ground.device(client.a, hostname: "nb1", mac: dock)
            try await ground.device(client.b, hostname: "nb2", connection: client.second, mac: dock)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
        }
    }

    /// The PSA's item names a device of each RMM, and one of the names is out of date: their serial numbers say so.
    @Test func anItemOfTwoDevicesWithOtherSerialNumbersJoinsNothing() async throws {
        try await with { client in
            let ground = client.ground
            _ = try await shareAnItem(client)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
        }
    }

    /// Both are that item's while their serial numbers differ; then one of the numbers is put right.
    @Test func twoMachinesThatShareAnItemAreJoinedWithIt() async throws {
        try await with { client in
            let ground = client.ground
            let (second, shared) = try await shareAnItem(client)
            let own = try await ground.configuration(client.company, name: "the other's")
            try await confirm(second, own, ground)
            try await ground.pass()
            #expect(try await count(ground, "machine_configurations") == 3)
            try await ground.set("device_facts", second, "serial_number", "AAAA1111")
            try await ground.pass()
            #expect(try await count(ground, "machines") == 1)
            let items = try await ground.database.owner.query(
                """
                SELECT i.configuration_id AS id FROM inventory.machine_configurations i
                JOIN inventory.machines m ON m.id = i.machine_id
                """
            ).map { try $0.get("id", as: UUID.self) }
            #expect(items.count == 2)
            #expect(Set(items) == [shared, own])
        }
    }

    /// Devices of other serial numbers, one an RMM, that a person has confirmed to be one item.
    private func shareAnItem(_ client: Client) async throws -> (second: UUID, item: UUID) {
        let ground = client.ground
        let first = try await ground.device(client.a, serial: "AAAA1111")
        let second = try await ground.device(client.b, serial: "BBBB2222", connection: client.second)
        let item = try await ground.configuration(client.company, name: "server")
        for device in [first, second] { try await confirm(device, item, ground) }
        return (second, item)
    }

    private func confirm(_ device: UUID, _ item: UUID, _ ground: Ground) async throws {
        try await ground.database.owner.query(
            """
            INSERT INTO inventory.device_configurations (tenant_id, device_id, configuration_id, state, method)
            VALUES (\(ground.tenant), \(device), \(item), 'confirmed', 'manual')
            """)
    }

    @Test func theSameCardInAnotherCompanyJoinsNothing() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.company("Fabrikam", externalID: "2")
            let other = try await ground.organization("Fabrikam", connection: client.second, psaID: "2")
            let mac = "3c:52:82:11:22:33"
            try await ground.device(client.a, hostname: "pc1", mac: mac)
            try await ground.device(other, hostname: "pc1", connection: client.second, mac: mac)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
        }
    }

    @Test func aKeyThatVanishesLaterSplitsNothing() async throws {
        try await with { client in
            let ground = client.ground
            let device = try await ground.device(client.a, serial: "5CG1234ABC")
            try await ground.device(client.b, serial: "5CG1234ABC", connection: client.second)
            let item = try await ground.configuration(client.company, serial: "5CG1234ABC")
            try await ground.pass()
            try await ground.set("device_facts", device, "serial_number", nil)
            try await ground.set("configuration_facts", item, "serial_number", nil)
            for full in [false, true] {
                try await ground.pass(full: full)
                #expect(try await count(ground, "machines") == 1)
                #expect(try await count(ground, "machine_configurations") == 1)
                #expect(try await links(ground) == ["automatic serial", "automatic serial"])
            }
        }
    }

    @Test func aMachineThatIsSeenByAnotherLaterIsJoinedThen() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, serial: "5CG1234ABC")
            let late = try await ground.device(client.b, connection: client.second)
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
            try await ground.set("device_facts", late, "serial_number", "5CG1234ABC")
            try await ground.pass()
            #expect(try await count(ground, "machines") == 1)
            #expect(try await count(ground, "machine_devices") == 2)
        }
    }

    @Test func aHostNameOnlySuggestsAndANativeIDIsCertain() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, hostname: "pc1", externalID: "uid-1")
            try await ground.configuration(client.company, name: "PC1")
            try await ground.device(client.a, hostname: "pc2", externalID: "uid-2")
            try await ground.configuration(client.company, name: "reception", deviceID: "uid-2", vendor: "ninjaone")
            // Another RMM's id of the same text.
            try await ground.configuration(client.company, name: "other", deviceID: "uid-1", vendor: "datto-rmm")
            try await ground.pass()
            #expect(try await links(ground) == ["automatic native_id", "suggested hostname"])
        }
    }

    @Test func anItemOfAnotherCompanyIsOnlySuggested() async throws {
        try await with { client in
            let ground = client.ground
            let other = try await ground.company("Fabrikam", externalID: "2")
            try await ground.device(client.a, serial: "5CG1234ABC")
            try await ground.configuration(other, serial: "5CG1234ABC")
            try await ground.pass()
            #expect(try await links(ground) == ["suggested serial"])
        }
    }

    @Test func whatManyShareSuggestsNothing() async throws {
        try await with { client in
            let ground = client.ground
            for _ in 0..<5 {
                try await ground.device(client.a, serial: "SHARED99", hostname: "localhost")
                try await ground.configuration(client.company, serial: "SHARED99", name: "localhost")
            }
            try await ground.pass()
            #expect(try await links(ground) == [])
            #expect(try await count(ground, "machines") == 5)
        }
    }

    @Test func whatIsErasedLeavesNothingBehindAndTakesNobodyElses() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.device(client.a, serial: "5CG1234ABC")
            try await ground.device(client.b, serial: "5CG1234ABC", connection: client.second)
            try await ground.device(client.a, serial: "ALONE123")
            for serial in ["5CG1234ABC", "ALONE123"] { try await ground.configuration(client.company, serial: serial) }
            try await ground.pass()
            #expect(try await count(ground, "machines") == 2)
            #expect(try await count(ground, "machine_configurations") == 2)
            let erased = ["device_facts WHERE connection_id = '\(ground.rmm)'", "configuration_facts", "company_facts"]
            for (index, facts) in erased.enumerated() {
                try await ground.database.owner.query("DELETE FROM inventory.\(raw: facts)")
                #expect(try await count(ground, "machines") == 1)
                #expect(try await count(ground, "machine_devices") == 1)
                #expect(try await count(ground, "machine_configurations") == (index == 0 ? 1 : 0))
                #expect(try await links(ground).count == (index == 0 ? 1 : 0))
                #expect(try await count(ground, "match_keys") == (index == 0 ? 3 : 1))
            }
            let machine = try await ground.database.owner.query("SELECT company_id FROM inventory.machines").only()
            #expect(machine["company_id"] == nil)
        }
    }

    /// The second pass finds by indexes what the first read as a whole.
    @Test func aFullPassComesToWhatIncrementalOnesDid() async throws {
        try await with { client in
            let ground = client.ground
            try await ground.pass()
            let mac = "3c:52:82:11:22:33"
            try await ground.device(client.a, serial: "5CG1234ABC", hostname: "pc1", mac: mac)
            try await ground.pass()
            try await ground.device(client.b, hostname: "pc1", connection: client.second, mac: mac)
            try await ground.device(client.a, hostname: "pc2", externalID: "uid-2")
            try await ground.pass()
            try await ground.configuration(client.company, serial: "5CG1234ABC", name: "reception")
            try await ground.configuration(client.company, name: "pc2", deviceID: "uid-2", vendor: "ninjaone")
            try await ground.configuration(client.company, name: "pc1")
            try await ground.pass()
            let (machines, linked) = (try await count(ground, "machines"), try await links(ground))
            #expect(machines == 2)
            #expect(linked == ["automatic native_id", "automatic serial", "suggested hostname"])
            try await ground.pass(full: true)
            #expect(try await count(ground, "machines") == machines)
            #expect(try await links(ground) == linked)
        }
    }
}
