/// The one shape of failure: the status once more in the body, with a sentence.
enum VSAXError {
    static let notFound = failure("The requested resource was not found", status: 404)

    static func failure(_ message: String, status: Int, sentAs sent: Int? = nil) -> VendorAnswer {
        .json(status: sent ?? status) { json in
            json.object { json in
                json.member("Data", nil as String?)
                json.object("Meta") { json in
                    json.member("ResponseCode", status)
                    json.member("ErrorMessage", message)
                }
            }
        }
    }
}

extension JSONWriter {
    /// A member that is an object, as the trailing closure writes it.
    mutating func object(_ key: StaticString, _ members: (inout JSONWriter) -> Void) { member(key, object: members) }
}
