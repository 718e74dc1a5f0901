/// The shapes of failure that were seen.
enum AsioError {
    /// Of a list: there is nothing, or nothing more.
    static let notFound = message("resource not found", status: 404)
    static let noAccess = message("client has no access", status: 403)
    /// Too many tokens were asked for.
    static let locked = message("Locked: a valid token exists, or too many token requests", status: 423)

    /// `{"message":"…"}`
    static func message(_ message: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in json.object { $0.member("message", message) } }
    }

    /// `{"error":"…"}`, of the token endpoint alone.
    static func oauth(_ error: String, _ description: String? = nil, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("error", error)
                if let description { $0.member("error_description", description) }
            }
        }
    }
}
