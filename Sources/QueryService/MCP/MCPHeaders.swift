import Foundation
import HTTPTypes

/// What a request's headers repeat of its body, so that what stands between can route by it (specification 2026-07-28,
/// "Streamable HTTP", "Request Metadata").
struct MCPHeaders: Sendable, Hashable {
    var version: String?
    var method: String?
    /// As it came: it may be in Base64.
    var name: String?

    init(version: String? = nil, method: String? = nil, name: String? = nil) {
        self.version = version
        self.method = method
        self.name = name
    }

    /// A header that is there twice is neither of its values: it agrees with no body.
    init(_ fields: HTTPFields) {
        self.init(version: fields[.mcpProtocolVersion], method: fields[.mcpMethod], name: fields[.mcpName])
    }

    /// The name, decoded: `=?base64?…?=` stands for text that a header cannot carry ("Value Encoding"). Nil where it is
    /// missing or cannot be decoded.
    var decodedName: String? {
        guard let name, name.hasPrefix(Self.mark), name.hasSuffix("?="), name.count >= Self.mark.count + 2 else {
            return name
        }
        let encoded = String(name.dropFirst(Self.mark.count).dropLast(2))
        return Data(base64Encoded: encoded).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static let mark = "=?base64?"
}

extension HTTPField.Name {
    static let mcpProtocolVersion = HTTPField.Name("MCP-Protocol-Version")!
    static let mcpMethod = HTTPField.Name("Mcp-Method")!
    static let mcpName = HTTPField.Name("Mcp-Name")!
}
