import Hummingbird
import Logging

/// Answers messages of the Model Context Protocol: runs what ``MCPProtocol`` decides.
struct MCPAnswers: Sendable {
    let tools: ToolRunner
    let origins: OriginCheck
    let results: MCPResults

    func answer(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        guard origins.allows(authority: call.request.head.authority, origin: call.request.headers[.origin]) else {
            return Self.response(MCPReply(fault: .foreignOrigin))
        }
        let core = MCPProtocol(tools: ToolCatalogue.allowed(caller), results: results)
        switch core.decide(call.body, MCPHeaders(call.request.headers)) {
        case .reply(let reply): return Self.response(reply)
        case .call(let wanted): return Self.response(await run(wanted, call))
        }
    }

    private func run(_ wanted: MCPCall, _ call: Call) async -> MCPReply {
        do {
            return results.reply(to: wanted, try await tools.run(wanted.tool, wanted.arguments, call))
        } catch {
            let problem = Problem(error)
            if problem.isOurs {
                // The whole error is for the log alone.
                call.logger.error("tool failed", metadata: ["tool": "\(wanted.tool)", "error": "\(error)"])
            }
            return results.reply(to: wanted, problem)
        }
    }

    private static func response(_ reply: MCPReply) -> Response {
        guard let body = reply.body else { return Response(status: reply.status) }
        return .json(body, status: reply.status)
    }
}
