public import Foundation

/// A statement with its bound parameters. What is interpolated is bound, never spliced: `"… WHERE id = \(id)"`
/// becomes `$1`. Only ``identifier(_:)`` and ``raw(_:)`` put text into the statement, for names from our own code.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The statement's text, with `$1`, `$2`, ….
    public private(set) var text: String
    /// The parameters in PostgreSQL's text format; nil is NULL.
    public private(set) var parameters: [String?]

    public init(stringLiteral value: String) {
        text = value
        parameters = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
    }

    /// A statement from its parts, for generated SQL.
    public init(text: String, parameters: [String?] = []) {
        self.text = text
        self.parameters = parameters
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var parameters: [String?] = []
        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) { text += literal }
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            parameters.append(value.postgresText)
            text += "$\(parameters.count)"
        }
        public mutating func appendInterpolation(_ value: (some PostgresEncodable)?) {
            parameters.append(value?.postgresText)
            text += "$\(parameters.count)"
        }
        /// A quoted identifier.
        public mutating func appendInterpolation(identifier: String) {
            text += "\"" + identifier.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
        /// Text from our own code, as it is. Never from outside.
        public mutating func appendInterpolation(raw: String) { text += raw }
        /// Another statement, its parameters renumbered.
        public mutating func appendInterpolation(_ fragment: SQL) { fatalError("unwritten") }
    }
}

/// Can be sent as a parameter, in PostgreSQL's text format.
public protocol PostgresEncodable: Sendable {
    var postgresText: String { get }
}

/// Can be read out of a cell, from PostgreSQL's text format.
public protocol PostgresDecodable: Sendable {
    init?(postgresText: String)
}

extension String: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { self }
    public init?(postgresText: String) { self = postgresText }
}
extension UUID: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { uuidString.lowercased() }
    public init?(postgresText: String) { self.init(uuidString: postgresText) }
}
extension Int: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}
extension Int64: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}
extension Int32: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}
extension Double: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { description }
    public init?(postgresText: String) { self.init(postgresText) }
}
extension Bool: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { self ? "true" : "false" }
    public init?(postgresText: String) {
        switch postgresText {
        case "t", "true": self = true
        case "f", "false": self = false
        default: return nil
        }
    }
}
/// An array literal: `{"a","b"}`, NULL elements as NULL.
extension Array: PostgresEncodable where Element: PostgresEncodable {
    public var postgresText: String {
        "{"
            + map {
                "\""
                    + $0.postgresText.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
                        of: "\"", with: "\\\"") + "\""
            }.joined(separator: ",") + "}"
    }
}
