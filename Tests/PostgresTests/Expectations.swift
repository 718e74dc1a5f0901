import Postgres
import Testing

/// Expects a ``PostgresError`` of that code.
func expect<Result>(
    _ code: PostgresError.Code, constraint: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    from body: () async throws -> Result
) async {
    await #expect(sourceLocation: sourceLocation) {
        _ = try await body()
    } throws: { error in
        guard let error = error as? PostgresError else { return false }
        return error.code == code && (constraint == nil || error.constraint == constraint)
    }
}
