import HTTPTypes

extension Automate {
    /// What a row is worked out from.
    struct Scope: Sendable {
        let fleet: Fleet
        let disturbance: Disturbance
    }

    /// What a list was asked, by the names that live clients send, in either letter case. The names of the published
    /// document (`options.page`) are not what the server reads, and are passed over like any other word.
    struct Query: Sendable {
        let page: Int
        let pageSize: Int
        let condition: Condition?
        let ids: Set<Int>?
        let included: Set<String>?
        let excluded: Set<String>
        let order: [(field: String, isDescending: Bool)]

        /// Rows that the server gives where nobody says how many. Not established; small, so that it is noticed.
        private static let usualPageSize = 25
        private static let mostRows = 10_000

        init(_ call: VendorCall) throws(Complaint) {
            var values: [String: String] = [:]
            for (name, value) in call.query { values[name.lowercased()] = value }
            page = try Self.number(values["page"], "page") ?? 1
            pageSize = min(try Self.number(values["pagesize"], "pageSize") ?? Self.usualPageSize, Self.mostRows)
            condition = try Self.condition(values["condition"])
            ids = values["ids"].map { Set(Self.words($0).compactMap { Int($0) }) }
            included = values["includefields"].map { Set(Self.words($0).map { $0.lowercased() }) }
            excluded = Set(Self.words(values["excludefields"] ?? "").map { $0.lowercased() })
            order = try Self.order(values["orderby"] ?? "")
        }

        /// The names of fields that it speaks of.
        var fields: Set<String> {
            (included ?? []).union(excluded).union(condition?.fields ?? []).union(order.map(\.field))
        }

        func writes(_ member: Member) -> Bool {
            if included == nil && excluded.isEmpty { return true }
            let name = member.name.description.lowercased()
            return (included?.contains(name) ?? true) && !excluded.contains(name)
        }

        private static func words(_ text: String) -> [String] {
            text.split(separator: ",").map { $0.trimmingSpaces() }
        }

        private static func number(_ text: String?, _ name: String) throws(Complaint) -> Int? {
            guard let text else { return nil }
            guard let number = Int32(text), number > 0 else { throw Complaint(message: "\(name) must be a number") }
            return Int(number)
        }

        private static func condition(_ text: String?) throws(Complaint) -> Condition? {
            guard let text, !text.isEmpty else { return nil }
            return try ConditionParser.parse(text)
        }

        private static func order(_ text: String) throws(Complaint) -> [(field: String, isDescending: Bool)] {
            var order: [(String, Bool)] = []
            for part in words(text) {
                let parts = part.split(separator: " ").map { $0.lowercased() }
                guard parts.count <= 2, let field = parts.first,
                    ["asc", "desc"].contains(parts.last ?? "") || parts.count == 1
                else { throw Complaint(message: "\(part) is no order") }
                order.append((field, parts.last == "desc"))
            }
            return order
        }
    }
}
