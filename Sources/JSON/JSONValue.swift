/// A read-only view on one value of a parsed document. Asking a missing member, or a member of something that is not
/// an object, gives a missing value, so that a path reads straight through: `row["os"]["name"].string`.
public struct JSONValue: Sendable {
    /// Parses a whole document. Throws ``JSONError`` when the bytes are not exactly one JSON document.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue { fatalError("unwritten") }

    /// A value that is not there.
    public static var missing: JSONValue { fatalError("unwritten") }

    public subscript(key: String) -> JSONValue { fatalError("unwritten") }
    public subscript(index: Int) -> JSONValue { fatalError("unwritten") }

    /// Not in the document at all.
    public var isMissing: Bool { fatalError("unwritten") }
    /// Missing or `null`.
    public var isNull: Bool { fatalError("unwritten") }
    /// The string, if it is one.
    public var string: String? { fatalError("unwritten") }
    /// The whole number, if it is one (a float with no fraction counts).
    public var integer: Int64? { fatalError("unwritten") }
    public var double: Double? { fatalError("unwritten") }
    public var bool: Bool? { fatalError("unwritten") }
    /// A scalar as it prints: a string's text, a number's digits as the document has them, `true`. Null, missing,
    /// objects and arrays give nil. For ids, which vendors send now as numbers, now as strings.
    public var text: String? { fatalError("unwritten") }
    /// The elements, if it is an array.
    public var array: [JSONValue]? { fatalError("unwritten") }
    /// The members in document order, if it is an object.
    public var object: [(key: String, value: JSONValue)]? { fatalError("unwritten") }
    /// The value as compact JSON text, its object's members without those in `omitting` (top level only).
    public func serialised(omitting: Set<String>) -> String { fatalError("unwritten") }
}

/// Why bytes are not a JSON document.
public enum JSONError: Error, Sendable, Hashable {
    case empty
    case malformed(String)
    case truncated
    case tooDeep
    case notUTF8
}
