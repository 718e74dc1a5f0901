/// What a key may do in a permission group.
public enum Level: String, Sendable, Hashable, Comparable, Codable, CaseIterable {
    case disabled
    case readOnly = "read_only"
    case readWrite = "read_write"

    public static func < (lhs: Level, rhs: Level) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .disabled: 0
        case .readOnly: 1
        case .readWrite: 2
        }
    }
}
