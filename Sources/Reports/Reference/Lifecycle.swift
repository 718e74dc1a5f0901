/// When a maker ends the support of a system or a title, as `Config/lifecycle/*.yaml` has it.
struct Lifecycle: Decodable, Sendable, Hashable {
    var product: String
    /// Patterns in small letters, as LIKE has them.
    var names: [String]
    var exceptNames: [String]?
    var builds: [String]?
    var versions: [String]?
    /// `2025-10-14`.
    var endsOn: String?
    var endsTerm: String?
    var extendedEndsOn: String?
    var extendedTerm: String?
    var successor: String?
    var source: String

    enum CodingKeys: String, CodingKey {
        case product, names, builds, versions, successor, source
        case exceptNames = "except"
        case endsOn = "ends_on"
        case endsTerm = "ends_term"
        case extendedEndsOn = "extended_ends_on"
        case extendedTerm = "extended_term"
    }
}
