import Foundation
import HTTPTypes

extension Autotask {
    /// A call that was let through.
    struct Request: Sendable {
        let call: VendorCall

        var scope: Scope { Scope(fleet: call.fleet, now: call.now, disturbance: call.disturbance) }
    }

    /// What a query asks for.
    struct Query: Sendable, Codable {
        var size = 500
        var includeFields: [String]?
        var filter: [Condition] = []
        /// The last id of the page before, and how many rows came with the pages so far.
        var after: Int?
        var given = 0

        /// From the body, from `search`, or from the address that a page gave for the next one, which says it all:
        /// whether the body comes with it again makes no difference.
        init(_ call: VendorCall) throws(Complaint) {
            if let paging = call.parameter("paging") {
                guard !call.disturbance.has(.cursorExpires), let data = Data(base64Encoded: paging),
                    let query = try? JSONDecoder().decode(Query.self, from: data)
                else { throw Complaint("The paging information is not valid") }
                self = query
                return
            }
            let text = call.method == .get ? Array((call.parameter("search") ?? "").utf8) : call.body
            guard let body = try? JSONDecoder().decode(Body.self, from: Data(text)) else {
                throw Complaint("The query could not be read")
            }
            guard let filter = body.filter, !filter.isEmpty else { throw Complaint("Filter must not be empty") }
            size = body.maxRecords ?? 500
            includeFields = body.includeFields
            self.filter = filter
        }

        /// The address of the next page, of the vendor's own making.
        func address(_ call: VendorCall, after id: Int, given more: Int) -> String? {
            var next = self
            (next.after, next.given) = (id, given + more)
            guard let data = try? JSONEncoder().encode(next) else { return nil }
            let path = call.path.hasSuffix("/next") ? call.path : "\(call.path)/next"
            var safe = CharacterSet.alphanumerics
            safe.insert(charactersIn: "-_.")
            let paging = data.base64EncodedString().addingPercentEncoding(withAllowedCharacters: safe) ?? ""
            return "\(call.baseURL)\(path)?paging=\(paging)"
        }

        func check(_ schema: Schema, _ entity: String, unqueryable: Set<String>) throws(Complaint) {
            guard (1...500).contains(size) else { throw Complaint("MaxRecords must be between 1 and 500") }
            for condition in filter { try condition.check(schema, entity, unqueryable: unqueryable) }
            guard filter.allSatisfy({ $0.weight <= 500 }) else {
                throw Complaint("Queries are limited to 500 or fewer 'OR' conditions.")
            }
            for name in includeFields ?? [] where schema.kinds[name] == nil {
                throw Complaint("Unable to find \(name) in the \(entity) Entity.")
            }
        }

        /// No row up to this id is asked for.
        var floor: Int? {
            let bounds = filter.compactMap { condition -> Int? in
                guard condition.field == "id", case .whole(let id)? = condition.value else { return nil }
                return condition.op == "gt" ? id : condition.op == "gte" || condition.op == "eq" ? id - 1 : nil
            }
            return (bounds + [after].compactMap { $0 }).max()
        }

        /// The one id that is asked for, where it is one.
        var single: Int? {
            filter.lazy.compactMap { condition -> Int? in
                guard condition.op == "eq", condition.field == "id", case .whole(let id)? = condition.value else {
                    return nil
                }
                return id
            }.first
        }

        /// The body as it may be spelled: names in any case.
        private struct Body: Decodable {
            var maxRecords: Int?
            var includeFields: [String]?
            var filter: [Condition]?

            init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: Name.self)
                for name in members.allKeys {
                    switch name.stringValue.lowercased() {
                    case "maxrecords": maxRecords = try members.decode(Int.self, forKey: name)
                    case "includefields": includeFields = try members.decode([String].self, forKey: name)
                    case "filter": filter = try members.decode([Condition].self, forKey: name)
                    default: break
                    }
                }
            }
        }

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }
}
