import Foundation
import Inventory

/// What the demonstration remembers between its runs, so that the next one goes on with the same data: the fleet's
/// beginning and steps, and the keys, in a file for its owner alone.
struct DemoState: Codable, Sendable {
    var start: Timestamp
    var steps = 0
    var readKey: String?
    var fullKey: String?

    static func load(_ folder: String) throws -> DemoState {
        guard let data = FileManager.default.contents(atPath: path(folder)) else {
            return DemoState(start: Timestamp(seconds: Date().timeIntervalSince1970))
        }
        return try JSONDecoder().decode(DemoState.self, from: data)
    }

    func save(_ folder: String) throws {
        let file = Self.path(folder)
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: file), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }

    private static func path(_ folder: String) -> String { folder + "/demo.json" }
}
