public import HTTPTypes
public import Inventory

/// A call as it arrived, with the world as it then was.
public struct VendorCall: Sendable {
    /// Of this vendor and tenant, from 1.
    public let number: Int
    public let method: HTTPRequest.Method
    /// Without the query, as sent.
    public let path: String
    /// The path's parts, decoded.
    public let segments: [String]
    /// The query's parameters in order, decoded.
    public let query: [(name: String, value: String)]
    public let headers: HTTPFields
    public let body: [UInt8]
    /// As the caller knows the server (`http://127.0.0.1:4711`), for links.
    public let baseURL: String
    public let fleet: Fleet
    /// The vendor's clock.
    public let now: Timestamp
    /// Faults that the rendering must bring about.
    public let disturbance: Disturbance

    /// The first value of a parameter.
    public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// What a vendor answers.
public struct VendorAnswer: Sendable {
    public var status: Int
    public var headers: HTTPFields
    public var body: [UInt8]

    public init(status: Int = 200, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON document.
    public static func json(_ body: [UInt8], status: Int = 200) -> VendorAnswer {
        VendorAnswer(status: status, headers: [.contentType: "application/json"], body: body)
    }

    /// A JSON document, written by the closure.
    public static func json(status: Int = 200, _ write: (inout JSONWriter) -> Void) -> VendorAnswer {
        var writer = JSONWriter()
        write(&writer)
        return .json(writer.bytes, status: status)
    }

    /// Plain text.
    public static func text(_ text: String, status: Int) -> VendorAnswer {
        VendorAnswer(status: status, headers: [.contentType: "text/plain"], body: Array(text.utf8))
    }
}
