import Configuration
import Foundation
import Logging
import Yams

/// What is wrong with the settings, and where.
struct SettingsError: Error, Sendable, CustomStringConvertible {
    let description: String
}

/// The settings as they stand for this call: a flag over an environment variable over the file over the default.
struct Settings: Sendable {
    private let reader: ConfigReader
    private let flags: [Setting: String]

    /// `file` nil: QUARTERMASTER_CONFIG names one, or there is none.
    static func load(
        file: String?, flags: [Setting: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Settings {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "quartermaster")
        ]
        try refuseUnknown(environment)
        if let path = file ?? environment["QUARTERMASTER_CONFIG"] {
            providers.append(InMemoryProvider(name: "file", values: try values(in: path)))
        }
        return Settings(reader: ConfigReader(providers: providers), flags: flags)
    }

    subscript(setting: Setting) -> String {
        flags[setting]
            ?? reader.string(
                forKey: ConfigKey(setting.rawValue.split(separator: ".").map(String.init)),
                isSecret: setting.isSecret, default: setting.standard)
    }

    func integer(_ setting: Setting, in range: ClosedRange<Int>) throws -> Int {
        guard let value = Int(self[setting]), range.contains(value) else {
            throw SettingsError(
                description: """
                    \(setting.rawValue) must be a whole number from \(range.lowerBound) to \(range.upperBound), \
                    not '\(self[setting])'
                    """)
        }
        return value
    }

    /// How long a connection stays a worker's without a word from it.
    var lease: Duration {
        get throws { .seconds(try integer(.workerLeaseSeconds, in: 2...3_600)) }
    }

    var logLevel: Logger.Level {
        get throws {
            guard let level = Logger.Level(rawValue: self[.logLevel]) else {
                throw SettingsError(
                    description: """
                        log.level must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")), \
                        not '\(self[.logLevel])'
                        """)
            }
            return level
        }
    }

    /// Where the private PostgreSQL and the generated key live; absolute.
    var dataDirectory: String {
        let given = self[.dataDirectory]
        let path = given.isEmpty ? (geteuid() == 0 ? "/var/lib/quartermaster" : ".quartermaster") : given
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }

    private static func values(in path: String) throws -> [AbsoluteConfigKey: ConfigValue] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError(description: "the settings file \(path) cannot be read")
        }
        let tree: Any?
        do {
            tree = try Yams.load(yaml: String(decoding: data, as: UTF8.self))
        } catch {
            throw SettingsError(description: "the settings file \(path) is not YAML: \(error)")
        }
        guard let groups = tree as? [String: Any] else { return [:] }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (group, members) in groups {
            guard let members = members as? [String: Any] else {
                throw SettingsError(description: "'\(group)' in \(path) must be a group of settings")
            }
            for (name, value) in members {
                let key = "\(group).\(name)"
                guard Setting(rawValue: key) != nil else { throw unknown(key, place: path) }
                values[AbsoluteConfigKey([group, name])] = ConfigValue(.string(text(value)), isSecret: false)
            }
        }
        return values
    }

    private static func text(_ value: Any) -> String {
        if let list = value as? [Any] { return list.map { "\($0)" }.joined(separator: ",") }
        return "\(value)"
    }

    private static func refuseUnknown(_ environment: [String: String]) throws {
        let known = Set(Setting.allCases.map(\.environmentName) + ["QUARTERMASTER_CONFIG", "QUARTERMASTER_HOME"])
        for name in environment.keys.sorted() where name.hasPrefix("QUARTERMASTER_") && !known.contains(name) {
            throw unknown(name, place: "the environment")
        }
    }

    private static func unknown(_ name: String, place: String) -> SettingsError {
        SettingsError(
            description: "there is no setting '\(name)' (in \(place)); Config/quartermaster.yaml lists all of them")
    }
}
