import HTTPTypes

extension Automate {
    /// Which rows a list may leave unmade, since a condition rules them out: all it says for certain of their key and of
    /// the computer that they belong to.
    struct Bounds: Sendable {
        let keys: ClosedRange<Int>
        let computers: ClosedRange<Int>
    }

    /// A list: a bare array, page by page, until a page is empty.
    struct List: Sendable {
        typealias Visitor = (_ key: Int, _ row: Row) -> Bool

        /// The member that tells rows apart.
        let key: String
        /// Goes through the rows in the order of their keys until the visitor has had enough.
        let visit: @Sendable (Scope, Bounds, Visitor) -> Void
        /// Whether conditions do anything here.
        let hasConditions: Bool

        init(
            _ key: String, hasConditions: Bool = true,
            visit: @escaping @Sendable (Scope, Bounds, Visitor) -> Void
        ) {
            self.key = key.lowercased()
            self.hasConditions = hasConditions
            self.visit = visit
        }

        /// A row for each of a list of things that are in the order of their keys.
        init<Thing: Numbered>(
            _ key: String, _ id: @escaping @Sendable (Thing) -> Int,
            of things: @escaping @Sendable (Scope) -> [Thing],
            row: @escaping @Sendable (Thing, Scope) -> Row
        ) {
            self.init(key) { scope, bounds, visitor in
                for thing in things(scope) where bounds.keys.contains(id(thing)) {
                    if !visitor(id(thing), row(thing, scope)) { return }
                }
            }
        }

        func answer(_ call: VendorCall) -> VendorAnswer {
            do throws(Complaint) {
                let query = try Query(call)
                let scope = Scope(fleet: call.fleet, disturbance: call.disturbance)
                try check(query, scope)
                return write(rows(query, scope, call.number), query, call.disturbance)
            } catch {
                return Automate.failure("InvalidRequest", error.message, status: 400)
            }
        }

        /// A name that no row has is a bad request.
        private func check(_ query: Query, _ scope: Scope) throws(Complaint) {
            guard !query.fields.isEmpty else { return }
            var known: Set<String>?
            visit(scope, Bounds(keys: 0...Int.max, computers: 0...Int.max)) { _, row in
                known = Set(row.map { $0.name.description.lowercased() })
                return false
            }
            guard let known, let stranger = query.fields.subtracting(known).first else { return }
            throw Complaint(message: "The field \(stranger) is not known")
        }

        private func write(
            _ rows: [(key: Int, row: Row)], _ query: Query, _ disturbance: Disturbance
        ) -> VendorAnswer {
            var json = JSONWriter(reserving: rows.count * 600)
            json.array { json in
                for (key, row) in rows where !disturbance.hides(row: key) {
                    json.row(key, disturbance) { json in
                        for member in row where query.writes(member) { json.member(member) }
                    }
                }
            }
            return .json(json.bytes)
        }
    }
}

extension Automate.List {
    /// The page that was asked for. The server holds no page to the order of ids unless told so.
    private func rows(
        _ query: Automate.Query, _ scope: Automate.Scope, _ callNumber: Int
    ) -> [(key: Int, row: Automate.Row)] {
        let disturbance = scope.disturbance
        if disturbance.has(.emptyLists) { return [] }
        let size = disturbance.pageSize(asked: query.pageSize)
        let isStuck = disturbance.has(.cursorRepeats)
        let condition = isStuck || !hasConditions ? nil : query.condition
        let skipped = isStuck ? 0 : (query.page - 1) * size
        let most = disturbance.depthCap.map { max(0, $0 - skipped) } ?? Int.max
        let isOrdered = query.order.first.map { $0.field == key && !$0.isDescending } ?? false
        let found = matching(query.ids, condition, scope, most: isOrdered ? skipped + size : nil)
        let sorted = isOrdered ? found : Self.sorted(found, query.order, callNumber)
        return Array(sorted.dropFirst(skipped).prefix(min(size, most)))
    }

    private func matching(
        _ ids: Set<Int>?, _ condition: Automate.Condition?, _ scope: Automate.Scope, most: Int?
    ) -> [(key: Int, row: Automate.Row)] {
        let all = 0...Int.max
        let bounds = Automate.Bounds(
            keys: condition?.range(of: key) ?? all, computers: condition?.range(of: "computerid") ?? all)
        var found: [(key: Int, row: Automate.Row)] = []
        visit(scope, bounds) { key, row in
            if ids?.contains(key) ?? true, condition?.holds(row) ?? true { found.append((key, row)) }
            return most.map { found.count < $0 } ?? true
        }
        return found
    }

    /// In the order asked for; where none is, in one that differs from call to call.
    private static func sorted(
        _ rows: [(key: Int, row: Automate.Row)], _ order: [(field: String, isDescending: Bool)], _ callNumber: Int
    ) -> [(key: Int, row: Automate.Row)] {
        if order.isEmpty, rows.count > 1 {
            let shift = callNumber % rows.count
            return Array(rows[shift...] + rows[..<shift])
        }
        return rows.sorted { left, right in
            for (field, isDescending) in order {
                let one = Automate.Cell.cell(field, of: left.row) ?? .null
                let other = Automate.Cell.cell(field, of: right.row) ?? .null
                if one.precedes(other) { return !isDescending }
                if other.precedes(one) { return isDescending }
            }
            return left.key < right.key
        }
    }
}
