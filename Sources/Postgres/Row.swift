import CLibPQ

/// One row of an answer.
public struct Row: Sendable {
    let result: ResultHandle
    let index: Int32

    /// The cell's text, nil for NULL.
    public subscript(column: Int) -> String? {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// The cell's text by column name, nil for NULL. An unknown name is a programming error.
    public subscript(name: String) -> String? {
        guard let column = result.column(name) else { preconditionFailure("the answer has no column '\(name)'") }
        return self[Int(column)]
    }

    /// The cell's bytes as the server sent them, without copying; nil for NULL.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        let column = Int32(column)
        precondition(column >= 0 && column < PQnfields(result.pointer), "the answer has no column \(column)")
        guard PQgetisnull(result.pointer, index, column) == 0 else { return nil }
        let count = Int(PQgetlength(result.pointer, index, column))
        return body(UnsafeRawBufferPointer(start: PQgetvalue(result.pointer, index, column), count: count))
    }

    /// A typed cell; throws ``PostgresError/Code/wrongType`` for NULL or text that is not of the type.
    public func get<Type: PostgresDecodable>(_ name: String, as: Type.Type = Type.self) throws(PostgresError) -> Type {
        guard let value = try optional(name, as: Type.self) else {
            throw PostgresError(.wrongType, "column '\(name)' is NULL where a value was expected")
        }
        return value
    }

    /// A typed cell or nil for NULL.
    public func optional<Type: PostgresDecodable>(
        _ name: String, as: Type.Type = Type.self
    ) throws(PostgresError) -> Type? {
        guard let column = result.column(name) else {
            throw PostgresError(.wrongType, "the answer has no column '\(name)'")
        }
        guard let text = self[Int(column)] else { return nil }
        guard let value = Type(postgresText: text) else {
            throw PostgresError(.wrongType, "column '\(name)' does not hold a \(Type.self)")
        }
        return value
    }
}
