import HTTPTypes

/// What is done with a message: the protocol without input or output. A message and the tools that its sender may use go
/// in, a decision comes out.
struct MCPProtocol: Sendable {
    let tools: [Tool]
    let results: MCPResults

    /// What a message leads to.
    enum Decision: Sendable, Hashable {
        /// It is answered as it stands.
        case reply(MCPReply)
        /// A tool is to be run; ``MCPResults/reply(to:_:)`` answers with what comes of it.
        case call(MCPCall)
    }

    func decide(_ body: [UInt8], _ headers: MCPHeaders) -> Decision {
        do throws(MCPFault) {
            switch try MCPMessage(body) {
            case .request(let request): return try decide(request, headers)
            case .notification, .response: return .reply(try Self.accept(headers))
            }
        } catch {
            return .reply(MCPReply(fault: error))
        }
    }

    private func decide(_ request: MCPRequest, _ headers: MCPHeaders) throws(MCPFault) -> Decision {
        do throws(MCPFault) {
            let version = try MCPEra.version(of: request, headers)
            return try decide(request, version)
        } catch {
            throw error.answering(request.id)
        }
    }

    private func decide(_ request: MCPRequest, _ version: MCPVersion) throws(MCPFault) -> Decision {
        switch request.method {
        case "initialize" where !version.isStateless: return .reply(results.initialized(request))
        case "ping" where !version.isStateless: return .reply(results.reply(to: request.id, [], version))
        case "server/discover" where version.isStateless: return .reply(results.discovered(request.id))
        case "tools/list":
            // All tools are on the first page, so that no cursor was ever given.
            guard request.params["cursor"] == nil else { throw .badParameters("There is no such cursor.") }
            return .reply(results.listed(tools, request.id, version))
        case "tools/call": return .call(try call(request, version))
        default:
            // Without a handshake a missing method is told by the status; with one, older clients give up at a 404.
            throw version.isStateless ? .noSuchMethod : .noSuchMethod.with(.ok)
        }
    }

    private func call(_ request: MCPRequest, _ version: MCPVersion) throws(MCPFault) -> MCPCall {
        let status: HTTPResponse.Status = version.isStateless ? .badRequest : .ok
        guard let name = request.params["name"]?.text else {
            throw .badParameters("params.name must be the name of a tool.").with(status)
        }
        guard ToolCatalogue.names.contains(name) else {
            throw .badParameters("There is no such tool; tools/list lists what there is.").with(status)
        }
        let arguments = request.params["arguments"] ?? .object([])
        guard arguments.isObject else { throw .badParameters("params.arguments must be an object.").with(status) }
        return MCPCall(id: request.id, version: version, tool: name, arguments: arguments)
    }

    /// Notifications, and answers to nothing, are taken and dropped: nothing here depends on them.
    private static func accept(_ headers: MCPHeaders) throws(MCPFault) -> MCPReply {
        if let version = headers.version, MCPVersion(rawValue: version) == nil { throw .unsupported(version) }
        return .accepted
    }
}

/// A tool that a message asks to be run.
struct MCPCall: Sendable, Hashable {
    var id: JSONTree
    var version: MCPVersion
    var tool: String
    var arguments: JSONTree
}
