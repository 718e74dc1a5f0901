import Foundation

/// A statement with its bound parameters. What is interpolated is bound, never spliced: `"… WHERE id = \(id)"`
/// becomes `$1`. Only ``identifier(_:)`` and ``raw(_:)`` put text into the statement, for names from our own code.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The statement's text, with `$1`, `$2`, ….
    public private(set) var text: String
    /// The parameters in PostgreSQL's text format; nil is NULL.
    public private(set) var parameters: [String?]
    /// More parameters, in PostgreSQL's binary format, numbered on from the others.
    public private(set) var binaries: [[UInt8]] = []

    public init(stringLiteral value: String) {
        text = value
        parameters = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
    }

    /// A statement from its parts, for generated SQL.
    public init(text: String, parameters: [String?] = [], binaries: [[UInt8]] = []) {
        self.text = text
        self.parameters = parameters
        self.binaries = binaries
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
        public mutating func appendInterpolation(_ fragment: SQL) {
            text += ParameterNumbers.shifted(fragment.text, by: parameters.count)
            parameters += fragment.parameters
        }
    }
}
