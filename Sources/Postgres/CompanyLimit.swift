public import Foundation

/// The companies that a task's transactions see, where that is not all of the tenant's.
///
/// It goes with the task, not with a parameter: whatever runs within ``with(_:_:)`` is limited, however it asks. The
/// transaction takes on ``PostgresConfiguration/limitedRole``, whose policies read the companies.
public enum CompanyLimit {
    @TaskLocal static var companies: [UUID]?

    /// Runs the body with the limit; nil: with none of its own.
    public static func with<Result>(
        _ companies: [UUID]?, _ body: () async throws -> Result
    ) async rethrows -> Result {
        guard let companies else { return try await body() }
        return try await $companies.withValue(companies, operation: body)
    }

    /// Runs the body without the limit: for what the service notes for itself, such as a refusal, and never for an answer.
    public static func lifted<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        try await $companies.withValue(nil, operation: body)
    }

    /// A statement that limited transactions prepare for themselves: its plan is of their role, and to share it would have
    /// either plan it anew after the other.
    static func marked(_ sql: SQL) -> SQL {
        guard companies != nil else { return sql }
        return SQL(text: "/* limited */ " + sql.text, parameters: sql.parameters, binaries: sql.binaries)
    }
}
