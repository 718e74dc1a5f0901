/// The shapes of failure that were seen: `<KIND>: <ExceptionName>: <text>`, behind an id for the server's log.
enum NCentralError {
    static let noSuchPath = answer("NOT_FOUND: No static resource", 404)
    static let methodNotAllowed = answer("METHOD_NOT_ALLOWED: Request method is not supported", 405)
    static let crash = answer("INTERNAL_SERVER_ERROR: ApiServiceRuntimeException: Unexpected error", 500)
    static let forbidden = answer("FORBIDDEN: AccessDeniedException: The role lacks a permission", 403)
    static let unauthorised = answer("UNAUTHORIZED: UnauthorizedException: The token is missing or expired", 401)
    static let wrongJWT = answer("UNAUTHORIZED: DmsLoginException: The token is not valid", 401)

    /// The core's own error, with 200 and a space in the member's name.
    static let inBody = VendorAnswer.json { json in
        json.object { $0.member("error message", "5000 Query failed.") }
    }

    static func missing(_ what: String) -> VendorAnswer {
        answer("NOT_FOUND: ResourceNotFoundException: \(what) not found", 404)
    }

    static func bad(_ text: String) -> VendorAnswer { answer("BAD_REQUEST: BadRequestException: \(text)", 400) }

    static func answer(_ message: String, _ status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("status", status)
                $0.member("message", "[ID=sim0] \(message)")
            }
        }
    }
}
