/// The base URL as people paste it: the product shows the host alone, its documents with `/api`.
enum DattoHost {
    static func base(_ url: String) -> String {
        var rest = url[...]
        for ending in ["/", "/v2", "/", "/api", "/"] {
            while rest.hasSuffix(ending) { rest = rest.dropLast(ending.count) }
        }
        return String(rest)
    }
}
