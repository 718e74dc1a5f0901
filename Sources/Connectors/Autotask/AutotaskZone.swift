import JSON

/// The zone that holds a tenant: its host, and the folder of its API there.
struct AutotaskZone: Sendable, Hashable {
    /// `https://webservices3.autotask.net`
    let origin: String
    /// `/ATServicesRest`, in the letters that the vendor gives.
    let folder: String

    /// The API's base, as the zone is known by.
    var url: String { origin + folder }

    /// Out of a URL that this connector has made of a zone before.
    init(url: String) {
        origin = Self.origin(of: url)
        folder = Self.path(of: url)
    }

    /// Out of the answer of `zoneInformation`. The secret is sent there: so it must be the vendor's host, or the very one
    /// that the connection names.
    init(_ answer: JSONValue, base: String) throws(ConnectorError) {
        guard let url = answer["url"].cleaned else {
            throw .malformedAnswer("zoneInformation is answered without a url")
        }
        var bare = url[...]
        while bare.last == "/" { bare.removeLast() }
        self.init(url: String(bare))
        let isOwn = origin.lowercased() == Self.origin(of: base).lowercased()
        guard isOwn || (Self.isVendors(base) && Self.isVendors(origin)) else {
            throw .misconfigured("the zone of this user is at \(Shortened.text(origin)), which is not the vendor's")
        }
    }

    private static func isVendors(_ url: String) -> Bool {
        let origin = origin(of: url).lowercased()
        return origin.hasPrefix("https://") && (origin.hasSuffix(".autotask.net") || origin == "https://autotask.net")
            && !origin.contains("@")
    }

    private static func origin(of url: String) -> String { String(url.dropLast(path(of: url).count)) }

    /// Path and query of an absolute URL.
    static func path(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        return String(url[scheme.upperBound...].drop { $0 != "/" && $0 != "?" })
    }
}
