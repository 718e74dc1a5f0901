import Inventory

extension ConnectWisePSA {
    /// What a row is worked out from.
    struct Scope: Sendable {
        let fleet: Fleet
        let baseURL: String
        let disturbance: Disturbance

        /// A link to a record, as stands beside references.
        func link(_ path: String) -> Cell { .text("\(baseURL)/\(Codebase.alias)/apis/3.0/\(path)") }
    }

    /// One member of a resource's rows, and where it comes from.
    struct Field<Thing: Sendable>: Sendable {
        let name: StaticString
        let key: String
        let read: @Sendable (Thing, Scope) -> Cell

        init(_ name: StaticString, _ read: @escaping @Sendable (Thing, Scope) -> Cell) {
            self.name = name
            key = name.description
            self.read = read
        }

        init(_ name: StaticString, _ read: @escaping @Sendable (Thing) -> Cell) {
            self.init(name) { thing, _ in read(thing) }
        }
    }

    /// A list of records with its single records and its count.
    struct Resource<Thing: Numbered>: Sendable {
        let schema: Schema
        let fields: [Field<Thing>]
        /// Whether it can be read by `pageId`; where it cannot, no `Link` says so.
        let isForward: Bool
        /// The vendor's id of a thing's number.
        let id: @Sendable (Int) -> Int
        /// What is in the list, in the order of ids; nil where what it belongs to is not there.
        let things: @Sendable (Request) -> [Thing]?
        private let places: [String: Int]

        init(
            _ schema: Schema, isForward: Bool = true, id: @escaping @Sendable (Int) -> Int,
            fields: [Field<Thing>], things: @escaping @Sendable (Request) -> [Thing]?
        ) {
            self.schema = schema
            self.isForward = isForward
            self.id = id
            self.things = things
            self.fields = [Field("id") { .whole(id($0.number)) }] + fields
            places = Dictionary(self.fields.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
        }

        /// What stands in a thing's row at a path.
        func cells(_ thing: Thing, _ path: [String], _ scope: Scope) -> [Cell] {
            places[path[0]].map { fields[$0].read(thing, scope).cells(path[...].dropFirst()) } ?? []
        }
    }
}

extension ConnectWisePSA.Resource {
    /// The list, a record by its id, and how many there are.
    func endpoints(_ path: String, parameters: Set<String> = []) -> [String: ConnectWisePSA.Endpoint] {
        [
            path: ConnectWisePSA.Endpoint(parameters, answer: list),
            "\(path)/{id}": ConnectWisePSA.Endpoint(parameters, answer: record),
            "\(path)/count": ConnectWisePSA.Endpoint(parameters, answer: count),
        ]
    }

    func record(_ request: ConnectWisePSA.Request) throws(ConnectWisePSA.Complaint) -> ConnectWisePSA.Answer {
        let projection = try ConnectWisePSA.Projection(request.parameter("fields"), schema)
        guard let wanted = request.ids.last, let thing = things(request)?.first(where: { id($0.number) == wanted })
        else { return .notFound }
        if request.scope.disturbance.fails(record: wanted) { return .failure(500) }
        var json = JSONWriter()
        json.row(thing.number, request.scope.disturbance) { write(thing, projection, request.scope, to: &$0) }
        return .json(json.bytes)
    }

    func count(_ request: ConnectWisePSA.Request) throws(ConnectWisePSA.Complaint) -> ConnectWisePSA.Answer {
        guard let found = try selection(request) else { return .notFound }
        var json = JSONWriter()
        json.object { $0.member("count", request.scope.disturbance.has(.emptyLists) ? 0 : found.count) }
        return .json(json.bytes)
    }

    /// What meets the conditions, in the order asked for.
    func selection(_ request: ConnectWisePSA.Request) throws(ConnectWisePSA.Complaint) -> [Thing]? {
        let filter = try ConnectWisePSA.Filter(request, schema)
        let order = try ConnectWisePSA.Order(request.parameter("orderBy"), schema)
        guard var found = things(request) else { return nil }
        let scope = request.scope
        if !filter.isEmpty { found = found.filter { thing in filter.admits { cells(thing, $0, scope) } } }
        if !order.isByID && !request.isForward {
            found.sort { left, right in order.precedes({ cells(left, $0, scope) }, { cells(right, $0, scope) }) }
        }
        return found
    }

    func write(
        _ thing: Thing, _ projection: ConnectWisePSA.Projection, _ scope: ConnectWisePSA.Scope,
        to json: inout JSONWriter
    ) {
        for field in fields {
            guard let part = projection.part(field.key) else { continue }
            json.member(field.name, field.read(thing, scope), part)
        }
    }
}
