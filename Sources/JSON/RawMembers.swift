import CSimdJSON

/// Some members of one object, as they stand in the document: for lists of millions of small objects, of which making
/// values would cost more than all that is done with them. Valid within the call that it is given to, and no longer.
public struct RawMembers {
    let bytes: UnsafePointer<UInt8>
    let nodes: UnsafePointer<qm_json_node>
    let found: UnsafePointer<UInt32>
    let position: Int
    private let document: JSONDocument

    init(
        _ document: JSONDocument, _ bytes: UnsafePointer<UInt8>, _ nodes: UnsafePointer<qm_json_node>,
        _ found: UnsafePointer<UInt32>, _ position: Int
    ) {
        (self.document, self.bytes, self.nodes) = (document, bytes, nodes)
        (self.found, self.position) = (found, position)
    }

    /// The bytes that the whole object takes in the document.
    public var size: Int { Int(nodes[position].end - nodes[position].start) }

    /// The whole object.
    public var row: JSONValue { JSONValue(document, position) }

    /// The member of the name's place.
    public func value(_ place: Int) -> JSONValue {
        found[place] == 0 ? .missing : JSONValue(document, Int(found[place]))
    }

    /// Not there, or `null`.
    public func isNull(_ place: Int) -> Bool {
        found[place] == 0 || nodes[Int(found[place])].kind == UInt8(qm_json_null)
    }

    /// The characters of a string without an escape; nil for anything else.
    public func plainString(_ place: Int) -> UnsafeBufferPointer<UInt8>? {
        let node = nodes[Int(found[place])]
        guard found[place] != 0, node.kind == UInt8(qm_json_string), node.is_escaped == 0 else { return nil }
        return UnsafeBufferPointer(start: bytes + Int(node.start) + 1, count: Int(node.end - node.start) - 2)
    }

    /// The digits of a whole number, with its sign; nil for anything else.
    public func wholeNumber(_ place: Int) -> UnsafeBufferPointer<UInt8>? {
        let node = nodes[Int(found[place])]
        guard found[place] != 0, node.kind == UInt8(qm_json_integer) else { return nil }
        return UnsafeBufferPointer(start: bytes + Int(node.start), count: Int(node.end - node.start))
    }
}

extension JSONValue {
    /// Calls the body with each object of an array and its members of these names; what is no object has none.
    public func forEachObject(_ names: MemberNames, _ body: (RawMembers) -> Void) {
        guard let document, document.nodes[position].kind == UInt8(qm_json_array) else { return }
        document.bytes.withUnsafeBufferPointer { bytes in
            document.nodes.withUnsafeBufferPointer { nodes in
                guard let bytes = bytes.baseAddress, let nodes = nodes.baseAddress else { return }
                Self.forEach(names, document, bytes, nodes, in: position, body)
            }
        }
    }

    private static func forEach(
        _ names: MemberNames, _ document: JSONDocument, _ bytes: UnsafePointer<UInt8>,
        _ nodes: UnsafePointer<qm_json_node>, in list: Int, _ body: (RawMembers) -> Void
    ) {
        names.withNames { names in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: names.count) { found in
                guard let place = found.baseAddress else { return }
                var child = list + 1
                while child < Int(nodes[list].next) {
                    place.update(repeating: 0, count: names.count)
                    if nodes[child].kind == UInt8(qm_json_object) {
                        qm_json_find_all(bytes, nodes, UInt32(child), names.baseAddress, names.count, place)
                    }
                    body(RawMembers(document, bytes, nodes, place, child))
                    child = Int(nodes[child].next)
                }
            }
        }
    }
}
