import CLibPQ
import Foundation

/// A statement's answer: rows in text format, kept as libpq's own result.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultHandle

    public var startIndex: Int { 0 }
    public var endIndex: Int { Int(PQntuples(result.pointer)) }
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "there is no row \(position)")
        return Row(result: result, index: Int32(position))
    }

    /// The column names.
    public var columns: [String] {
        (0..<PQnfields(result.pointer)).map { PQfname(result.pointer, $0).map { String(cString: $0) } ?? "" }
    }

    /// Rows inserted, updated, deleted or selected, from the command tag.
    public var affected: Int { PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The command tag: what the server says it did.
    var commandTag: String { PQcmdStatus(result.pointer).map { String(cString: $0) } ?? "" }

    /// The only row; throws ``PostgresError/Code/unexpectedRowCount`` for none or several.
    public func only() throws(PostgresError) -> Row {
        guard count == 1 else {
            throw PostgresError(.unexpectedRowCount, "one row was expected, \(count) came")
        }
        return self[0]
    }
}

/// libpq's result.
///
/// `@unchecked`: a C handle that nothing changes once libpq has given it out, and that is freed with its last reader.
final class ResultHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQclear(pointer) }

    /// The column of that name as it is written, unlike `PQfnumber`, which folds case.
    func column(_ name: String) -> Int32? {
        name.withCString { wanted in
            (0..<PQnfields(pointer)).first { strcmp(PQfname(pointer, $0), wanted) == 0 }
        }
    }
}
