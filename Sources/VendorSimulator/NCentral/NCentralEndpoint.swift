import Inventory

/// A path of the API, how many calls it bears at once, and what answers it.
struct NCentralEndpoint: Sendable {
    /// The path below `/api`, `{id}` for an id.
    let name: String
    let mostAtOnce: Int
    let answer: @Sendable (NCentralRequest) -> VendorAnswer

    init(
        _ name: String, atOnce: Int, answer: @escaping @Sendable (NCentralRequest) -> VendorAnswer
    ) {
        self.name = name
        mostAtOnce = atOnce
        self.answer = answer
    }

    /// The endpoint of a path below `/api`; numbers in it stand for ids.
    static func named(_ path: [String]) -> NCentralEndpoint? {
        all[path.map { Int($0) == nil ? $0 : "{id}" }.joined(separator: "/")]
    }

    private static let all = Dictionary(
        (server + organisations + devices + deviceParts + issues).map { ($0.name, $0) }
    ) { first, _ in first }

    private static let server = [
        NCentralEndpoint("server-info", atOnce: 50) { _ in NCentralServer.info },
        NCentralEndpoint("server-info/time", atOnce: 50) { NCentralServer.time($0.call.now) },
        NCentralEndpoint("users/me", atOnce: 50) { _ in NCentralServer.me },
    ]
}

/// A call that was let through.
struct NCentralRequest: Sendable {
    let call: VendorCall
    /// Below `/api`.
    let path: [String]

    var fleet: Fleet { call.fleet }

    /// The id in the path.
    var id: Int { path.count > 1 ? Int(path[1]) ?? -1 : -1 }
}
