import Postgres

/// How much a pass has to look at, which decides how its statements are planned: few rows are looked up, many are read in
/// whole tables. The planner is told, because what it knows of the tables may be older than what was just loaded.
enum PassScale: Sendable {
    case few, many

    /// From so many changed devices and configurations on.
    private static let least = 20_000

    init(changed: Int) { self = changed >= Self.least ? .many : .few }

    func prepare(_ session: PostgresConnection) async throws {
        guard self == .many else { return }
        try await session.execute("SET LOCAL enable_nestloop = off; SELECT inventory.analyze_matches()")
    }

    /// The next pass finds few things in what this one has filled.
    func conclude(_ session: PostgresConnection) async throws {
        guard self == .many else { return }
        try await session.execute("SELECT inventory.analyze_matches()")
    }
}
