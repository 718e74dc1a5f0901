import HTTPTypes
import Inventory
import Synchronization

extension ServiceNow {
    /// Which columns are asked for, and as what.
    struct Projection: Sendable {
        let table: String
        let paths: [String]
        private let form: String
        private let hasLinks: Bool

        /// Names that lead nowhere are left out without a word.
        init(_ call: VendorCall, _ table: String, _ rows: any Rows) {
            self.table = table
            let asked = call.parameter("sysparm_fields")?.split(separator: ",").map(String.init)
            paths = (asked ?? rows.columns(of: table)).filter { rows.holds($0[...], table) }
            form = call.parameter("sysparm_display_value") ?? "false"
            hasLinks = call.parameter("sysparm_exclude_reference_link") != "true"
        }

        func write(_ cell: Cell, _ scope: Scope, to json: inout JSONWriter) {
            var link: String?
            if case .reference(let reference) = cell, hasLinks {
                link = "\(scope.baseURL)/api/now/table/\(reference.table)/\(reference.id)"
            }
            guard form == "all" || link != nil else { return json.value(form == "true" ? cell.label : cell.value) }
            json.object { json in
                if form != "false" { json.member("display_value", cell.label) }
                if let link { json.member("link", link) }
                if form != "true" { json.member("value", cell.value) }
                if case .money = cell, form == "all" {
                    json.member("currency_display_value", "USD;\(cell.value)")
                }
            }
        }
    }

    /// A call that was let through.
    struct Request: Sendable {
        let call: VendorCall
        let path: TablePath
        let scope: Scope

        func record(_ id: String, _ rows: any Rows) -> VendorAnswer {
            guard let number = ServiceNow.number(id, rows.kind, scope.fleet.seed),
                rows.isThere(number, path.table, scope)
            else {
                return .serviceNow(
                    "No Record found", "Record doesn't exist or ACL restricts the record retrieval", status: 404)
            }
            if scope.disturbance.fails(record: number) { return .timeOut(500) }
            let projection = Projection(call, path.table, rows)
            var json = JSONWriter()
            json.object { json in
                json.name("result")
                rows.write(number, projection, scope, to: &json)
            }
            return .json(json.bytes)
        }

        func list(_ rows: any Rows, _ selections: Selections) -> VendorAnswer {
            let limit = call.parameter("sysparm_limit").map { Int($0) ?? 0 } ?? 10_000
            guard limit > 0 else { return .serviceNow("Invalid value given for sysparm_limit", nil, status: 400) }
            let offset = call.parameter("sysparm_offset").flatMap { Int($0) } ?? 0
            guard offset >= 0 else { return .serviceNow("Invalid value given for sysparm_offset", nil, status: 400) }
            let query = Query(call.parameter("sysparm_query") ?? "") { rows.holds($0[...], path.table) }
            let found = found(rows, query, selections)
            if found.isEmpty, path.isFirstVersion {
                return .serviceNow("No Record found", "Record doesn't exist", status: 404)
            }
            var answer = page(found, limit, offset, rows)
            if call.parameter("sysparm_no_count") != "true" { answer.headers[Self.total] = String(found.count) }
            if call.parameter("sysparm_suppress_pagination_header") != "true", found.count > limit {
                answer.headers[Self.link] = links(limit, offset, found.count)
            }
            return answer
        }

        /// What the query admits, in its order; in no order that could be relied on where it names none.
        private func found(_ rows: any Rows, _ query: Query, _ selections: Selections) -> ArraySlice<Int> {
            if scope.disturbance.has(.emptyLists) { return [] }
            let bound = scope.disturbance.has(.cursorRepeats) ? nil : query.lowerBound
            let key = "\(scope.fleet.generation)/\(scope.fleet.tick)/\(path.table)/\(query.key)/\(query.order)"
            let numbers = selections.numbers(key, isContinued: bound != nil) { rows.select(path.table, query, scope) }
            if let bound, !query.isOrderedByID { return numbers.filter { scope.id(rows.kind, $0) > bound }[...] }
            let rest = bound.map { numbers[first(after: $0, in: numbers, rows.kind)...] } ?? numbers[...]
            guard query.order.isEmpty, rest.count > 1 else { return rest }
            let turn = rest.startIndex + call.number * 7 % rest.count
            return (rest[turn...] + rest[..<turn])[...]
        }

        private func first(after id: String, in numbers: [Int], _ kind: Kind) -> Int {
            var (low, high) = (0, numbers.count)
            while low < high {
                let middle = (low + high) / 2
                if scope.id(kind, numbers[middle]) <= id { low = middle + 1 } else { high = middle }
            }
            return low
        }

        /// The limit counts before access rules: what they hide makes the page shorter.
        private func page(_ found: ArraySlice<Int>, _ limit: Int, _ offset: Int, _ rows: any Rows) -> VendorAnswer {
            let given = scope.disturbance.pageSize(asked: limit)
            let reachable = scope.disturbance.depthCap.map { found.prefix($0) } ?? found
            let page = reachable.dropFirst(offset).prefix(given)
            let projection = Projection(call, path.table, rows)
            var json = JSONWriter(reserving: 64 + page.count * projection.paths.count * 60)
            json.object { json in
                json.member(
                    "result",
                    array: { json in
                        for number in page where !scope.disturbance.hides(row: number) {
                            rows.write(number, projection, scope, to: &json)
                        }
                    })
            }
            return .json(json.bytes)
        }

        private func links(_ limit: Int, _ offset: Int, _ total: Int) -> String {
            var places = [("first", 0)]
            if offset > 0 { places.append(("prev", max(0, offset - limit))) }
            if offset + limit < total { places.append(("next", offset + limit)) }
            places.append(("last", (total - 1) / limit * limit))
            return places.map { name, offset in
                "<\(call.baseURL)\(call.path)?sysparm_limit=\(limit)&sysparm_offset=\(offset)>;rel=\"\(name)\""
            }.joined(separator: ",")
        }

        private static let total = HTTPField.Name("X-Total-Count") ?? .trailer
        private static let link = HTTPField.Name("Link") ?? .trailer
    }

    /// Which rows a query admitted, kept while a reader goes on through the list, so that a page costs no look at all.
    final class Selections: Sendable {
        private let kept = Mutex<[(key: String, numbers: [Int])]>([])

        /// - Parameter isContinued: The reader goes on after an id; whoever begins sees the world as it now is.
        func numbers(_ key: String, isContinued: Bool, _ select: () -> [Int]) -> [Int] {
            if isContinued, let found = kept.withLock({ $0.first { $0.key == key }?.numbers }) { return found }
            let numbers = select()
            kept.withLock { kept in
                kept.removeAll { $0.key == key }
                kept.append((key, numbers))
                if kept.count > 8 { kept.removeFirst() }
            }
            return numbers
        }
    }
}
