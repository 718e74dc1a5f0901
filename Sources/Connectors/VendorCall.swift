public import HTTPTransport
public import HTTPTypes
public import Inventory
public import JSON

/// A call as a connector writes it down; the ``Caller`` adds the host and who we are.
public struct VendorCall: Sendable {
    public var method: HTTPRequest.Method
    /// From the host's root, already encoded: an id in it goes through ``URLText/encoded(_:)``.
    public var path: String
    /// Encoded by the caller, in this order.
    public var query: [(String, String)]
    public var headers: HTTPFields
    public var body: [UInt8]
    public var limits: TransferLimits
    /// Whether it may be sent twice without harm; nil: as its method has it.
    public var isRepeatable: Bool?

    public init(
        _ path: String, query: [(String, String)] = [], method: HTTPRequest.Method = .get, headers: HTTPFields = [:],
        body: [UInt8] = [], limits: TransferLimits = TransferLimits(), isRepeatable: Bool? = nil
    ) {
        self.isRepeatable = isRepeatable
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}

/// A vendor's answer: it came, it is what we asked for, and it is JSON (or XML, and JSON now).
public struct VendorAnswer: Sendable {
    public var status: Int
    public var headers: HTTPFields
    /// Missing where the vendor rightly sent nothing (204).
    public var json: JSONValue
    public var cost: CallCost
}

/// What answers have cost so far, and the vendor's clock as the last of them told it.
public struct CallCost: Sendable, Hashable {
    public var calls = 0
    public var bytes = 0
    public var vendorDate: Timestamp?

    public init(calls: Int = 0, bytes: Int = 0, vendorDate: Timestamp? = nil) {
        self.calls = calls
        self.bytes = bytes
        self.vendorDate = vendorDate
    }

    public static func += (total: inout CallCost, more: CallCost) {
        total.calls += more.calls
        total.bytes += more.bytes
        total.vendorDate = more.vendorDate ?? total.vendorDate
    }
}
