/// Where the private server listens besides its socket.
struct ListenAddress: Sendable, Hashable {
    let host: String
    let port: Int

    /// nil for "": a socket only.
    init?(_ text: String) throws(PostgresError) {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", maxSplits: .max, omittingEmptySubsequences: false)
        let host = parts.dropLast().joined(separator: ":")
        let allowed = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".:-*".contains($0)) }
        guard parts.count >= 2, let port = Int(parts[parts.count - 1]), (1...65_535).contains(port), !host.isEmpty,
            allowed
        else {
            throw PostgresError(
                .cannotConnect, "database.listen '\(text)' is not host:port", hint: "write it as 127.0.0.1:5433")
        }
        self.host = host
        self.port = port
    }
}
