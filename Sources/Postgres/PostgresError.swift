/// What PostgreSQL, or the way to it, said no with.
public struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
    public var code: Code
    /// The five characters of SQLSTATE, where the server answered.
    public var sqlState: String?
    public var message: String
    public var detail: String?
    public var hint: String?
    /// The constraint that was broken, where one was.
    public var constraint: String?

    public init(
        _ code: Code, _ message: String, sqlState: String? = nil, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil
    ) {
        self.code = code
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
    }

    public var description: String {
        [message, detail, hint].compactMap { $0 }.joined(separator: " - ")
    }

    /// What kind of no it was; more may be added.
    public enum Code: Sendable, Hashable {
        case cannotConnect, connectionLost, poolClosed, cancelled, timedOut
        case uniqueViolation, checkViolation, foreignKeyViolation, notNullViolation, invalidText
        case insufficientPrivilege, transactionAborted, serialisationFailure, deadlock, lockNotAvailable
        case undefinedObject, syntax, outOfResources, adminShutdown, readOnly
        case wrongType, unexpectedRowCount
        case migration, server
        case other
    }
}
