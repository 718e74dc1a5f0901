import HTTPTypes

/// A path of the API, what it needs, and what answers it.
struct AsioEndpoint: Sendable {
    let scope: String
    let methods: Set<HTTPRequest.Method>
    let answer: @Sendable (AsioRequest) -> VendorAnswer

    init(
        _ scope: String, _ methods: Set<HTTPRequest.Method> = [.get],
        answer: @escaping @Sendable (AsioRequest) -> VendorAnswer
    ) {
        self.scope = scope
        self.methods = methods
        self.answer = answer
    }

    /// The endpoint of a path, and the ids in it.
    static func named(_ path: [String]) -> (AsioEndpoint, [String])? {
        for (pattern, endpoint) in all where pattern.count == path.count {
            let pairs = zip(pattern, path)
            guard pairs.allSatisfy({ $0 == "{}" || $0 == $1 }) else { continue }
            return (endpoint, pairs.filter { $0.0 == "{}" }.map(\.1))
        }
        return nil
    }

    /// Those with a word where others have an id come first.
    private static let all: [([String], AsioEndpoint)] =
        (clients + devices + software + patches + backups + customFields).map { path, endpoint in
            (path.split(separator: "/").map(String.init), endpoint)
        }
}
