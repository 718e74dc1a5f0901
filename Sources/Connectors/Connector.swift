public import HTTPTransport
public import Inventory
public import Logging

/// A connection's side of a vendor: who we are there, and its streams.
public protocol Connector: Sendable {
    static var vendor: Vendor { get }
    /// The streams as data, in the order of `after`.
    static var streams: [StreamDescription] { get }

    init(_ context: ConnectorContext) throws(ConnectorError)

    /// Proves that the base URL and the credentials work, by the cheapest call that needs them.
    func test() async throws(ConnectorError)

    /// Reads one page of a stream: the first where `position` is nil.
    func page(of stream: String, _ request: ReadRequest, at position: ReadPosition?) async throws(ConnectorError)
        -> Page

    /// Reads one record of a stream that says ``StreamDescription/canReadOne``, as the stream's list would have it now.
    /// nil: the vendor says that it is not there.
    func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord?
}

extension Connector {
    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        throw .notAvailable("the stream '\(stream)' is read as a list alone")
    }
}

/// What a connector is made with. Credentials are a closure, so that they live no longer than they are needed.
public struct ConnectorContext: Sendable {
    /// The vendor's host, without a path (`https://app.ninjarmm.com`).
    public var baseURL: String
    public var settings: [String: String]
    public var credentials: @Sendable () async throws(ConnectorError) -> Credentials
    /// Sends within the connection's budget, retries and egress policy; see ``VendorClient``.
    public var transport: any Transport
    public var now: @Sendable () -> Timestamp
    public var logger: Logger
    /// Where the account's tokens outlive this connector, for vendors that mind how often one is asked for.
    public var tokens: (any TokenKeeper)?

    public init(
        baseURL: String, settings: [String: String],
        credentials: @escaping @Sendable () async throws(ConnectorError) -> Credentials,
        transport: any Transport, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        tokens: (any TokenKeeper)? = nil
    ) {
        self.baseURL = baseURL
        self.settings = settings
        self.credentials = credentials
        self.transport = transport
        self.now = now
        self.logger = logger
        self.tokens = tokens
    }
}

/// A connection's secrets by field name. Prints as `***`.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let fields: [String: String]
    public init(_ fields: [String: String]) { self.fields = fields }
    /// The secret itself, or "" when the field is not there.
    public func secret(_ name: String) -> String { fields[name] ?? "" }
    public var names: [String] { fields.keys.sorted() }
    public var description: String { "***" }
    public var debugDescription: String { "***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
