import CLibcurl

/// A URL as libcurl will understand it: one parser for the guard and for the call, so that they cannot differ.
struct CallURL {
    let scheme: String
    let host: String
    let hasUserInfo: Bool

    init(_ text: String) throws(TransportError) {
        guard let handle = curl_url() else { throw .badURL("out of memory") }
        defer { curl_url_cleanup(handle) }
        guard text.contains("://") else { throw .badURL("the URL does not begin with https://") }
        guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else {
            throw .badURL("the URL is malformed, or its scheme is not https")
        }
        scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased() ?? ""
        host = Self.part(CURLUPART_HOST, of: handle) ?? ""
        hasUserInfo = Self.part(CURLUPART_USER, of: handle) != nil || Self.part(CURLUPART_PASSWORD, of: handle) != nil
        if host.isEmpty { throw .badURL("the URL has no host") }
    }

    /// Where the host is an address and no name.
    var address: IPAddress? {
        IPAddress(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension EgressPolicy {
    /// Says early and clearly what a call to this URL would be refused for: another scheme, no host, a user or password
    /// in it, or a literal address that may not be called. Where a name leads is judged when it is called.
    public func check(url: String) throws(TransportError) {
        let parsed = try CallURL(url)
        try check(parsed)
    }

    func check(_ url: CallURL) throws(TransportError) {
        guard url.scheme == "https" || url.scheme == "http" else {
            throw .badURL("\(url.scheme) is not supported: use https")
        }
        if url.hasUserInfo { throw .badURL("\(url.host): a user name or password does not belong in a URL") }
        guard let address = url.address else {
            if url.scheme == "http" && !allowsAnyHTTP { throw .badURL(Self.needsTLS(url.host)) }
            return
        }
        switch verdict(on: address, isTLS: url.scheme == "https") {
        case .allowed: return
        case .refused: throw .egressRefused(host: url.host, address: "\(address)")
        case .needsTLS: throw .badURL(Self.needsTLS(url.host))
        }
    }

    static func needsTLS(_ host: String) -> String {
        "\(host): http is allowed only for the addresses in egress.allow_private_addresses; use https"
    }
}
