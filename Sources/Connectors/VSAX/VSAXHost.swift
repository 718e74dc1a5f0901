/// Where an instance's API lives. The same API answers for Pulseway, whose shared host has another path.
enum VSAXHost {
    /// The base URL without the API's path, and that path.
    static func split(_ baseURL: String) -> (base: String, path: String) {
        var base = baseURL[...]
        while base.last == "/" { base.removeLast() }
        let lower = base.lowercased()
        if lower.hasSuffix("/v3") { return (String(base), "") }
        if lower.hasSuffix("/api") { return (String(base), "/v3") }
        let host = lower.split(separator: "/").dropFirst().first?.prefix { $0 != ":" }
        return (String(base), host == "api.pulseway.com" ? "/v3" : "/api/v3")
    }
}
