import JSON

/// Where a connection's API lives: the host that was given, or for the vendor's cloud its `api-` twin.
enum PSAHost {
    /// The alias that every own server answers to, and most cloud hosts.
    static let fixedCodebase = "v4_6_release"

    private static let cloud = [
        "na.myconnectwise.net", "eu.myconnectwise.net", "au.myconnectwise.net", "aus.myconnectwise.net",
        "za.myconnectwise.net", "staging.connectwisedev.com",
    ]

    /// `https://na.myconnectwise.net` becomes `https://api-na.myconnectwise.net`; any other host stays as it is.
    static func api(_ baseURL: String) -> String {
        var base = baseURL[...]
        while base.last == "/" { base.removeLast() }
        guard let host = cloud.first(where: { base.lowercased() == "https://\($0)" }) else { return String(base) }
        return "https://api-\(host)"
    }

    /// The codebase out of the answer of `/login/companyinfo/{companyId}`, without its trailing slash.
    /// An unknown company is answered with 200 and the literal `null`.
    static func codebase(_ answer: JSONValue) throws(ConnectorError) -> String {
        guard answer.object != nil else {
            throw .misconfigured("the server knows no company of this company_id; check the base URL and company_id")
        }
        let name = (answer["Codebase"].string ?? "").split(separator: "/").joined(separator: "/")
        return name.isEmpty ? fixedCodebase : name
    }
}
