/// Pages by number of a list that may move. The end is an empty page, else the last of the pages that the answer counts,
/// else as many rows as it counts, else a page that is not full and has no next one.
///
/// A number is a place, and places shift when something goes meanwhile: a row may slip to a page that was read already,
/// while the total stays as it was, since another came. So a list of more than one page is read again until two readings
/// have shown the same ids, and only that proves it whole. Pages that have not changed bring no rows the second time.
struct SettledPaging: Sendable {
    let pageSize: Int
    /// Readings of a list that does not come to rest; then nothing is proven. One where nothing is to be proven.
    var mostPasses = 4

    /// What a page told.
    struct Event: Sendable {
        var ids: [String?]
        var totalItems: Int64?
        var totalPages: Int64?
        /// nil where the answer has no links.
        var hasNext: Bool?

        init(ids: [String?], totalItems: Int64? = nil, totalPages: Int64? = nil, hasNext: Bool? = nil) {
            self.ids = ids
            self.totalItems = totalItems
            self.totalPages = totalPages
            self.hasNext = hasNext
        }
    }

    /// Where to go on, or how it ended.
    struct Step: Sendable {
        var next: ReadPosition?
        var isProven = false
        /// The page was read before in this read and shows the same ids.
        var isRepetition = false
    }

    static func page(_ position: ReadPosition?) -> Int { position?.fields["page"].flatMap { Int($0) } ?? 1 }

    func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> Step {
        var pass = Pass(position)
        let isRepetition = pass.take(event)
        if !isLast(event, pass) {
            var loop = LoopGuard(position)
            try loop.step("\(pass.number):\(pass.sums.prefix(pass.page).last ?? "")")
            return Step(next: pass.onward(loop), isRepetition: isRepetition)
        }
        pass.close()
        if pass.isSettled || pass.number >= mostPasses {
            return Step(isProven: pass.isSettled && pass.isComplete, isRepetition: isRepetition)
        }
        return Step(next: pass.again, isRepetition: isRepetition)
    }

    private func isLast(_ event: Event, _ pass: Pass) -> Bool {
        if event.ids.isEmpty { return true }
        if let pages = event.totalPages { return pass.page >= pages }
        if let total = event.totalItems { return pass.rows >= total }
        return event.hasNext == false && event.ids.count < pageSize
    }
}

extension SettledPaging {
    /// One reading of the list, from its first page to its last.
    struct Pass: Sendable {
        private(set) var number: Int
        private(set) var page: Int
        /// Different ids so far, as far as they stand on one page.
        private(set) var rows: Int64
        /// What tells each page's ids, whatever their order: of this reading up to here, of the last one beyond.
        private(set) var sums: [String]
        private var total: Int64?
        /// What the last reading's pages came to together.
        private let before: String?

        init(_ position: ReadPosition?) {
            let fields = position?.fields ?? [:]
            number = fields["pass"].flatMap { Int($0) } ?? 1
            page = SettledPaging.page(position)
            rows = fields["rows"].flatMap { Int64($0) } ?? 0
            sums = (fields["sums"] ?? "").split(separator: ",").map(String.init)
            before = fields["before"]
        }

        /// Takes in a page; whether it shows what it showed in the last reading.
        mutating func take(_ event: Event) -> Bool {
            let ids = Set(event.ids.compactMap(\.self))
            // A row without an id counts, or the total would never be reached.
            rows += Int64(ids.count + event.ids.count { $0 == nil })
            total = event.totalItems
            let sum = String(ids.reduce(UInt64(0)) { $0 &+ Self.hash($1) }, radix: 36)
            defer { if page <= sums.count { sums[page - 1] = sum } else { sums.append(sum) } }
            return page <= sums.count && sums[page - 1] == sum
        }

        /// The reading is over; pages of the last one beyond this are no more.
        mutating func close() { sums.removeLast(max(0, sums.count - page)) }

        /// Nothing has moved: there is one page only, or the last reading showed the same.
        var isSettled: Bool { number == 1 ? page == 1 : before == together }

        /// As many rows as the vendor counts, where it counts them.
        var isComplete: Bool { total.map { rows >= $0 } ?? true }

        private var together: String {
            String(sums.reduce(UInt64(0)) { $0 &+ (UInt64($1, radix: 36) ?? 0) }, radix: 36) + "/\(rows)"
        }

        func onward(_ loop: LoopGuard) -> ReadPosition {
            var fields = loop.fields
            fields["pass"] = String(number)
            fields["page"] = String(page + 1)
            fields["rows"] = String(rows)
            fields["sums"] = sums.joined(separator: ",")
            fields["before"] = before
            return ReadPosition(fields)
        }

        /// The first page once more.
        var again: ReadPosition {
            ReadPosition([
                "pass": String(number + 1), "page": "1", "sums": sums.joined(separator: ","), "before": together,
            ])
        }

        /// FNV-1a, and its bits well mixed: of ids in a row sums of the bare hash are often the same.
        private static func hash(_ text: String) -> UInt64 {
            var hash: UInt64 = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
            hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
            return hash ^ (hash >> 31)
        }
    }
}
