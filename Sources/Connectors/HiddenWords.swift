/// Secrets that a vendor would have in a call's address, and that must not come back in an error's words or in a record:
/// what a vendor, a proxy or a library repeats of the address is shown as `***`.
struct HiddenWords: Sendable {
    private let secrets: [String]

    /// - Parameter secrets: as the credentials hold them; their encoded forms are hidden too.
    init(_ secrets: [String]) {
        self.secrets = Array(Set(secrets.filter { !$0.isEmpty }.flatMap { [$0, URLText.encoded($0)] }))
    }

    func hide(in text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "***") }
    }

    /// A body without the secrets; mostly the body itself.
    func hide(in body: [UInt8]) -> [UInt8] {
        secrets.reduce(body) { body, secret in
            let bytes = Array(secret.utf8)
            return body.firstRange(of: bytes) == nil ? body : body.replacing(bytes, with: Array("***".utf8))
        }
    }

    func hide(in error: ConnectorError) -> ConnectorError { error.mapWords { hide(in: $0) } }
}

extension ConnectorError {
    /// The same error in other words.
    func mapWords(_ change: (String) -> String) -> ConnectorError {
        switch self {
        case .unauthorised(let words): .unauthorised(change(words))
        case .forbidden(let words): .forbidden(change(words))
        case .notAvailable(let words): .notAvailable(change(words))
        case .notFound(let words): .notFound(change(words))
        case .throttled(let seconds, let words): .throttled(retryAfterSeconds: seconds, change(words))
        case .unavailable(let words): .unavailable(change(words))
        case .malformedAnswer(let words): .malformedAnswer(change(words))
        case .rejectedCall(let status, let words): .rejectedCall(status: status, change(words))
        case .positionLost(let words): .positionLost(change(words))
        case .misconfigured(let words): .misconfigured(change(words))
        case .egressRefused(let words): .egressRefused(change(words))
        case .engine(let words): .engine(change(words))
        case .cancelled: .cancelled
        }
    }
}
