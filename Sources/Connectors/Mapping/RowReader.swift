public import Inventory
public import JSON

/// Reads a vendor's row into columns and remembers what it has read, so that `vendor_fields` gets exactly what the
/// columns do not carry: a member whose value came out as nil (a placeholder, an address that is none) stays there.
///
/// A path leads through objects by dots: `os.lastBootTime`.
public struct RowReader {
    public let row: JSONValue
    private let ignoresCase: Bool
    private var carried = JSONText.Places()

    /// - Parameter ignoresCase: for vendors that spell one member now so, now so (`endpointID`, `endpointId`).
    public init(_ row: JSONValue, ignoresCase: Bool = false) {
        self.row = row
        self.ignoresCase = ignoresCase
    }

    /// The member at a path, as it is; not counted as carried.
    public func member(_ path: String) -> JSONValue {
        guard ignoresCase else { return row[path: path] }
        return path.split(separator: ".").reduce(row) { value, name in value.member(ignoringCase: String(name)) }
    }

    /// Reads a member by a function, and counts it as carried when there was something.
    public mutating func take<Value>(_ path: String, _ read: (JSONValue) -> Value?) -> Value? {
        let value = read(member(path))
        if value != nil { carry(path) }
        return value
    }

    private mutating func carry(_ path: String) { add(path, &carried) }

    private func add(_ path: String, _ places: inout JSONText.Places) {
        if ignoresCase { places.add(path, member) } else { places.add(path, of: row) }
    }

    /// The first of several members that has something.
    public mutating func first<Value>(_ paths: [String], _ read: (JSONValue) -> Value?) -> Value? {
        for path in paths { if let value = take(path, read) { return value } }
        return nil
    }

    /// Text, cleaned.
    public mutating func text(_ path: String) -> String? { take(path) { $0.cleaned } }
    /// Text that is not a placeholder.
    public mutating func word(_ path: String) -> String? { take(path) { Placeholders.word($0.text) } }
    /// A serial number that is one.
    public mutating func serial(_ path: String) -> String? { take(path) { Placeholders.serial($0.text) } }
    /// A whole number above zero.
    public mutating func positive(_ path: String) -> Int64? { take(path) { $0.positive } }
    public mutating func bool(_ path: String) -> Bool? { take(path) { $0.bool } }
    /// A time in seconds since the epoch.
    public mutating func epoch(_ path: String) -> Timestamp? { take(path, Times.epoch) }
    /// An enum's value; the label beside it is ``text(_:)``.
    public mutating func value<Value>(_ path: String, _ vocabulary: Vocabulary<Value>) -> Value? {
        take(path) { vocabulary.value($0.text) }
    }

    /// IP addresses; the member stays in `vendor_fields` where one of them is none.
    public mutating func ips(_ path: String) -> [String]? { addresses(path, NetworkAddress.ips) }
    /// Hardware addresses; likewise.
    public mutating func macs(_ path: String) -> [String]? { addresses(path, NetworkAddress.macs) }

    private mutating func addresses(_ path: String, _ clean: ([String]) -> [String]?) -> [String]? {
        let sent = member(path).texts
        let kept = clean(sent)
        if kept?.count == sent.count { carry(path) }
        return kept
    }

    /// What no column carries; nil when nothing is left.
    /// - Parameter omitting: what must not be stored (secrets, custom fields that are not allowed), or is stored
    ///   elsewhere.
    /// - Parameter adding: members put in their place, as JSON.
    public func rest(omitting: Set<String> = [], adding: [(key: String, json: String)] = []) -> String? {
        var places = carried
        for path in omitting { add(path, &places) }
        return JSONText.vendorFields(row, omitting: places, adding: adding)
    }
}

extension JSONValue {
    /// A member by its name, whatever its letters' case; one that is spelled so comes first.
    public func member(ignoringCase name: String) -> JSONValue {
        let exact = self[name]
        return exact.isMissing ? self[spelling(ofMember: name)] : exact
    }

    /// The name as this object spells it; as given where it has no such member.
    func spelling(ofMember name: String) -> String {
        guard self[name].isMissing else { return name }
        let lower = name.lowercased()
        return (object ?? []).first { $0.key.lowercased() == lower }?.key ?? name
    }
}
