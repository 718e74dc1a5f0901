import Inventory

/// A numbered list: what it may be sorted and filtered by, and which of the two envelopes it comes in.
struct NCentralList<Thing: Numbered> {
    enum Envelope { case query, list }

    /// The member with the id, by which it may be sorted and filtered.
    let idMember: String
    let envelope: Envelope
    let id: (Thing) -> Int
    let write: (Thing, inout JSONWriter) -> Void

    private static var usualSize: Int { 50 }
    private static var mostRows: Int { 1000 }

    func answer(_ request: NCentralRequest, _ things: [Thing]) -> VendorAnswer {
        let call = request.call
        guard let page = number(call, "pageNumber", 1, most: .max), page > 0 else {
            return NCentralError.bad("pageNumber must be at least 1")
        }
        guard let asked = number(call, "pageSize", Self.usualSize, most: Self.mostRows), asked > 0 else {
            return NCentralError.bad("pageSize must be between 1 and \(Self.mostRows)")
        }
        if let field = call.parameter("sortBy"), field != idMember {
            return NCentralError.bad("Field not found: \(field)")
        }
        guard let wanted = filtered(call, things) else { return NCentralError.bad("Field not found: in select") }
        let rows =
            call.disturbance.has(.emptyLists)
            ? [] : ordered(wanted.filter { !call.disturbance.hides(row: $0.number) }, call)
        return answer(call, rows, page: page, size: call.disturbance.pageSize(asked: asked))
    }

    private func number(_ call: VendorCall, _ name: String, _ usual: Int, most: Int) -> Int? {
        guard let text = call.parameter(name) else { return usual }
        return Int(text).flatMap { $0 <= most ? $0 : nil }
    }

    /// `select` takes rows: `deviceId==12`.
    private func filtered(_ call: VendorCall, _ things: [Thing]) -> [Thing]? {
        guard let select = call.parameter("select") else { return things }
        let sides = select.split(separator: "=", omittingEmptySubsequences: true)
        guard sides.count == 2, sides[0] == idMember, select.contains("==") else { return nil }
        return things.filter { String(id($0)) == sides[1] }
    }

    /// Without a sort the order is nobody's promise, and another at each call.
    private func ordered(_ things: [Thing], _ call: VendorCall) -> [Thing] {
        if call.parameter("sortBy") != nil {
            return ["desc", "descending", "reverse"].contains(call.parameter("sortOrder")?.lowercased())
                ? things.reversed() : things
        }
        let turn = things.isEmpty ? 0 : call.number * 7 % things.count
        return Array(things[turn...] + things[..<turn])
    }

    private func answer(_ call: VendorCall, _ rows: [Thing], page: Int, size: Int) -> VendorAnswer {
        let disturbance = call.disturbance
        let first = disturbance.has(.cursorRepeats) ? 0 : min((page - 1) * size, rows.count)
        let end = min(first + size, disturbance.depthCap ?? .max, rows.count)
        let again = disturbance.has(.duplicateRows) && first > 0 && first < end ? 1 : 0
        let shown = first < end ? rows[(first - again)..<end] : []
        var json = JSONWriter(reserving: shown.count * 1200)
        json.object { json in
            json.member(
                "data",
                array: { json in
                    for thing in shown { json.row(thing.number, disturbance) { write(thing, &$0) } }
                })
            json.member("totalItems", rows.count)
            if envelope == .query { paging(call, page, size, shown.count, rows.count, to: &json) }
        }
        return .json(json.bytes)
    }

    private func paging(
        _ call: VendorCall, _ page: Int, _ size: Int, _ shown: Int, _ total: Int, to json: inout JSONWriter
    ) {
        let pages = (total + size - 1) / size
        let link = { (number: Int) in "\(call.path)?pageNumber=\(number)&pageSize=\(size)" }
        json.member("pageNumber", page)
        json.member("pageSize", size)
        json.member("itemCount", shown)
        json.member("totalPages", pages)
        json.member(
            "_links",
            object: { json in
                json.member("firstPage", link(1))
                json.member("previousPage", page > 1 ? link(page - 1) : nil)
                json.member("nextPage", page < pages ? link(page + 1) : nil)
                json.member("lastPage", link(max(1, pages)))
            })
        json.member("_warning", nil as String?)
    }
}
