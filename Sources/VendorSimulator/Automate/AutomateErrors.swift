/// The shapes of failure that clients were seen to expect.
extension Automate {
    /// `{"code","message","errors"}`
    static func failure(_ code: String, _ message: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("code", code)
                $0.member("message", message)
                $0.member("errors", array: { _ in })
            }
        }
    }

    /// As ASP.NET words it: `{"Message": "…"}`.
    static func message(_ text: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in json.object { $0.member("Message", text) } }
    }

    static let notFound = message("No HTTP resource was found that matches the request URI.", status: 404)
    static let methodNotAllowed = message("The requested resource does not support this method.", status: 405)
    static let crash = message("An error has occurred.", status: 500)
}
