import Inventory

/// A part of an answer that is rows of a table.
struct ToolPart: Sendable, Hashable {
    let name: String
    let request: ToolRequest
    var limit = TextLimit.list
    var labels: [ToolLabel] = []

    init(
        _ name: String, _ table: String, _ conditions: [QueryParameter], sort: String? = nil, limit: Int = 25,
        fields: [String], texts: TextLimit = .list, labels: [ToolLabel] = []
    ) {
        self.name = name
        request = ToolRequest(table, conditions, sort: sort, limit: limit, fields: fields)
        self.limit = texts
        self.labels = labels
    }
}

/// Reads the parts of an answer one after another, each within its share of the budget.
struct ToolParts: Sendable {
    let run: ToolRun

    /// What was read, and what the key may not see.
    struct Result: Sendable {
        var members: [(String, JSONTree)] = []
        var isTruncated = false
        var leftOut: [JSONTree.Member] = []
        /// Of the part that was read last.
        var nextCursor: String?

        /// Notes that the key lacks the part's group.
        mutating func leaveOut(_ part: String, _ table: String, _ reader: ToolReader) {
            guard let group = reader.resource(table)?.group else { return }
            leftOut.append(JSONTree.Member(name: part, value: .string("needs the permission group \(group.rawValue)")))
        }
    }

    /// `goesOn`: whether the last part may be asked for page by page, and `cursor` is its.
    func read(
        _ parts: [ToolPart], goesOn: Bool = false, cursor: String? = nil, _ budget: inout ToolBudget
    ) async throws -> Result {
        var result = Result()
        for (place, part) in parts.enumerated() {
            guard run.reader.may(part.request.table) else {
                result.leaveOut(part.name, part.request.table, run.reader)
                continue
            }
            var request = part.request
            let goesOn = goesOn && place == parts.count - 1
            if goesOn { request.cursor = cursor }
            var page = try await run.reader.page(request)
            page.rows = try await run.reader.label(page.rows, part.labels)
            let share = budget.share(of: parts.count - place)
            var rest = share
            var section = ToolSection(page, &rest, part.limit)
            if !goesOn { section.nextCursor = nil }
            budget.spend(share, used: rest)
            result.members.append((part.name, section.json))
            result.isTruncated = result.isTruncated || section.isTruncated
            result.nextCursor = section.nextCursor
        }
        return result
    }
}
