/// The form of a pinned key. Anything else libcurl would take for a file's name, and an empty one for no pin at all.
enum PinnedKey {
    static func check(_ pin: String?, host: String) throws(TransportError) {
        guard let pin else { return }
        let parts = pin.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.allSatisfy(isHash) else {
            throw .tls(host: host, reason: "tls_pin is not of the form sha256//<base64 of the public key's hash>")
        }
    }

    private static func isHash(_ part: Substring) -> Bool {
        let prefix = "sha256//"
        guard part.hasPrefix(prefix) else { return false }
        let hash = part.dropFirst(prefix.count)
        return hash.utf8.count == 44 && hash.last == "="
            && hash.dropLast().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "/") }
    }
}
