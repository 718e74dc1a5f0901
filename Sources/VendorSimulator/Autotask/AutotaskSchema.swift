extension Autotask {
    /// Which fields an entity has, by the vendor's document, and of which kind: an unknown one is an error.
    struct Schema: Sendable {
        let kinds: [String: Kind]
        /// In the document's order of kinds.
        let names: [String]

        enum Kind: String, Sendable { case whole, number, text, flag, time, list, object }

        /// - Parameter text: A kind, a colon and names on each line.
        init(_ text: String) {
            var kinds: [String: Kind] = [:]
            var names: [String] = []
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: ":")
                guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { continue }
                for name in parts[1].split(separator: " ").map(String.init) {
                    kinds[name] = kind
                    names.append(name)
                }
            }
            (self.kinds, self.names) = (kinds, names)
        }
    }
}

extension Autotask.Schema.Kind {
    /// As an entity's information calls it.
    var dataType: String {
        switch self {
        case .whole: "integer"
        case .number: "decimal"
        case .text, .list, .object: "string"
        case .flag: "boolean"
        case .time: "datetime"
        }
    }
}
