import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Random changes, and pictures taken of the tables after each sync: each moment asked afterwards equals its picture.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HistoryPropertyTests {
    private struct World {
        var random: SeededRandom
        /// Device to organisation, hostname and serial number.
        var devices: [String: (organization: String, hostname: String, serial: String)] = [:]
        var pending: [String: Int64] = [:]
        var amounts: [String: String] = [:]
        var lines: [String: (agreement: String, quantity: String)] = [:]

        mutating func change() {
            for id in 1...20 where random.chance(0.3) {
                // Now and then a re-used id, or a move.
                devices["d\(id)"] = (
                    String(random.below(4) + 1), "h\(random.below(3))", "S\(id)-\(random.below(8) / 7)"
                )
                pending["d\(id)"] = Int64(random.below(3))
            }
            for id in 1...6 where random.chance(0.4) { amounts["a\(id)"] = "\(random.below(5)).50" }
            for id in 1...12 where random.chance(0.4) {
                lines["l\(id)"] = ("a\(random.below(6) + 1)", "\(random.below(3)).125")
            }
            Self.drop(from: &devices, &random)
            Self.drop(from: &pending, &random)
            Self.drop(from: &amounts, &random)
            Self.drop(from: &lines, &random)
        }

        private static func drop<Thing>(from things: inout [String: Thing], _ random: inout SeededRandom) {
            for key in things.keys.sorted() where random.chance(0.15) { things[key] = nil }
        }

        func write(to script: Script) {
            script.set("organizations", Make.organizations(1...4))
            script.set(
                "devices",
                devices.sorted { $0.key < $1.key }.map {
                    Make.device(
                        $0.key, organization: $0.value.organization, hostname: $0.value.hostname,
                        serial: $0.value.serial, lastSeen: 5)
                })
            script.set(
                "patch-status",
                pending.sorted { $0.key < $1.key }.map { Make.patchStatus($0.key, pending: $0.value) })
            script.set(
                "agreements", amounts.sorted { $0.key < $1.key }.map { Make.agreement($0.key, amount: $0.value) })
            script.set(
                "lines",
                lines.sorted { $0.key < $1.key }.map {
                    Make.line($0.key, agreement: $0.value.agreement, quantity: $0.value.quantity)
                })
        }
    }

    private struct Picture {
        let moment: String
        let tables: [[String: String]]
    }

    private static func streams(_ seed: Int) -> [Script.Stream] {
        // In order, or side by side so that children come before their parents and are linked afterwards.
        let inOrder = seed.isMultiple(of: 2)
        return [
            Make.organizations(), Make.devices(after: inOrder ? ["organizations"] : []),
            Make.historyStream("patch-status", PatchStatus.entity.description, after: inOrder ? ["devices"] : []),
            Make.historyStream("agreements", Agreement.entity.description),
            Make.historyStream("lines", AgreementLine.entity.description, after: inOrder ? ["agreements"] : []),
        ]
    }

    @Test(arguments: 1...12) func everyPastMomentIsWhatTheTablesWereThen(seed: Int) async throws {
        var world = World(random: SeededRandom(seed))
        try await Fixture.with(Self.streams(seed)) { fixture in
            var fixture = fixture
            fixture.options.streams = 1 + seed % 4
            var pictures: [Picture] = []
            for _ in 0..<8 {
                world.change()
                world.write(to: fixture.script)
                _ = try await fixture.sync(isFull: world.random.chance(0.7), releasesBrake: true)
                pictures.append(try await Self.picture(fixture))
            }
            for picture in pictures {
                for (entity, rows) in zip(Fixture.remembered, picture.tables) {
                    let past = try await fixture.rows(of: entity, asOf: picture.moment)
                    #expect(past == rows, "\(entity.name) at \(picture.moment), seed \(seed)")
                }
            }
            #expect(try await fixture.brokenIntervals() == 0)
            #expect(try await fixture.versions() > 20)
        }
    }

    private static func picture(_ fixture: Fixture) async throws -> Picture {
        var tables: [[String: String]] = []
        for entity in Fixture.remembered { tables.append(try await fixture.rows(of: entity)) }
        return Picture(moment: try await fixture.moment(), tables: tables)
    }
}
