/// A list endpoint: what is in it, what it can be filtered and sorted by, how a row is written.
struct VSAXList<Thing: Sendable>: Sendable {
    let things: @Sendable (VSAXRequest) -> [Thing]
    /// A thing's own number, by which faults draw its fate.
    let number: @Sendable (Thing) -> Int
    let fields: [String: @Sendable (Thing, VSAXRequest) -> VSAXKey]
    let write: @Sendable (Thing, VSAXRequest, inout JSONWriter) -> Void

    /// `{"Data":[…],"Meta":{"ResponseCode":200,"TotalCount":n}}`
    func answer(_ request: VSAXRequest) throws(VSAXComplaint) -> VendorAnswer {
        let found = try selection(request)
        let size = request.disturbance.pageSize(asked: try request.top())
        let skip = request.disturbance.has(.cursorRepeats) ? 0 : try request.skip()
        let reachable = request.disturbance.depthCap.map { found.prefix($0) } ?? found[...]
        return .json { json in
            json.object { json in
                json.member(
                    "Data",
                    array: { json in
                        for thing in reachable.dropFirst(skip).prefix(size) {
                            json.row(number(thing), request.disturbance) { write(thing, request, &$0) }
                        }
                    })
                json.object("Meta") { json in
                    json.member("ResponseCode", 200)
                    json.member("TotalCount", found.count)
                }
            }
        }
    }

    private func selection(_ request: VSAXRequest) throws(VSAXComplaint) -> [Thing] {
        let query = try VSAXQuery(request, fields: Set(fields.keys))
        guard !request.disturbance.has(.emptyLists) else { return [] }
        let found = things(request).filter { thing in
            !request.disturbance.hides(row: number(thing))
                && query.admits { name in fields[name].map { $0(thing, request) } ?? .null }
        }
        guard let order = query.order, let key = fields[order.field] else {
            return Self.turned(found, by: request.call.number)
        }
        let keyed = found.map { (key: key($0, request), thing: $0) }.sorted { $0.key < $1.key }.map(\.thing)
        return order.isDescending ? keyed.reversed() : keyed
    }

    /// Without an order each call has another one, so that whoever pages so loses rows.
    private static func turned(_ things: [Thing], by calls: Int) -> [Thing] {
        guard !things.isEmpty else { return things }
        let first = calls % things.count
        return Array(things[first...] + things[..<first])
    }
}

extension VendorAnswer {
    /// `{"Data":{…},"Meta":{"ResponseCode":200}}`
    static func vsaxOne(_ members: (inout JSONWriter) -> Void) -> VendorAnswer {
        .json { json in
            json.object { json in
                json.member("Data", object: members)
                json.object("Meta") { $0.member("ResponseCode", 200) }
            }
        }
    }
}
