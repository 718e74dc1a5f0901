/// Pages by the vendor's own link: `nextPageUrl`, absolute, null or empty at the end. It may leave out the parameters
/// that the list was asked with, and it must not lead a token elsewhere (trap 4).
///
/// A total stands beside it, by which a list that moved while it was read is noticed: fewer rows than the vendor said,
/// or another total at the end than at the beginning, prove nothing.
struct DattoPaging: Sendable {
    /// Of the list, without a query.
    let url: String
    /// What the list is asked with.
    let query: [(String, String)]

    /// What a page told.
    struct Event: Sendable {
        var link: String?
        var rows: Int
        var total: Int64?
        var fingerprint: String
    }

    /// What to ask for: the list's own parameters at first, then those of the link with whatever it has lost.
    func query(_ position: ReadPosition?) -> [(String, String)] {
        guard let text = position?.fields["link"] else { return query }
        let linked = URLText.query(of: "?" + text)
        return query.filter { linked[$0.0] == nil } + linked.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func step(
        _ position: ReadPosition?, _ event: Event
    ) throws(ConnectorError) -> (next: ReadPosition?, isWhole: Bool) {
        let before = position?.fields ?? [:]
        let seen = (before["seen"].flatMap { Int($0) } ?? 0) + event.rows
        let first = before["total"].flatMap { Int64($0) } ?? event.total
        guard let link = event.link else {
            return (nil, first == event.total && Int64(seen) >= event.total ?? 0)
        }
        var loop = LoopGuard(position)
        try loop.step(event.fingerprint)
        var fields = loop.fields
        fields["link"] = try parameters(link)
        fields["seen"] = String(seen)
        fields["total"] = first.map { String($0) }
        return (ReadPosition(fields), false)
    }

    /// The parameters of a link to this very list.
    private func parameters(_ link: String) throws(ConnectorError) -> String {
        let parts = link.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, Self.lower(String(parts[0])) == Self.lower(url) else {
            throw .malformedAnswer("the next page is said to be elsewhere")
        }
        return String(parts[1])
    }

    /// Scheme and host have no letter case.
    private static func lower(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let path = url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex
        return url[..<path].lowercased() + url[path...]
    }
}
