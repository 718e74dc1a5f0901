import HTTPTypes
import Hummingbird

/// Whether an answer is sent compressed (RFC 9110, "Content Codings").
enum ContentCoding {
    /// A shorter body does not become shorter.
    private static let least = 1_024

    /// The answer, compressed where the request takes gzip and it is long enough.
    static func apply(to response: Response, _ request: Request) -> Response {
        guard response.body.contentLength ?? .max >= least, !response.headers.contains(.contentEncoding) else {
            return response
        }
        var response = response
        response.headers[.vary] = [response.headers[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
        guard takesGzip(request.headers[.acceptEncoding] ?? "") else { return response }
        response.headers[.contentEncoding] = "gzip"
        // Other bytes, and so another tag.
        response.headers[.eTag] = response.headers[.eTag].map { EntityTag.compressed($0) }
        let body = response.body
        response.body = ResponseBody { writer in try await body.write(GzipWriter(writer)) }
        return response
    }

    /// `gzip` by its name, else by `*`, unless it weighs nothing.
    static func takesGzip(_ header: String) -> Bool {
        let wishes = WeightedNames(header)
        return (wishes.weight(of: "gzip") ?? wishes.weight(of: "*") ?? 0) > 0
    }
}

/// The names of an `Accept…` header, each with its weight.
struct WeightedNames: Sendable {
    private let weights: [(name: String, weight: Double)]

    init(_ header: String) {
        weights = header.split(separator: ",").prefix(100).map { item in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (parts.first ?? "", quality ?? 1)
        }
    }

    var isEmpty: Bool { weights.isEmpty }

    /// Nil where it is not named.
    func weight(of name: String) -> Double? { weights.first { $0.name == name }?.weight }
}
