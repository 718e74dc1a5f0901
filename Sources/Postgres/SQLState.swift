extension PostgresError.Code {
    /// What a SQLSTATE means here: the exact code first, then its class.
    init(sqlState: String) {
        self = Self.byState[sqlState] ?? Self.byClass[String(sqlState.prefix(2))] ?? .other
    }

    private static let byState: [String: Self] = [
        "22021": .invalidText, "22P05": .invalidText, "22P02": .invalidText,
        "23502": .notNullViolation, "23503": .foreignKeyViolation, "23505": .uniqueViolation,
        "23514": .checkViolation, "23P01": .uniqueViolation,
        "25006": .readOnly, "25P02": .transactionAborted,
        "28000": .cannotConnect, "28P01": .cannotConnect,
        "3D000": .cannotConnect, "3F000": .undefinedObject,
        "40001": .serialisationFailure, "40P01": .deadlock,
        "42501": .insufficientPrivilege, "42601": .syntax,
        "42703": .undefinedObject, "42704": .undefinedObject, "42883": .undefinedObject, "42P01": .undefinedObject,
        "42P02": .undefinedObject,
        "55P03": .lockNotAvailable,
        "57014": .cancelled, "57P01": .adminShutdown, "57P02": .adminShutdown, "57P03": .cannotConnect,
        "57P05": .connectionLost, "25P03": .timedOut, "25P04": .timedOut,
    ]

    private static let byClass: [String: Self] = [
        "08": .connectionLost, "53": .outOfResources, "54": .outOfResources, "58": .server, "XX": .server,
    ]
}
