import Foundation
import Logging

/// The program's log: to standard error, text or one JSON object a line.
enum Logging {
    static func logger(_ settings: Settings) throws -> Logger {
        let level = try settings.logLevel
        let format = settings[.logFormat]
        guard ["text", "json"].contains(format) else {
            throw SettingsError(description: "log.format must be text or json, not '\(format)'")
        }
        var logger = Logger(label: "quartermaster") { label -> any LogHandler in
            if format == "json" { return JSONLogHandler() }
            return StreamLogHandler.standardError(label: label)
        }
        logger.logLevel = level
        return logger
    }
}

/// Writes one JSON object a line to standard error: time, level, message and the metadata as members.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members = metadata.merging(event.metadata ?? [:]) { _, new in new }.mapValues { "\($0)" }
        members["time"] = ISO8601DateFormatter().string(from: Date())
        members["level"] = event.level.rawValue
        members["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(members) else { return }
        FileHandle.standardError.write(line + Data("\n".utf8))
    }
}
