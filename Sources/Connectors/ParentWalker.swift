/// Walks the parents of a per-parent stream: a batch of them a page, and within a parent as many pages as it has.
///
/// The position keeps the last parent that was completed and where the current one stands, so that a read goes on in
/// the middle. A parent that is gone or forbidden is skipped and reported, and does not hold the others; anything
/// else that fails ends the page with what was already read, and is met again at the start of the next.
public struct ParentWalker: Sendable {
    /// Parents a page.
    public var batch: Int

    public init(batch: Int = 20) { self.batch = batch }

    /// Reads the next page.
    /// - Parameter read: one page of one parent's children; its `next` is the position within that parent.
    public func page(
        _ request: ReadRequest, at position: ReadPosition?,
        read: (_ parent: String, _ within: ReadPosition?) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        var walk = ParentWalk(position)
        if let parent = walk.current { try await visit(parent, &walk, read) }
        while walk.current == nil, walk.visited < batch {
            let parents = try await Self.parents(request, after: walk.last, limit: batch - walk.visited)
            if parents.isEmpty { return walk.ended(isWhole: request.scope == .everything) }
            for parent in parents where walk.current == nil {
                do throws(ConnectorError) {
                    try await visit(parent, &walk, read)
                } catch  where walk.visited > 0 && error != .cancelled {
                    return try walk.paused()
                }
            }
        }
        return try walk.paused()
    }

    private func visit(
        _ parent: String, _ walk: inout ParentWalk,
        _ read: (String, ReadPosition?) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) {
        do throws(ConnectorError) {
            walk.add(try await read(parent, walk.within), of: parent)
        } catch {
            guard let reason = Self.reasonToSkip(error) else { throw error }
            walk.skip(parent, reason: reason, error)
        }
    }

    private static func reasonToSkip(_ error: ConnectorError) -> String? {
        switch error {
        case .notFound(let words), .forbidden(let words), .notAvailable(let words): words
        default: nil
        }
    }

    private static func parents(
        _ request: ReadRequest, after: String?, limit: Int
    ) async throws(ConnectorError) -> [String] {
        do {
            return try await request.parents(after, limit)
        } catch let error as ConnectorError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .engine("the parents could not be read: \(Shortened.text("\(error)"))")
        }
    }
}

/// One page of a walk as it grows, and the position it leads to.
struct ParentWalk {
    /// The last parent that is behind us.
    private(set) var last: String?
    /// The parent whose children are being read, and where its list stands.
    private(set) var current: String?
    private(set) var within: ReadPosition?
    private(set) var visited = 0
    /// Whether a parent of this whole read was skipped: it then proves nothing.
    private var hasSkipped: Bool
    private var denial: ConnectorError?
    private var page = Page()

    init(_ position: ReadPosition?) {
        let fields = position?.fields ?? [:]
        last = fields["parent.last"]
        current = fields["parent.current"]
        hasSkipped = fields["parent.skipped"] != nil
        let inner = fields.filter { $0.key.hasPrefix("within.") }.map { (String($0.key.dropFirst(7)), $0.value) }
        if !inner.isEmpty { within = ReadPosition(Dictionary(inner) { $1 }) }
    }

    mutating func add(_ children: Page, of parent: String) {
        page.records += children.records
        page.rejected += children.rejected
        page.calls += children.calls
        page.bytes += children.bytes
        page.vendorDate = children.vendorDate ?? page.vendorDate
        page.highWater = [page.highWater, children.highWater].compactMap { $0 }.max()
        visited += 1
        if let next = children.next {
            (current, within) = (parent, next)
        } else {
            page.completedParents.append(parent)
            leave(parent)
        }
    }

    mutating func skip(_ parent: String, reason: String, _ error: ConnectorError) {
        page.skippedParents.append(RejectedRecord(externalID: parent, reason: reason, payload: "{}"))
        page.calls += 1
        visited += 1
        hasSkipped = true
        denial = error
        leave(parent)
    }

    private mutating func leave(_ parent: String) { (last, current, within) = (parent, nil, nil) }

    /// The page, to go on from here. When every one of several parents was refused, the permission is what is
    /// missing, and skipping them all would hide it.
    func paused() throws(ConnectorError) -> Page {
        if case .forbidden = denial, let denial, page.skippedParents.count == visited, visited > 2 { throw denial }
        var page = page
        var fields: [String: String] = [:]
        fields["parent.last"] = last
        fields["parent.current"] = current
        fields["parent.skipped"] = hasSkipped ? "yes" : nil
        for (key, value) in within?.fields ?? [:] { fields["within.\(key)"] = value }
        page.next = ReadPosition(fields, isResumable: within?.isResumable ?? true)
        return page
    }

    /// The page, as the last.
    func ended(isWhole: Bool) -> Page {
        var page = page
        page.provesWhole = isWhole && !hasSkipped
        return page
    }
}
