import HTTPTypes

/// A message that is answered with a JSON-RPC error. Its words are this side's own: nothing that was sent is repeated.
struct MCPFault: Error, Sendable, Hashable {
    /// JSON-RPC's codes, and those that the specification 2026-07-28 adds ("Error Codes").
    enum Code: Int64, Sendable, Hashable {
        case parseError = -32_700
        case invalidRequest = -32_600
        case methodNotFound = -32_601
        case invalidParams = -32_602
        case headerMismatch = -32_020
        case unsupportedVersion = -32_022
    }

    var code: Code
    var message: String
    var data: JSONTree?
    /// The request's id, where it could be read.
    var id: JSONTree?
    /// Older clients read an error from an answer of status 200; newer ones are told by the status too.
    var status: HTTPResponse.Status = .badRequest

    func answering(_ id: JSONTree) -> MCPFault {
        var fault = self
        fault.id = id
        return fault
    }

    func with(_ status: HTTPResponse.Status) -> MCPFault {
        var fault = self
        fault.status = status
        return fault
    }

    var body: JSONTree {
        let data = data.map { [("data", $0)] } ?? []
        let error = JSONTree.object([("code", .integer(code.rawValue)), ("message", .string(message))] + data)
        return .object([("jsonrpc", .string("2.0"))] + (id.map { [("id", $0)] } ?? []) + [("error", error)])
    }
}

extension MCPFault {
    static let notJSON = MCPFault(code: .parseError, message: "The body is not JSON.")
    static let notAMessage = MCPFault(code: .invalidRequest, message: "The body is not one JSON-RPC 2.0 message.")
    static let foreignOrigin = MCPFault(
        code: .invalidRequest, message: "This host or origin may not call this address.", status: .forbidden)

    static func badParameters(_ message: String) -> MCPFault { MCPFault(code: .invalidParams, message: message) }

    /// 404 tells that the method is missing, and not the address (specification 2026-07-28, "Protocol Version Header").
    static let noSuchMethod = MCPFault(code: .methodNotFound, message: "There is no such method.", status: .notFound)

    static func mismatch(_ header: HTTPField.Name) -> MCPFault {
        MCPFault(
            code: .headerMismatch, message: "The header \(header.rawName) is missing or does not agree with the body.")
    }

    static func unsupported(_ requested: String) -> MCPFault {
        MCPFault(
            code: .unsupportedVersion, message: "This protocol version is not spoken here.",
            data: .object([
                ("supported", .strings(MCPVersion.names)), ("requested", .string(String(requested.prefix(40)))),
            ]))
    }
}
