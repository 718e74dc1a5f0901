/// Walks the parents of a per-parent stream: a batch of them a page, and within a parent as many pages as it has.
///
/// The position keeps the last parent that was completed and where the current one stands, so that a read goes on in
/// the middle. A parent that is gone or forbidden is skipped and reported, and does not hold the others; anything
/// else that fails ends the page with what was already read, and is met again at the start of the next.
public struct ParentWalker: Sendable {
    /// Parents a page.
    public var batch: Int
    /// Parents read at once. More than one: each is read to the end of its list before the page goes on.
    public var width: Int

    /// For many parents with little each: a fleet's devices.
    public static let fleet = ParentWalker(batch: 40, width: 4)

    public init(batch: Int = 20, width: Int = 1) {
        self.batch = batch
        self.width = width
    }

    /// One page of one parent's children; its `next` is the position within that parent.
    public typealias Read =
        @Sendable (_ parent: String, _ within: ReadPosition?) async throws(ConnectorError) -> Page

    /// Reads the next page.
    public func page(
        _ request: ReadRequest, at position: ReadPosition?, read: @escaping Read
    ) async throws(ConnectorError) -> Page {
        var walk = ParentWalk(position)
        var skipsFailing = request.skipsFailing
        if let parent = walk.current {
            let outcome = await Self.outcome(of: parent, walk.within, read)
            try walk.take(outcome, of: parent, skippingFailing: &skipsFailing)
        }
        while walk.current == nil, walk.visited < batch {
            let parents = try await Self.parents(request, after: walk.last, limit: batch - walk.visited)
            if parents.isEmpty { return walk.ended(isWhole: request.scope == .everything) }
            for start in stride(from: 0, to: parents.count, by: width) where walk.current == nil {
                let together = Array(parents[start..<min(start + width, parents.count)])
                for (parent, outcome) in zip(together, await outcomes(of: together, read)) where walk.current == nil {
                    do throws(ConnectorError) {
                        try walk.take(outcome, of: parent, skippingFailing: &skipsFailing)
                    } catch  where walk.visited > 0 && error != .cancelled {
                        return try walk.paused()
                    }
                }
            }
        }
        return try walk.paused()
    }

    typealias Outcome = Result<Page, ConnectorError>

    private func outcomes(of parents: [String], _ read: @escaping Read) async -> [Outcome] {
        if parents.count == 1 { return [await Self.outcome(of: parents[0], nil, read)] }
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            // So many are asked for at once as the walk's width allows, and all are waited for here.
            for (place, parent) in parents.enumerated() {
                group.addTask { (place, await Self.whole(parent, read)) }
            }
            var outcomes = [Outcome](repeating: .failure(.cancelled), count: parents.count)
            for await (place, outcome) in group { outcomes[place] = outcome }
            return outcomes
        }
    }

    private static func outcome(of parent: String, _ within: ReadPosition?, _ read: Read) async -> Outcome {
        do throws(ConnectorError) {
            return .success(try await read(parent, within))
        } catch {
            return .failure(error)
        }
    }

    /// The pages of one parent as one page, up to a number that no honest parent needs; the rest is left to the position.
    private static func whole(_ parent: String, _ read: Read) async -> Outcome {
        do throws(ConnectorError) {
            var page = try await read(parent, nil)
            for _ in 1..<50 {
                guard let next = page.next else { break }
                page.append(try await read(parent, next))
            }
            return .success(page)
        } catch {
            return .failure(error)
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
    /// Whether a parent of this whole read was skipped, or not told of: it then proves nothing.
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

    /// Takes what asking for a parent came to. A parent that is gone or refused is skipped; so is, where the caller says
    /// that the vendor is well, one that fails, and no other on the same page.
    mutating func take(
        _ outcome: ParentWalker.Outcome, of parent: String, skippingFailing skipsFailing: inout Bool
    ) throws(ConnectorError) {
        switch outcome {
        case .success(let children): add(children, of: parent)
        case .failure(let error):
            switch error {
            case .notFound(let words), .forbidden(let words), .notAvailable(let words):
                skip(parent, reason: words, error)
            default:
                guard skipsFailing, error.maySpareOthers else { throw error }
                skipsFailing = false
                skip(parent, reason: error.words, error)
            }
        }
    }

    private mutating func add(_ children: Page, of parent: String) {
        page.append(children)
        visited += 1
        if let next = children.next {
            (current, within) = (parent, next)
            return
        }
        if children.isSilent { hasSkipped = true } else { page.completedParents.append(parent) }
        leave(parent)
    }

    private mutating func skip(_ parent: String, reason: String, _ error: ConnectorError) {
        page.skippedParents.append(RejectedRecord(externalID: parent, reason: reason, payload: "{}"))
        page.calls += 1
        visited += 1
        hasSkipped = true
        denial = error
        leave(parent)
    }

    private mutating func leave(_ parent: String) { (last, current, within) = (parent, nil, nil) }

    /// The page, to go on from here. When every one of several parents was refused, the permission (or the vendor's
    /// edition) is what is missing, and skipping them all would hide it.
    func paused() throws(ConnectorError) -> Page {
        if let denial, page.skippedParents.count == visited, visited > 2 {
            switch denial {
            case .forbidden, .notAvailable: throw denial
            default: break
            }
        }
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
