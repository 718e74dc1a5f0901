extension ConnectWisePSA {
    /// Which fields a record has, by the vendor's document, and of which kind: an unknown one is a bad request.
    struct Schema: Sendable {
        let kinds: [String: Kind]

        enum Kind: String, Sendable { case whole, number, text, flag, time, reference, list, any, info }

        /// - Parameter text: A kind, a colon and names on each line.
        init(_ text: String) {
            var kinds: [String: Kind] = [:]
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: ":")
                guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { continue }
                for name in parts[1].split(separator: " ") { kinds[String(name)] = kind }
            }
            self.kinds = kinds
        }

        private static let info: [String: Kind] = [
            "lastUpdated": .time, "dateEntered": .time, "updatedBy": .text, "enteredBy": .text,
        ]
        private static let reference: [String: Kind] = [
            "id": .whole, "name": .text, "identifier": .text, "summary": .text, "type": .text, "level": .text,
            "sort": .whole, "currencyCode": .text, "symbol": .text,
        ]
        private static let element: [String: Kind] = [
            "id": .whole, "name": .text, "value": .any, "caption": .text, "type": .reference, "extension": .text,
            "defaultFlag": .flag, "domain": .text, "communicationType": .text, "question": .text, "answer": .any,
        ]

        /// The kind of what a path leads to; nil where it leads nowhere.
        /// - Parameter inLists: Whether the path may go through a list (only child conditions may).
        func kind(_ path: [String], inLists: Bool = false) -> Kind? {
            guard let name = path.first else { return nil }
            guard let kind = kinds[name] else {
                return path.count == 1 && kinds["_info"] != nil ? Self.info[name] : nil
            }
            return Self.kind(kind, path.dropFirst(), inLists)
        }

        private static func kind(_ kind: Kind, _ rest: ArraySlice<String>, _ inLists: Bool) -> Kind? {
            guard let name = rest.first else { return kind }
            let inner: Kind? =
                switch kind {
                case .reference: reference[name]
                case .info: info[name]
                case .list: inLists ? element[name] : nil
                default: nil
                }
            return inner.flatMap { Self.kind($0, rest.dropFirst(), inLists) }
        }

        /// A path as it is to be looked up: times of change may be named without their `_info/`.
        func resolved(_ path: [String]) -> [String] {
            path.count == 1 && kinds[path[0]] == nil && Self.info[path[0]] != nil ? ["_info", path[0]] : path
        }

        /// One of the custom fields of a record.
        static let customField = Schema("whole: id numberOfDecimals\ntext: caption type entryMethod\nany: value")
    }
}
