/// The shapes of failure that were seen.
enum NinjaOneError {
    static let notFound = failure("Resource not found", status: 404)
    static let methodNotAllowed = failure("Method not allowed", status: 405)
    /// As old endpoints fail.
    static let crash = failure("NullPointerException", status: 500)

    /// `{"resultCode":"FAILURE","errorMessage":"…"}`
    static func failure(_ message: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("resultCode", "FAILURE")
                $0.member("errorMessage", message)
            }
        }
    }

    /// `{"error":"…","error_description":"…"}`
    static func oauth(_ error: String, _ description: String? = nil, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("error", error)
                if let description { $0.member("error_description", description) }
            }
        }
    }
}
