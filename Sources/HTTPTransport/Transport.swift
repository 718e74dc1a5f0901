public import HTTPTypes

/// A call to a vendor, complete: nothing is added to it but what HTTP itself needs.
public struct TransportRequest: Sendable {
    public var method: HTTPRequest.Method
    /// Absolute, with scheme, host, path and query already encoded.
    public var url: String
    public var headers: HTTPFields
    public var body: [UInt8]
    public var limits: TransferLimits
    /// `sha256//<base64>` of the server's public key, where the connection pins one.
    /// The key is then required, and stands in for the trust store: a server's own certificate will do.
    public var pinnedPublicKey: String?
    /// May it be sent twice without harm? GET and HEAD may, unless said otherwise; a POST that only asks (a query, a
    /// token) is marked so by its connector.
    public var isRepeatable: Bool

    public init(
        method: HTTPRequest.Method = .get, url: String, headers: HTTPFields = [:], body: [UInt8] = [],
        limits: TransferLimits = TransferLimits(), pinnedPublicKey: String? = nil, isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.pinnedPublicKey = pinnedPublicKey
        self.isRepeatable = isRepeatable ?? (method == .get || method == .head)
    }
}

/// How long and how large a transfer may be.
public struct TransferLimits: Sendable, Hashable {
    public var connect: Duration = .seconds(10)
    /// Without a byte for so long, the transfer is given up.
    public var idle: Duration = .seconds(60)
    public var total: Duration = .seconds(300)
    /// Of the body, decompressed, in bytes.
    public var bodyBytes: Int = 64 << 20
    public init() {}
}

/// A vendor's whole answer, body decompressed.
public struct TransportResponse: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    public var body: [UInt8]
    /// Of the body as it came over the wire, compressed where it was.
    public var wireBytes: Int

    public init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
        self.wireBytes = body.count
    }
}

/// Why there is no whole answer.
public enum TransportError: Error, Sendable, Hashable {
    /// The address that the name leads to may not be called (see ``EgressPolicy``).
    case egressRefused(host: String, address: String)
    /// Malformed, or a scheme other than https (http where the egress policy allows the address).
    case badURL(String)
    case cannotResolve(host: String)
    case cannotConnect(host: String, reason: String)
    /// The certificate is not trusted, does not fit the name, or does not fit the pin.
    case tls(host: String, reason: String)
    case timedOut(phase: Phase)
    case bodyTooLarge(limit: Int)
    /// The connection broke, the length was wrong, or the compressed body did not decode.
    case brokenTransfer(String)
    case cancelled

    public enum Phase: String, Sendable, Hashable { case connect, idle, total }
}

/// Sends requests. ``CurlTransport`` is the real one.
public protocol Transport: Sendable {
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse

    /// The vendor answers nobody at the address that we call from, by what a connector found out: all who call the same
    /// host from this machine leave it alone for so long.
    func addressIsBlocked(seconds: Double, reason: String) async
}

extension Transport {
    /// Nothing is done where calls count against nothing.
    public func addressIsBlocked(seconds: Double, reason: String) async {}
}
