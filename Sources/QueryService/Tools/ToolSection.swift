/// Rows of an answer within its budget: how many fitted, and where it goes on.
struct ToolSection: Sendable, Hashable {
    var data: [JSONTree] = []
    var isTruncated = false
    var nextCursor: String?

    /// As many rows as fit. The first is always there, if need be with its texts cut shorter.
    init(_ page: ToolPage, _ budget: inout ToolBudget, _ limit: TextLimit = .list) {
        for row in page.rows {
            var (tree, isCut) = row.json(limit)
            var hasRoom = budget.take(tree.bytes.count + 1)
            if !hasRoom, !data.isEmpty { break }
            for limit in limit.shorter where !hasRoom {
                (tree, isCut) = row.json(limit)
                hasRoom = budget.take(tree.bytes.count + 1)
            }
            if !hasRoom { budget = ToolBudget(0) }
            data.append(tree)
            if isCut { isTruncated = true }
        }
        guard data.count < page.rows.count || !page.isWhole else { return }
        isTruncated = true
        nextCursor = page.cursor(after: data.count)
    }

    /// As a member of an answer that has several.
    var json: JSONTree {
        let next = nextCursor.map { [("next_cursor", JSONTree.string($0))] } ?? []
        return .object([("data", .array(data)), ("truncated", .boolean(isTruncated))] + next)
    }
}

/// What a tool answers, but for the freshness.
struct ToolAnswer: Sendable, Hashable {
    var data: JSONTree
    var isTruncated = false
    var nextCursor: String?
    /// The parts that the key may not see, each with the group that it lacks.
    var leftOut: [JSONTree.Member] = []

    init(data: JSONTree) { self.data = data }

    init(_ section: ToolSection) {
        data = .array(section.data)
        isTruncated = section.isTruncated
        nextCursor = section.nextCursor
    }
}
