import Inventory

extension Autotask {
    /// An entity's rows in the order of their ids, each made when it is looked at.
    struct Rows<Row: Sendable>: Sendable {
        let count: Int
        let id: @Sendable (Int) -> Int
        /// nil: what stands there is none of the entity's.
        let row: @Sendable (Int) -> Row?

        init(count: Int, id: @escaping @Sendable (Int) -> Int, row: @escaping @Sendable (Int) -> Row?) {
            (self.count, self.id, self.row) = (count, id, row)
        }

        init(_ things: [Row], id: @escaping @Sendable (Row) -> Int) {
            self.init(count: things.count, id: { id(things[$0]) }, row: { things[$0] })
        }

        /// Where the first row with an id above this one stands.
        func index(after floor: Int?) -> Int {
            guard let floor else { return 0 }
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if id(middle) <= floor { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// An entity with its fields and its rows.
    struct Table<Row: Sendable>: Sendable {
        let name: String
        let schema: Schema
        let fields: [Field<Row>]
        /// Which rows are given where nothing is asked about it.
        let isGiven: @Sendable (Row, [Condition]) -> Bool
        let unqueryable: Set<String>
        let rows: @Sendable (Scope) -> Rows<Row>
        private let places: [String: Int]
        /// What no field of ours fills, ready to be written.
        private let nulls: [UInt8]

        init(
            _ name: String, _ schema: Schema, unqueryable: Set<String> = [],
            isGiven: @escaping @Sendable (Row, [Condition]) -> Bool = { _, _ in true },
            fields: [Field<Row>], rows: @escaping @Sendable (Scope) -> Rows<Row>
        ) {
            (self.name, self.schema, self.fields, self.rows) = (name, schema, fields, rows)
            (self.isGiven, self.unqueryable) = (isGiven, unqueryable)
            places = Dictionary(fields.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
            nulls = Self.nulls(schema.names.filter { [places] in places[$0] == nil })
        }

        private static func nulls(_ names: [String]) -> [UInt8] {
            Array(names.map { "\"\($0)\":null" }.joined(separator: ",").utf8)
        }

        var entity: Entity {
            Entity(
                name: name, schema: schema, unqueryable: unqueryable, query: query, count: count, item: item)
        }

        private func admits(_ row: Row, _ query: Query, _ scope: Scope) -> Bool {
            isGiven(row, query.filter)
                && query.filter.allSatisfy { condition in
                    condition.holds { name in places[name].map { fields[$0].read(row, scope) } ?? .null }
                }
        }

        private func write(_ row: Row, _ wanted: Set<String>?, _ scope: Scope, to json: inout JSONWriter) {
            for field in fields where wanted?.contains(field.key) ?? true {
                json.member(field.name, field.read(row, scope))
            }
            let rest = wanted.map { wanted in Self.nulls(wanted.filter { places[$0] == nil }.sorted()) } ?? nulls
            if !rest.isEmpty { json.members(raw: rest) }
        }

        private func query(_ request: Request) throws(Complaint) -> VendorAnswer {
            let query = try checked(request)
            let (scope, disturbance) = (request.scope, request.call.disturbance)
            if let one = query.single, disturbance.fails(record: one) { return .errors(["An error occurred."]) }
            let page = page(query, scope)
            let wanted = query.includeFields.map { Set($0) }
            let last = page.hasMore ? page.rows.last?.0 : nil
            let next = last.flatMap { query.address(request.call, after: $0, given: page.rows.count) }
            var json = JSONWriter(reserving: page.rows.count * (wanted == nil ? 1_500 : 100))
            json.object { json in
                json.member(
                    "items",
                    array: { json in
                        for (id, row) in page.rows {
                            json.row(id, disturbance) { write(row, wanted, scope, to: &$0) }
                        }
                    })
                json.member(
                    "pageDetails",
                    object: {
                        $0.member("count", page.rows.count)
                        $0.member("requestCount", query.size)
                        $0.member("prevPageUrl", nil as String?)
                        $0.member("nextPageUrl", next)
                    })
            }
            return .json(json.bytes)
        }

        private func checked(_ request: Request) throws(Complaint) -> Query {
            let query = try Query(request.call)
            try query.check(schema, name, unqueryable: unqueryable)
            return query
        }

        /// The rows of a page, and whether more follow.
        private func page(_ query: Query, _ scope: Scope) -> (rows: [(Int, Row)], hasMore: Bool) {
            let disturbance = scope.disturbance
            if disturbance.has(.emptyLists) { return ([], false) }
            let all = rows(scope)
            let cap = max(0, (disturbance.depthCap ?? Int.max) - query.given)
            let most = min(disturbance.pageSize(asked: query.size), cap)
            var page: [(Int, Row)] = []
            var query = query
            if disturbance.has(.cursorRepeats) { query.after = nil }
            for place in all.index(after: query.floor)..<all.count {
                guard let row = all.row(place), admits(row, query, scope) else { continue }
                let id = all.id(place)
                if disturbance.hides(row: id) { continue }
                if page.count == most { return (page, most < cap) }
                page.append((id, row))
                if id == query.single { break }
            }
            return (page, false)
        }

        private func count(_ request: Request) throws(Complaint) -> VendorAnswer {
            let query = try checked(request)
            let (scope, all) = (request.scope, rows(request.scope))
            let found = (0..<all.count).count { place in all.row(place).map { admits($0, query, scope) } ?? false }
            return .json { json in json.object { $0.member("queryCount", found) } }
        }

        /// One by its id; what is not there is told as an empty item.
        private func item(_ request: Request, _ id: Int) -> VendorAnswer {
            let (scope, all) = (request.scope, rows(request.scope))
            if scope.disturbance.fails(record: id) { return .errors(["An error occurred."]) }
            let place = all.index(after: id - 1)
            guard place < all.count, all.id(place) == id, let row = all.row(place) else {
                return .json { json in json.object { $0.member("item", nil as String?) } }
            }
            return .json { json in
                json.object { json in
                    json.name("item")
                    json.row(id, scope.disturbance) { write(row, nil, scope, to: &$0) }
                }
            }
        }
    }

    /// An entity, whatever its rows are.
    struct Entity: Sendable {
        let name: String
        let schema: Schema
        let unqueryable: Set<String>
        let query: @Sendable (Request) throws(Complaint) -> VendorAnswer
        let count: @Sendable (Request) throws(Complaint) -> VendorAnswer
        let item: @Sendable (Request, Int) -> VendorAnswer

        static func named(_ name: String) -> Entity? { byName[name.lowercased()] }

        private static let byName = Dictionary(all.map { ($0.name.lowercased(), $0) }) { first, _ in first }
    }
}
