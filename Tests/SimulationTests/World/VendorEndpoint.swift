import Connectors
import HTTPTypes
import Inventory
import TestSupport

/// A vendor's answers to one stream, with the real paging rules: its lists shift while they are read, its cursors die,
/// its short pages are not the last.
struct VendorEndpoint: Sendable {
    enum Paging: Sendable, CaseIterable {
        /// After the last id: what comes and goes in between does not shift it.
        case lastID
        /// A list that the server keeps, under a cursor that dies.
        case serverCursor
        /// By page numbers; only for lists from which nothing ever goes.
        case numbered
        /// Forward only, by a link to what follows.
        case forwardOnly
    }

    /// What the vendor's account may see while a whole read goes on.
    enum Lie: Sendable, Hashable { case empty, half }

    var list: VendorList
    let paging: Paging
    let pageSize: Int
    /// Whether its answers have a `Date` header.
    let tellsDate: Bool
    var lie: Lie?
    private var kept: [String: [VendorList.Row]] = [:]
    private var nextCursor = 0

    init(list: VendorList, paging: Paging, pageSize: Int, tellsDate: Bool) {
        self.list = list
        self.paging = paging
        self.pageSize = pageSize
        self.tellsDate = tellsDate
    }

    /// The rows of one page, some of them twice, and where to go on.
    mutating func read(
        _ scope: ReadScope, at position: ReadPosition?, _ dice: inout Dice
    ) throws(ConnectorError) -> (rows: [VendorList.Row], step: PagingStep) {
        let (rows, step) = try page(scope, position, &dice)
        return (doubled(rows, &dice), step)
    }

    /// What a page's answer tells beside its rows. The vendor's clock shows whole minutes.
    func page(
        of rows: [VendorList.Row], _ step: PagingStep, _ scope: ReadScope, _ moment: VendorList.Moment
    ) -> Page {
        var page = Page(next: step.position, provesWhole: step.isEnd && scope == .everything)
        let minute = VendorList.minute
        page.vendorDate = tellsDate ? Timestamp(microseconds: moment.vendor / minute * minute) : nil
        page.highWater = rows.compactMap(\.modified).max().map { Timestamp(microseconds: $0) }
        return page
    }

    private mutating func page(
        _ scope: ReadScope, _ position: ReadPosition?, _ dice: inout Dice
    ) throws(ConnectorError) -> ([VendorList.Row], PagingStep) {
        let size = dice.within(1...pageSize)
        switch paging {
        case .lastID:
            let after = LastIDPaging().lastID(position).flatMap { Int($0) } ?? 0
            let rows = Array(visible(scope).filter { $0.id > after }.prefix(size))
            return (rows, try LastIDPaging().step(position, ids: rows.map { Int64($0.id) }))
        case .numbered:
            let paging = NumberedPaging(pageSize: pageSize)
            let rows = Array(visible(scope).dropFirst((paging.page(position) - 1) * pageSize).prefix(pageSize))
            return (rows, try paging.step(position, rows: rows.count, fingerprint: Self.fingerprint(rows)))
        case .forwardOnly: return try forward(scope, position, size)
        case .serverCursor: return try fromServer(scope, position, size)
        }
    }

    private func forward(
        _ scope: ReadScope, _ position: ReadPosition?, _ size: Int
    ) throws(ConnectorError) -> ([VendorList.Row], PagingStep) {
        let paging = ForwardOnlyPaging(pageSize: pageSize)
        let after: Int
        switch paging.ask(position) {
        case .forward(let pageID): after = pageID.flatMap { Int($0) } ?? 0
        case .numbered(let page): return try numbered(page, scope, position)
        }
        let rest = visible(scope).filter { $0.id > after }
        let rows = Array(rest.prefix(position == nil ? pageSize : size))
        let link = rest.count > rows.count ? "pageId=\(rows.last?.id ?? 0)" : nil
        return (rows, try paging.step(position, Self.event(rows, link)))
    }

    /// For who asks by numbers: the list shifts under him.
    private func numbered(
        _ page: Int, _ scope: ReadScope, _ position: ReadPosition?
    ) throws(ConnectorError) -> ([VendorList.Row], PagingStep) {
        let rest = visible(scope).dropFirst((page - 1) * pageSize)
        let rows = Array(rest.prefix(pageSize))
        let link = rest.count > rows.count ? "page=\(page + 1)" : nil
        return (rows, try ForwardOnlyPaging(pageSize: pageSize).step(position, Self.event(rows, link)))
    }

    private static func event(_ rows: [VendorList.Row], _ next: String?) -> ForwardOnlyPaging.Event {
        let target = next.map { "<https://vendor.example/list?\($0)>; rel=\"next\"" } ?? ""
        return ForwardOnlyPaging.Event(
            link: LinkHeader([.init("Link")!: target]), rows: rows.count, greatestID: rows.last.map { Int64($0.id) })
    }

    private mutating func fromServer(
        _ scope: ReadScope, _ position: ReadPosition?, _ size: Int
    ) throws(ConnectorError) -> ([VendorList.Row], PagingStep) {
        let paging = ServerCursorPaging()
        let cursor: String
        if let known = paging.cursor(position) {
            // One that has died is answered as if nothing were left.
            cursor = known
        } else {
            nextCursor += 1
            cursor = "c\(nextCursor)"
            kept = [cursor: visible(scope)]
        }
        let rest = kept[cursor] ?? []
        let rows = Array(rest.prefix(size))
        kept[cursor] = Array(rest.dropFirst(rows.count))
        let event = ServerCursorPaging.Event(
            cursor: cursor, offset: nil, rows: rows.count, fingerprint: Self.fingerprint(rows))
        return (rows, try paging.step(position, event))
    }

    /// A cursor outlives neither a break nor the vendor's patience.
    mutating func dropCursors() { kept = [:] }

    private func visible(_ scope: ReadScope) -> [VendorList.Row] {
        let rows = list.sorted
        switch (scope, lie) {
        case (.changed(let since), _):
            return rows.filter { $0.modified.map { $0 >= since.microseconds } ?? true }
        case (.everything, nil): return rows
        case (.everything, .empty): return []
        case (.everything, .half): return rows.filter { $0.id.isMultiple(of: 2) }
        }
    }

    /// Some rows twice, and some as a copy that lags still has them, on whatever page.
    private func doubled(_ rows: [VendorList.Row], _ dice: inout Dice) -> [VendorList.Row] {
        guard lie == nil, dice.chance(15) else { return rows }
        // Of a row that is flagged no such copy is told: where the warehouse has never met the row, it cannot know better.
        let late = list.living.filter { _ in dice.chance(10) }.compactMap { row -> VendorList.Row? in
            guard let before = list.previous[row.id], before.birth == row.birth, !before.isBad, !row.isBad,
                let stamp = before.modified, stamp < row.modified ?? 0
            else { return nil }
            return before
        }
        return rows + rows.filter { _ in dice.chance(20) } + late
    }

    private static func fingerprint(_ rows: [VendorList.Row]) -> String {
        "\(rows.count)-\(rows.first?.id ?? 0)-\(rows.last?.id ?? 0)-\(rows.last?.revision ?? 0)"
    }
}
