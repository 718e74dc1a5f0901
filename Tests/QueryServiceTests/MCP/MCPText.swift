@testable import QueryService

/// Messages as clients send them.
enum MCPText {
    /// A request; `members` are those of its parameters, as JSON without braces.
    static func request(
        _ method: String, _ members: String = "", _ version: MCPVersion = .v20260728, id: String = "1"
    ) -> String {
        let params = [members, version.isStateless ? meta() : ""].filter { !$0.isEmpty }.joined(separator: ",")
        return #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(params)}}"#
    }

    static func meta(version: String = "2026-07-28", capabilities: String = "{}") -> String {
        #""_meta":{"\#(MCPKey.protocolVersion)":"\#(version)","\#(MCPKey.clientCapabilities)":\#(capabilities)}"#
    }

    static func headers(_ method: String, name: String? = nil, _ version: MCPVersion = .v20260728) -> MCPHeaders {
        version.isStateless
            ? MCPHeaders(version: version.rawValue, method: method, name: name) : MCPHeaders(version: version.rawValue)
    }
}
