/// One JSON-RPC message, as it was sent.
enum MCPMessage: Sendable, Hashable {
    case request(MCPRequest)
    case notification(method: String)
    /// An answer to something that this side has never asked.
    case response

    /// Throws the fault of what is no message. Several in a list are none: the protocol has had no batches since
    /// 2025-06-18.
    init(_ body: [UInt8]) throws(MCPFault) {
        guard let tree = JSONTree(parsing: body) else { throw .notJSON }
        guard tree.isObject, tree["jsonrpc"] == .string("2.0") else { throw .notAMessage }
        guard let method = tree["method"] else {
            guard tree["result"] != nil || tree["error"] != nil else { throw .notAMessage }
            self = .response
            return
        }
        guard let method = method.text else { throw .notAMessage }
        guard let id = tree["id"] else {
            self = .notification(method: method)
            return
        }
        // An id is a text or a whole number, and never null (specification 2026-07-28, "Requests").
        switch id {
        case .string, .integer: break
        default: throw .notAMessage
        }
        let params = tree["params"] ?? .object([])
        guard params.isObject else { throw MCPFault.badParameters("params must be an object.").answering(id) }
        self = .request(MCPRequest(id: id, method: method, params: params))
    }
}

/// A message that is to be answered.
struct MCPRequest: Sendable, Hashable {
    var id: JSONTree
    var method: String
    var params: JSONTree

    var meta: JSONTree? { params["_meta"] }

    /// The version that the request says of itself, as requests have done since 2026-07-28.
    var statedVersion: JSONTree? { meta?[MCPKey.protocolVersion] }
}

/// The names in `_meta` that the protocol keeps for itself (specification 2026-07-28, "General fields").
enum MCPKey {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
}
