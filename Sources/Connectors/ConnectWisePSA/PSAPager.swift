import HTTPTypes
import JSON

/// How a list of the PSA is walked: forward-only by id where the endpoint can, else by `id > last`, ordered by id.
///
/// Page numbers over a list that changes skip rows, which a whole read would then take for deleted: they are not used.
/// Which endpoints know the forward-only mode is not established. One that does not sends no `Link` header (or one
/// that counts pages); it is read again from its first id, up to an empty page, since a short page proves nothing.
struct PSAPager: Sendable, Hashable {
    /// Less than the most that the vendor allows after a list has timed out at that.
    private(set) var pageSize: Int
    /// The inner rule's position; nil on the first page.
    private var place: ReadPosition?
    private var isForward: Bool

    static let largestPage = 1000
    static let smallestPage = 50

    init(_ position: ReadPosition? = nil) {
        var fields = position?.fields ?? [:]
        pageSize = fields.removeValue(forKey: "size").flatMap { Int($0) } ?? Self.largestPage
        isForward = fields.removeValue(forKey: "mode") != "keyset"
        let inner = fields.filter { $0.key == "pageId" || $0.key == "after" }
        place = inner.isEmpty ? nil : ReadPosition(inner)
    }

    /// The place as a checkpoint keeps it.
    var fields: [String: String] {
        let own = ["size": String(pageSize), "mode": isForward ? "forward" : "keyset"]
        return own.merging(place?.fields ?? [:]) { $1 }
    }

    /// The paging part of the query, with the list's own condition in it.
    func query(condition: String?) -> [(String, String)] {
        let size = ("pageSize", String(pageSize))
        guard isForward else {
            let bound = "id>\(LastIDPaging().lastID(place) ?? "0")"
            return [("conditions", condition.map { "\($0) and \(bound)" } ?? bound), ("orderBy", "id asc"), size]
        }
        let conditions = condition.map { [("conditions", $0)] } ?? []
        return conditions + [size] + (place?.fields["pageId"].map { [("pageId", $0)] } ?? [])
    }

    var headers: HTTPFields { isForward ? [.paginationType: "forward-only"] : [:] }

    /// Where to go on after a page, or nil after the vendor's own sign of the end.
    func next(_ link: LinkHeader, rows: [JSONValue]) throws(ConnectorError) -> PSAPager? {
        let ids = rows.map { $0["id"].integer }
        guard isForward else {
            if link.isPresent, link.next == nil { return nil }
            return try LastIDPaging().step(place, ids: ids).position.map(moved)
        }
        let event = ForwardOnlyPaging.Event(link: link, rows: rows.count, greatestID: ids.compactMap { $0 }.max())
        let step = try ForwardOnlyPaging(pageSize: pageSize).step(place, event)
        let isSigned = link.isPresent || rows.isEmpty
        if step.isEnd, isSigned { return nil }
        guard let next = step.position, next.fields["pageId"] != nil else { return keyset }
        return moved(to: next)
    }

    private func moved(to position: ReadPosition) -> PSAPager {
        var pager = self
        pager.place = position
        return pager
    }

    /// The list from where the forward-only mode has brought it, which is its start where the mode is not known.
    private var keyset: PSAPager {
        var pager = self
        pager.isForward = false
        pager.place = place?.fields["pageId"].map { ReadPosition(["after": $0]) }
        return pager
    }

    /// The same place with fewer rows at once, or nil when they are few already.
    var smaller: PSAPager? {
        guard pageSize > Self.smallestPage else { return nil }
        var pager = self
        pager.pageSize = max(Self.smallestPage, pageSize / 4)
        return pager
    }
}

extension HTTPField.Name {
    static let paginationType = HTTPField.Name("pagination-type")!
    static let clientID = HTTPField.Name("clientId")!
}
