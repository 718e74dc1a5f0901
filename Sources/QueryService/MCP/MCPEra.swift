/// Which revision a request is made under, checked against its headers.
enum MCPEra {
    static func version(of request: MCPRequest, _ headers: MCPHeaders) throws(MCPFault) -> MCPVersion {
        if request.method == "initialize" { return .latestWithHandshake }
        if let stated = request.statedVersion?.text, let version = MCPVersion(rawValue: stated), !version.isStateless {
            return version
        }
        guard isStateless(request, headers) else { return try withHandshake(headers) }
        return try stateless(request, headers)
    }

    private static func isStateless(_ request: MCPRequest, _ headers: MCPHeaders) -> Bool {
        request.statedVersion != nil || request.method == "server/discover" || headers.method != nil
            || headers.version == MCPVersion.v20260728.rawValue
    }

    /// After a handshake the header names the version that was agreed; what it names and is not spoken is refused with 400
    /// (specification 2025-11-25, "Protocol Version Header"). Without the header an old version is to be assumed: what is
    /// asked and answered here is the same in all of them.
    private static func withHandshake(_ headers: MCPHeaders) throws(MCPFault) -> MCPVersion {
        guard let name = headers.version else { return .v20250618 }
        guard let version = MCPVersion(rawValue: name) else { throw .unsupported(name) }
        return version
    }

    /// Version and capabilities are required in `_meta` (specification 2026-07-28, "Per-request protocol fields"); the
    /// headers must agree with the body, and are compared before the version is looked at, so that who contradicts itself
    /// is told so ("Server Validation").
    private static func stateless(_ request: MCPRequest, _ headers: MCPHeaders) throws(MCPFault) -> MCPVersion {
        guard let stated = request.statedVersion, let capabilities = request.meta?[MCPKey.clientCapabilities] else {
            throw .badParameters(
                "params._meta must have \(MCPKey.protocolVersion) and \(MCPKey.clientCapabilities).")
        }
        guard capabilities.isObject else {
            throw .badParameters("\(MCPKey.clientCapabilities) must be an object.")
        }
        guard let name = headers.version, stated == .string(name) else { throw .mismatch(.mcpProtocolVersion) }
        guard headers.method == request.method else { throw .mismatch(.mcpMethod) }
        if let key = named[request.method], let value = request.params[key] {
            guard let name = headers.decodedName, value == .string(name) else { throw .mismatch(.mcpName) }
        }
        guard let version = MCPVersion(rawValue: name) else { throw .unsupported(name) }
        return version
    }

    /// The methods whose header `Mcp-Name` repeats a parameter ("Standard Request Headers").
    private static let named = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]
}
