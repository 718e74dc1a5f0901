import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// What a vendor's faults are aimed at: its main list, at the path that reading it calls and reading another list does not.
struct Aim {
    let vendor: String
    /// The stream that reads the main list, and what it fills.
    let stream: String
    let entity: String
    /// The columns that the main list tells; nil: all of them.
    private let owns: Set<String>?
    /// The other lists that fill the same: what is gone shows when all of them are read.
    private let siblings: [String]
    /// A stream that reads another list.
    let other: String
    /// The beginning of the paths that the main list alone is read by; where the vendor has one path for everything, that.
    let path: String
    /// Whether reading the other list calls none of these paths.
    let isAlone: Bool

    /// - Parameter world: Synced once, so that lists within others are called as well.
    init(_ vendor: String, in world: World) async throws {
        let streams = try #require(Registry.connector(for: vendor)).streams.filter(\.isPrimary)
        let main = try #require(streams.first { ["devices", "companies"].contains($0.entity.name) })
        let other = try #require(streams.first { $0.entity.name != main.entity.name })
        let paths = try await Self.paths(main.name, vendor, world)
        let others = try await Self.paths(other.name, vendor, world).keys
        let own = Set(paths.keys).subtracting(others)
        self.vendor = vendor
        owns = main.owns
        (stream, entity, self.other) = (main.name, main.entity.name, other.name)
        siblings = streams.filter { $0.entity.name == main.entity.name && $0.name != main.name }.map(\.name)
        let shortest = own.min { ($0.count, $0) < ($1.count, $1) }
        let path = try #require(shortest ?? paths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key)
        self.path = path
        isAlone = !others.contains { $0.hasPrefix(path) }
    }

    private static func paths(_ stream: String, _ vendor: String, _ world: World) async throws -> [String: Int] {
        world.vendors.forgetCalls()
        try await world.succeed("sync", "--tenant", "acme", "--streams", stream, "--full")
        return world.vendors.calls(vendor)
    }

    func rule(_ fault: Fault, count: Int? = nil, oneRowIn: Int = 7) -> FaultRule {
        FaultRule(fault, vendor: vendor, path: path, count: count, oneRowIn: oneRowIn)
    }

    /// What the main list itself tells of a row.
    func told(_ row: [String: Value]) -> [String: Value] { row.filter { owns?.contains($0.key) ?? true } }

    /// The ids of what the main list fills, as they live in the warehouse.
    func rows(_ world: World) async throws -> Set<String> {
        Set(
            try await world.database.owner.query("SELECT external_id FROM live.\(raw: entity)")
                .compactMap { $0["external_id"] })
    }

    /// The main list's records that are set aside, by their ids.
    func setAside(_ world: World) async throws -> Set<String> {
        let rows = try await world.database.owner.query(
            "SELECT external_id FROM control.quarantine WHERE stream = \(stream) AND resolved_at IS NULL")
        return Set(rows.compactMap { $0["external_id"] })
    }

    /// Reads the main list and the other whole, and answers what each came to by its name. What is held of lists that
    /// fill the same is said at one of them.
    func sync(_ world: World) async throws -> [String: String] {
        let outcome = try await world.program.run(
            "sync", "--tenant", "acme", "--streams", ([stream, other] + siblings).joined(separator: ","), "--full",
            "--json")
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8)) else {
            throw Failure(words: "the sync ended with \(outcome.status) and said: \(outcome.output)\(outcome.errors)")
        }
        let states = answer.runs.flatMap(\.streams).map { ($0.stream, $0.state) }
        var byName = Dictionary(states) { $1 }
        if siblings.contains(where: { byName[$0] == "held" }) { byName[stream] = "held" }
        return byName
    }

    private struct Failure: Error { let words: String }

    private struct Answer: Decodable {
        struct Run: Decodable { let streams: [Stream] }
        struct Stream: Decodable {
            let stream: String
            let state: String
        }
        let runs: [Run]
    }
}
