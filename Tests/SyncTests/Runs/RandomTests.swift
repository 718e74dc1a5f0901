import Connectors
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// A vendor that changes and breaks by a seed, against a model that knows what must be there.
@Suite(.serialized, .timeLimit(.minutes(1))) struct RandomTests {
    private struct World {
        var random: SeededRandom
        /// Organisation to name, and device to organisation and hostname; software a device.
        var organizations: [String: String] = [:]
        var devices: [String: (organization: String, hostname: String)] = [:]
        var software: [String: Set<String>] = [:]

        mutating func change() {
            for id in 1...40 where random.chance(0.1) { organizations[String(id)] = "name \(random.below(100))" }
            for id in 1...60 where random.chance(0.1) {
                devices["d\(id)"] = (
                    devices["d\(id)"]?.organization ?? String(random.below(40) + 1), "h\(random.below(9))"
                )
            }
            // Few enough that the brake lets them.
            for _ in 0..<2 where !devices.isEmpty && random.chance(0.5) {
                devices[devices.keys.sorted()[random.below(devices.count)]] = nil
            }
            if !organizations.isEmpty, random.chance(0.5) {
                organizations[organizations.keys.sorted()[random.below(organizations.count)]] = nil
            }
            for device in 1...8 where random.chance(0.4) {
                software["d\(device)"] = Set((0..<random.below(6)).map { "tool \($0) \(random.below(3))" })
            }
        }

        mutating func write(to script: Script) {
            script.set(
                "organizations", shuffled(organizations.map { Make.organization($0.key, $0.value) }))
            script.set(
                "devices",
                shuffled(
                    devices.map {
                        Make.device($0.key, organization: $0.value.organization, hostname: $0.value.hostname)
                    }))
            script.set(
                "software",
                shuffled(
                    software.flatMap { device, tools in tools.map { Make.software($0, "1", device: device) } }))
        }

        private mutating func shuffled(_ records: [SourceRecord]) -> [SourceRecord] {
            let sorted = records.sorted { $0.externalID < $1.externalID }
            // The same row twice now and then.
            let doubled = sorted + sorted.filter { _ in random.chance(0.05) }
            return doubled.shuffled(using: &random)
        }
    }

    @Test(arguments: 1...12) func whateverBreaksTheWarehouseEqualsTheVendor(seed: Int) async throws {
        var world = World(random: SeededRandom(seed))
        let streams = [
            Make.organizations(), Make.devices(after: seed.isMultiple(of: 2) ? ["organizations"] : []),
            Make.softwareStream(),
        ]
        try await Fixture.with(streams) { fixture in
            var fixture = fixture
            fixture.options.streams = 1 + seed % 3
            for _ in 0..<4 {
                world.change()
                world.write(to: fixture.script)
                for _ in 0..<2 {
                    let faults = Faults(seed: Int(world.random.next() % 1_000), script: fixture.script)
                    fixture.script.onCall { (_, _) throws(ConnectorError) in try faults.strike() }
                    _ = try? await fixture.sync()
                }
                fixture.script.calmDown()
                // One to end what was begun, one that sees everything as it is.
                try await fixture.sync(releasesBrake: true)
                let report = try await fixture.sync(isFull: true, releasesBrake: true)
                #expect(report.state == .done, "\(report)")
                try await Self.compare(world, fixture)
            }
        }
    }

    private static func compare(_ world: World, _ fixture: Fixture) async throws {
        let names = try await fixture.names()
        #expect(names == world.organizations.mapValues { Optional($0) })
        let hosts = try await fixture.names("devices")
        #expect(hosts == world.devices.mapValues { Optional($0.hostname) })
        let software = try await fixture.column("name", of: "inventory.software").keys.sorted()
        #expect(software == world.software.flatMap { d, tools in tools.map { "\(d):\($0):1" } }.sorted())
        let unlinked = try await fixture.count(
            """
            SELECT 1 FROM live.devices d JOIN live.organizations o ON o.tenant_id = d.tenant_id
                AND o.external_id = d.organization_external_id WHERE d.organization_id IS DISTINCT FROM o.id
            """)
        #expect(unlinked == 0)
        let gaps = try await fixture.count(
            """
            SELECT 1 FROM (SELECT max(sequence) - count(*) AS gaps FROM inventory.changes) g WHERE gaps <> 0
            """)
        #expect(gaps == 0)
    }

    /// Errors by a seed.
    private final class Faults: Sendable {
        private let random: Mutex<SeededRandom>
        init(seed: Int, script: Script) { random = Mutex(SeededRandom(seed)) }

        func strike() throws(ConnectorError) {
            switch random.withLock({ $0.below(40) }) {
            case 0: throw .malformedAnswer("half")
            case 1: throw .unavailable("503")
            case 2: throw .throttled(retryAfterSeconds: 1, "slowly")
            case 3: throw .positionLost("expired")
            case 4: throw .rejectedCall(status: 400, "no")
            default: return
            }
        }
    }
}

/// A small generator that gives the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64
    init(_ seed: Int) { state = SeenSet.mix(UInt64(seed) &+ 0x9e37_79b9_7f4a_7c15) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return SeenSet.mix(state)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func chance(_ share: Double) -> Bool { Double(next() % 1_000_000) < share * 1_000_000 }
}
