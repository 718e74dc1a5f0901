import HTTPTransport

extension ConnectorError {
    /// Why there was no answer at all, as the engine knows it.
    init(_ error: TransportError) {
        self =
            switch error {
            case .egressRefused(let host, let address): .egressRefused("\(host) leads to \(address)")
            case .badURL(let url): .misconfigured("the base URL cannot be called: \(Shortened.text(url))")
            case .cannotResolve(let host): .unavailable("no address is known for \(host)")
            case .cannotConnect(let host, let reason): .unavailable("\(host) cannot be reached: \(reason)")
            case .tls(let host, let reason): .misconfigured("the certificate of \(host) is not trusted: \(reason)")
            case .timedOut(let phase): .unavailable("no answer in time (\(phase.rawValue))")
            case .bodyTooLarge(let limit): .malformedAnswer("an answer of more than \(limit) bytes")
            case .brokenTransfer(let reason): .unavailable("the transfer broke off: \(Shortened.text(reason))")
            case .cancelled: .cancelled
            }
    }
}

/// A vendor's words cut to what fits into a message: one line, at most 200 characters.
enum Shortened {
    static func text(_ text: String) -> String {
        let line = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 200 ? line.prefix(199) + "…" : line
    }
}
