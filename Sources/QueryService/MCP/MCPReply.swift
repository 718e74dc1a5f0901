import HTTPTypes

/// What is sent back for a message.
struct MCPReply: Sendable, Hashable {
    var status: HTTPResponse.Status
    /// Nil where there is nothing to say.
    var body: JSONTree?

    init(status: HTTPResponse.Status, body: JSONTree?) {
        self.status = status
        self.body = body
    }

    init(fault: MCPFault) { self.init(status: fault.status, body: fault.body) }

    /// A message that needs no answer (specification 2026-07-28, "Sending Messages").
    static let accepted = MCPReply(status: .accepted, body: nil)
}
