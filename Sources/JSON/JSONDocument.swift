import CSimdJSON

/// A parsed document: its bytes as they came, and a node a value that points into them. Never changes after parsing.
final class JSONDocument: Sendable {
    let bytes: [UInt8]
    let nodes: [qm_json_node]

    init(_ given: [UInt8]) throws(JSONError) {
        bytes = Self.withoutByteOrderMark(given)
        nodes = try Self.parse(bytes)
    }

    private static func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    private static func parse(_ bytes: [UInt8]) throws(JSONError) -> [qm_json_node] {
        var error: Int32 = 0
        var position = 0
        let nodes = bytes.withUnsafeBufferPointer { buffer -> [qm_json_node] in
            guard let scanner = qm_json_scan(buffer.baseAddress, buffer.count, &error) else { return [] }
            defer { qm_json_free(scanner) }
            return [qm_json_node](unsafeUninitializedCapacity: qm_json_capacity(scanner)) { nodes, count in
                error = qm_json_build(scanner, nodes.baseAddress, &count, &position)
            }
        }
        if error != 0 { throw Self.error(error, at: position, in: bytes) }
        return nodes
    }

    private static func error(_ code: Int32, at position: Int, in bytes: [UInt8]) -> JSONError {
        switch code {
        case numericCast(qm_json_empty): .empty
        case numericCast(qm_json_truncated): .truncated
        case numericCast(qm_json_too_deep): .tooDeep
        case numericCast(qm_json_not_utf8): .notUTF8
        case numericCast(qm_json_too_large): .tooLarge
        default: .malformed(description(of: position, in: bytes))
        }
    }

    private static func description(of position: Int, in bytes: [UInt8]) -> String {
        guard position < bytes.count else { return "the document ends too early" }
        let excerpt = String(decoding: bytes[position..<min(position + 12, bytes.count)], as: UTF8.self)
        return "unexpected \"\(excerpt)\" at byte \(position)"
    }
}
