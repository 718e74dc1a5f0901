extension ConnectWisePSA {
    /// Which rows a request asks for.
    struct Filter: Sendable {
        private let conditions: [Condition]
        private let custom: Condition?

        init(_ request: Request, _ schema: Schema) throws(Complaint) {
            var conditions: [Condition] = []
            if let text = request.parameter("conditions"), !text.isEmpty {
                conditions.append(try ConditionParser.parse(text, schema))
            }
            if let text = request.parameter("childConditions"), !text.isEmpty {
                conditions.append(try ConditionParser.parse(text, schema, inLists: true))
            }
            self.conditions = conditions
            if let text = request.parameter("customFieldConditions"), !text.isEmpty {
                custom = try ConditionParser.parse(text, .customField)
            } else {
                custom = nil
            }
        }

        var isEmpty: Bool { conditions.isEmpty && custom == nil }

        func admits(_ cells: ([String]) -> [Cell]) -> Bool {
            guard conditions.allSatisfy({ $0.holds(cells) }) else { return false }
            guard let custom else { return true }
            return cells(["customFields"]).contains { list in
                guard case .list(let fields) = list else { return false }
                return fields.contains { field in custom.holds { Cell.cells(field, $0[0], []) } }
            }
        }
    }

    /// `orderBy`: fields with `asc` or `desc`.
    struct Order: Sendable {
        private let keys: [(path: [String], isDescending: Bool)]

        init(_ text: String?, _ schema: Schema) throws(Complaint) {
            var keys: [(path: [String], isDescending: Bool)] = []
            for part in (text ?? "").split(separator: ",") {
                let words = part.split(separator: " ")
                let direction = words.count > 1 ? words[1].lowercased() : "asc"
                let path = (words.first ?? "").split(separator: "/").map(String.init)
                guard (1...2).contains(words.count), ["asc", "desc"].contains(direction), schema.kind(path) != nil
                else {
                    throw Complaint(message: "\(part) is not an order", field: "orderBy")
                }
                keys.append((schema.resolved(path), direction == "desc"))
            }
            self.keys = keys
        }

        /// As the lists stand anyway.
        var isByID: Bool { keys.isEmpty || (keys[0].path == ["id"] && !keys[0].isDescending) }

        func precedes(_ left: ([String]) -> [Cell], _ right: ([String]) -> [Cell]) -> Bool {
            for key in keys {
                let first = left(key.path).first ?? .absent
                let second = right(key.path).first ?? .absent
                if first.precedes(second) { return !key.isDescending }
                if second.precedes(first) { return key.isDescending }
            }
            return false
        }
    }

    /// `fields`: which members of a row are wanted.
    struct Projection: Sendable {
        /// Nil is all of them; an empty set of parts is the whole member.
        private let parts: [String: Set<String>]?

        init(_ text: String?, _ schema: Schema) throws(Complaint) {
            guard let text, !text.isEmpty else {
                parts = nil
                return
            }
            var parts: [String: Set<String>] = [:]
            for name in text.split(separator: ",") {
                let path = name.split(separator: "/").map { $0.trimmingSpaces() }
                guard schema.kind(path, inLists: true) != nil else {
                    throw Complaint(message: "The field \(name) is not known", field: "fields")
                }
                let resolved = schema.resolved(path)
                parts[resolved[0], default: []].formUnion(resolved.dropFirst().prefix(1))
            }
            self.parts = parts
        }

        var isWhole: Bool { parts == nil }

        /// What is wanted of a member: nil nothing, an empty set all of it.
        func part(_ name: String) -> Set<String>? { parts.map { $0[name] } ?? [] }
    }
}

extension JSONWriter {
    /// A member, of an object or a list only the named parts (none named is all). What is absent is left out.
    mutating func member(_ name: StaticString, _ cell: ConnectWisePSA.Cell, _ parts: Set<String> = []) {
        switch cell {
        case .absent: break
        case .text(let text): member(name, text)
        case .whole(let number): member(name, number)
        case .hundredths(let number): member(name, raw: Self.decimal(number).utf8)
        case .flag(let flag): member(name, flag)
        case .moment(let time): member(name, TimeText.iso(time))
        case .object(let members): member(name, object: { $0.members(members, parts) })
        case .list(let elements):
            member(name, array: { json in for element in elements { json.object { $0.members(element, parts) } } })
        }
    }

    private mutating func members(_ members: [ConnectWisePSA.Member], _ parts: Set<String>) {
        for part in members where parts.isEmpty || parts.contains(part.name.description) {
            member(part.name, part.cell)
        }
    }

    /// As the vendor writes doubles: `120.0`, `12.5`.
    private static func decimal(_ hundredths: Int) -> String {
        let rest = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        return "\(sign)\(abs(hundredths) / 100)."
            + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
