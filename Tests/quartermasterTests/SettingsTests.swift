import Foundation
import Logging
import Testing
import Yams

@testable import quartermaster

@Suite struct SettingsTests {
    private func load(
        _ yaml: String? = nil, flags: [Setting: String] = [:], environment: [String: String] = [:]
    ) throws -> Settings {
        guard let yaml else { return try Settings.load(file: nil, flags: flags, environment: environment) }
        let file = NSTemporaryDirectory() + UUID().uuidString
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        return try Settings.load(file: file, flags: flags, environment: environment)
    }

    @Test func aFlagWinsOverTheEnvironmentOverTheFileOverTheDefault() throws {
        let yaml = "server:\n  port: 1\n  host: file\nlog:\n  level: debug\n"
        let environment = ["QUARTERMASTER_SERVER_PORT": "2", "QUARTERMASTER_SERVER_HOST": "environment"]
        let settings = try load(yaml, flags: [.serverPort: "3"], environment: environment)
        #expect(settings[.serverPort] == "3")
        #expect(settings[.serverHost] == "environment")
        #expect(try settings.logLevel == .debug)
        #expect(settings[.workerStreams] == "3")
    }

    @Test func aListInTheFileIsReadAsCommaSeparated() throws {
        let settings = try load("egress:\n  allow_private_addresses: [10.0.0.0/8, 127.0.0.0/8]\n")
        #expect(settings[.allowPrivateAddresses] == "10.0.0.0/8,127.0.0.0/8")
    }

    @Test func anUnknownSettingIsNamed() {
        #expect { try self.load("server:\n  prot: 1\n") } throws: { "\($0)".contains("server.prot") }
        #expect { try self.load(environment: ["QUARTERMASTER_SERVER_PROT": "1"]) } throws: {
            "\($0)".contains("QUARTERMASTER_SERVER_PROT")
        }
    }

    @Test func whatIsNotANumberIsNamedWithItsRange() throws {
        let settings = try load(flags: [.serverPort: "http"])
        #expect { try settings.integer(.serverPort, in: 0...65_535) } throws: {
            "\($0)".contains("server.port") && "\($0)".contains("65535")
        }
    }

    @Test func theShippedFileListsEverySettingWithItsDefault() throws {
        let file = Program.project.appendingPathComponent("Config/quartermaster.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let tree = try #require(try Yams.load(yaml: text) as? [String: [String: Any]])
        var listed: [String: String] = [:]
        for (group, members) in tree { for (name, value) in members { listed["\(group).\(name)"] = "\(value)" } }
        let standard = Dictionary(uniqueKeysWithValues: Setting.allCases.map { ($0.rawValue, $0.standard) })
        #expect(listed == standard)
    }
}
