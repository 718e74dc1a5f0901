import CSimdJSON

/// A read-only view on one value of a parsed document. Asking a missing member, or a member of something that is not
/// an object, gives a missing value, so that a path reads straight through: `row["os"]["name"].string`.
///
/// A value holds its document alive and may be read from any task. One value that cannot be had as asked (an integer
/// over 64 bits, half of a surrogate pair) costs nothing but itself: see ``integer`` and ``string``.
public struct JSONValue: Sendable {
    let document: JSONDocument?
    let position: Int

    init(_ document: JSONDocument?, _ position: Int) {
        self.document = document
        self.position = position
    }

    /// Parses a whole document. Throws ``JSONError`` when the bytes are not exactly one JSON document. A byte order
    /// mark before it is skipped; at most 128 arrays and objects may lie within each other.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        JSONValue(try JSONDocument(bytes), 0)
    }

    /// A value that is not there.
    public static var missing: JSONValue { JSONValue(nil, 0) }

    /// A member by its name; of several with one name the last, as in PostgreSQL's jsonb.
    public subscript(key: String) -> JSONValue {
        guard let document, kind == qm_json_object else { return .missing }
        var key = key
        let found = key.withUTF8 { name in
            document.bytes.withUnsafeBufferPointer { bytes in
                document.nodes.withUnsafeBufferPointer { nodes in
                    qm_json_find(bytes.baseAddress, nodes.baseAddress, UInt32(position), name.baseAddress, name.count)
                }
            }
        }
        return found == 0 ? .missing : JSONValue(document, Int(found))
    }

    /// An element by its place; missing where there is none.
    public subscript(index: Int) -> JSONValue {
        guard let document, kind == qm_json_array, index >= 0 else { return .missing }
        var child = position + 1
        let end = Int(document.nodes[position].next)
        for _ in 0..<index where child < end { child = Int(document.nodes[child].next) }
        return child < end ? JSONValue(document, child) : .missing
    }

    /// Not in the document at all.
    public var isMissing: Bool { document == nil }
    /// Missing or `null`.
    public var isNull: Bool { kind == nil || kind == qm_json_null }

    /// The string, if it is one. Half of a surrogate pair in it reads as U+FFFD.
    public var string: String? {
        guard let document, kind == qm_json_string else { return nil }
        let node = document.nodes[position]
        guard node.is_escaped != 0 else { return raw(node.start + 1, node.end - 1) }
        return document.bytes.withUnsafeBufferPointer { bytes in
            String(unsafeUninitializedCapacity: Int(node.end - node.start)) { output in
                withUnsafePointer(to: node) { qm_json_unescape(bytes.baseAddress, $0, output.baseAddress) }
            }
        }
    }

    /// Whether it is or holds a string of more bytes than this, as the document has it, escapes and names included:
    /// a quick first look.
    public func holdsString(longerThan limit: Int) -> Bool {
        guard let document else { return false }
        let end = Int(document.nodes[position].next)
        return document.nodes[position..<end].contains {
            Int($0.kind) == qm_json_string && Int($0.end - $0.start) > limit
        }
    }

    /// The whole number, if it is one (a float with no fraction counts); nil when it does not fit 64 bits: see
    /// ``text``.
    public var integer: Int64? {
        guard let document else { return nil }
        let node = document.nodes[position]
        if kind == qm_json_integer { return raw(node.start, node.end).flatMap { Int64($0) } }
        guard kind == qm_json_float, let digits = raw(node.start, node.end) else { return nil }
        let parts = digits.split(separator: ".")
        if parts.count == 2, parts[1].allSatisfy({ $0 == "0" }) { return Int64(parts[0]) }
        return double.flatMap { Int64(exactly: $0) }
    }

    /// The number; nil when it is too great or too small for a double.
    public var double: Double? {
        guard let document, kind == qm_json_integer || kind == qm_json_float else { return nil }
        var result = 0.0
        let isThere = document.bytes.withUnsafeBufferPointer { bytes in
            withUnsafePointer(to: document.nodes[position]) { qm_json_double(bytes.baseAddress, $0, &result) }
        }
        return isThere == 0 ? nil : result
    }

    public var bool: Bool? {
        switch kind {
        case qm_json_true: true
        case qm_json_false: false
        default: nil
        }
    }

    /// A scalar as it prints: a string's text, a number's digits as the document has them, `true`. Null, missing,
    /// objects and arrays give nil. For ids, which vendors send now as numbers, now as strings.
    public var text: String? {
        switch kind {
        case qm_json_string: return string
        case qm_json_true: return "true"
        case qm_json_false: return "false"
        case qm_json_integer, qm_json_float:
            guard let node = document?.nodes[position] else { return nil }
            return raw(node.start, node.end)
        default: return nil
        }
    }

    /// The elements, if it is an array.
    public var array: [JSONValue]? {
        guard let document, kind == qm_json_array else { return nil }
        var elements: [JSONValue] = []
        var child = position + 1
        let end = Int(document.nodes[position].next)
        while child < end {
            elements.append(JSONValue(document, child))
            child = Int(document.nodes[child].next)
        }
        return elements
    }

    /// How many elements an array has, with the first and the last of them; nil if it is none.
    public var ends: (count: Int, first: JSONValue, last: JSONValue)? {
        guard let document, kind == qm_json_array else { return nil }
        var (count, child, last) = (0, position + 1, 0)
        let end = Int(document.nodes[position].next)
        while child < end {
            (count, last) = (count + 1, child)
            child = Int(document.nodes[child].next)
        }
        guard count > 0 else { return (0, .missing, .missing) }
        return (count, JSONValue(document, position + 1), JSONValue(document, last))
    }

    /// The members in document order, if it is an object; of several with one name the last.
    public var object: [(key: String, value: JSONValue)]? {
        guard let all = members else { return nil }
        var last: [String: Int] = [:]
        for (place, member) in all.enumerated() { last[member.key] = place }
        if last.count == all.count { return all }
        return all.enumerated().filter { last[$0.element.key] == $0.offset }.map(\.element)
    }

    /// The value as compact JSON text, its object's members without those in `omitting` (top level only). PostgreSQL's
    /// jsonb takes it: NUL characters are left out, half a surrogate pair is U+FFFD, and a number beyond its `numeric`
    /// is a string. Numbers keep their digits. A missing value is `null`.
    public func serialised(omitting: Set<String> = []) -> String {
        guard !omitting.isEmpty, let members else { return String(decoding: compact, as: UTF8.self) }
        var text: [UInt8] = [UInt8(ascii: "{")]
        for (key, value) in members where !omitting.contains(key) {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: JSONValue(document, value.position - 1).compact)
            text.append(UInt8(ascii: ":"))
            text.append(contentsOf: value.compact)
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension JSONValue {
    /// A value's place in its document, which tells it from all others there; nil for a missing one.
    public var place: UInt32? { document == nil ? nil : UInt32(position) }

    /// The member at a path that leads through objects by dots.
    public subscript(path path: String) -> JSONValue {
        place(atPath: path).map { JSONValue(document, Int($0)) } ?? .missing
    }

    /// The place of what a path leads to; `through` is given those of the objects on its way, whether there is anything at its
    /// end or not.
    public func place(atPath path: String, through: (UInt32) -> Void = { _ in }) -> UInt32? {
        guard let document else { return nil }
        var path = path
        return path.withUTF8 { names in
            document.bytes.withUnsafeBufferPointer { bytes in
                document.nodes.withUnsafeBufferPointer { nodes in
                    var (start, at) = (0, UInt32(position))
                    for dot in names.indices where names[dot] == UInt8(ascii: ".") {
                        guard let found = Self.find(names[start..<dot], at, bytes, nodes) else { return nil }
                        through(found)
                        (start, at) = (dot + 1, found)
                    }
                    return Self.find(names[start...], at, bytes, nodes)
                }
            }
        }
    }

    private static func find(
        _ name: Slice<UnsafeBufferPointer<UInt8>>, _ object: UInt32, _ bytes: UnsafeBufferPointer<UInt8>,
        _ nodes: UnsafeBufferPointer<qm_json_node>
    ) -> UInt32? {
        guard Int(nodes[Int(object)].kind) == qm_json_object else { return nil }
        let name = UnsafeBufferPointer(rebasing: name)
        let found = qm_json_find(bytes.baseAddress, nodes.baseAddress, object, name.baseAddress, name.count)
        return found == 0 ? nil : found
    }

    /// An object in two, each as ``serialised(omitting:)`` writes it: its members of some names, and the others. Nil where it
    /// has none of them, or is no object.
    public func parted(by names: MemberNames) -> (named: String, others: String)? {
        guard let document, kind == qm_json_object else { return nil }
        let named = part(document, names, isNamed: true)
        return named == "{}" ? nil : (named, part(document, names, isNamed: false))
    }

    private func part(_ document: JSONDocument, _ names: MemberNames, isNamed: Bool) -> String {
        let node = document.nodes[position]
        let room = Int(node.end - node.start) + 2 * (Int(node.next) - position)
        return names.withNames { names in
            document.bytes.withUnsafeBufferPointer { bytes in
                document.nodes.withUnsafeBufferPointer { nodes in
                    String(unsafeUninitializedCapacity: room) { output in
                        qm_json_write_part(
                            bytes.baseAddress, nodes.baseAddress, UInt32(position), names.baseAddress, names.count,
                            isNamed ? 1 : 0, output.baseAddress)
                    }
                }
            }
        }
    }

    /// What is left of an object, as ``serialised(omitting:)`` writes it, without members that are null and without some
    /// values by their places, also within the objects `entered`; nil when nothing is left, or it is no object.
    public func rest(omitting omitted: [UInt32], entering entered: [UInt32]) -> String? {
        guard let document, kind == qm_json_object else { return nil }
        let node = document.nodes[position]
        let room = Int(node.end - node.start) + 2 * (Int(node.next) - position)
        let text = document.bytes.withUnsafeBufferPointer { bytes in
            document.nodes.withUnsafeBufferPointer { nodes in
                String(unsafeUninitializedCapacity: room) { output in
                    qm_json_write_rest(
                        bytes.baseAddress, nodes.baseAddress, UInt32(position), omitted, omitted.count, entered,
                        entered.count, output.baseAddress)
                }
            }
        }
        return text.isEmpty ? nil : text
    }
}

extension JSONValue {
    private var kind: Int? {
        document.map { Int($0.nodes[position].kind) }
    }

    private func raw(_ start: UInt32, _ end: UInt32) -> String? {
        document?.bytes.withUnsafeBufferPointer { bytes in
            String(decoding: UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)]), as: UTF8.self)
        }
    }

    /// The members as they stand.
    private var members: [(key: String, value: JSONValue)]? {
        guard let document, kind == qm_json_object else { return nil }
        var members: [(key: String, value: JSONValue)] = []
        var child = position + 1
        let end = Int(document.nodes[position].next)
        while child < end {
            members.append((JSONValue(document, child).string ?? "", JSONValue(document, child + 1)))
            child = Int(document.nodes[child + 1].next)
        }
        return members
    }

    private var compact: [UInt8] {
        guard let document else { return Array("null".utf8) }
        let node = document.nodes[position]
        let room = Int(node.end - node.start) + 2 * (Int(node.next) - position)
        return document.bytes.withUnsafeBufferPointer { bytes in
            document.nodes.withUnsafeBufferPointer { nodes in
                [UInt8](unsafeUninitializedCapacity: room) { output, count in
                    count = qm_json_write(bytes.baseAddress, nodes.baseAddress, UInt32(position), output.baseAddress)
                }
            }
        }
    }
}
