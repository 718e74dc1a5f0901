import HTTPTypes

/// Refusals, which come in no one shape.
enum HaloError {
    static let notFound = exception("Halo.Api.NotFoundException", "The record was not found", status: 404)

    /// A .NET exception.
    static func exception(_ name: String, _ message: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("ClassName", name)
                $0.member("Message", message)
            }
        }
    }

    /// The log-in's own words.
    static func oauth(_ error: String, _ description: String? = nil, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("error", error)
                if let description { $0.member("error_description", description) }
            }
        }
    }

    /// One member of whatever name.
    static func message(_ text: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in json.object { $0.member("message", text) } }
    }
}
