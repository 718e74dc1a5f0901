import Foundation
import Postgres

/// How much a pass has to look at, which decides how its statements are planned: few rows are looked up, many are read in
/// whole tables. The planner is told, because what it knows of the tables may be older than what was just loaded: by
/// itself it would compare all devices of a new tenant with all of its configurations, pair by pair.
enum PassScale: Sendable, Equatable {
    /// `most`: so many that what the planner knows of the tables is worth counting anew.
    case few, many, most

    /// From so many changed devices and configurations on.
    private static let countedAnew = 20_000
    /// Fewer are looked up, however small the tenant is.
    private static let lookedUp = 200

    /// - Parameters:
    ///   - changed: How many devices and configurations are looked at.
    ///   - all: How many there are.
    init(changed: Int, of all: Int, isFull: Bool) {
        if changed >= Self.countedAnew {
            self = .most
        } else {
            self = isFull || (changed >= Self.lookedUp && changed * 10 >= all) ? .many : .few
        }
    }

    static func of(_ changed: Int, tenant: UUID, isFull: Bool, in session: PostgresConnection) async throws -> PassScale
    {
        let all: Int =
            isFull || changed < lookedUp || changed >= countedAnew
            ? changed
            : try await session.query(
                "SELECT count(*) AS n FROM inventory.match_keys WHERE tenant_id = \(tenant)"
            ).only().get("n")
        return PassScale(changed: changed, of: all, isFull: isFull)
    }

    func prepare(_ session: PostgresConnection) async throws {
        if self != .few { try await session.execute("SET LOCAL enable_nestloop = off") }
        if self == .most { try await session.execute("SELECT inventory.analyze_matches()") }
    }

    /// The next pass finds few things in what this one has filled.
    func conclude(_ session: PostgresConnection) async throws {
        guard self == .most else { return }
        try await session.execute("SELECT inventory.analyze_matches()")
    }
}
