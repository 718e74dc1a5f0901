import HTTPTypes

extension ConnectWisePSA {
    typealias Answer = VendorAnswer

    /// A call that was let through.
    struct Request: Sendable {
        let call: VendorCall
        /// The ids in the path, in order.
        let ids: [Int]
        let scope: Scope
        /// Sent in a body, for searches; else the query's.
        var search: [String: String] = [:]

        var fleet: Fleet { scope.fleet }
        /// Asks for forward-only paging.
        var isForward: Bool { call.headers[Headers.pagination]?.lowercased() == "forward-only" }

        func parameter(_ name: String) -> String? { search[name] ?? call.parameter(name) }

        func number(_ name: String, _ range: ClosedRange<Int>) throws(Complaint) -> Int? {
            guard let text = call.parameter(name) else { return nil }
            guard let number = Int(text), range.contains(number) else {
                throw Complaint(
                    message: "\(name) must be a number of \(range.lowerBound) to \(range.upperBound)", field: name)
            }
            return number
        }

        /// The call's own address with other numbers.
        func address(_ numbers: [String: Int], without dropped: Set<String>) -> String {
            let kept = call.query.filter { numbers[$0.name] == nil && !dropped.contains($0.name) }
            let fields = kept.map { "\($0.name)=\(Self.encoded($0.value))" } + numbers.map { "\($0.key)=\($0.value)" }
            return "\(scope.baseURL)\(call.path)?\(fields.joined(separator: "&"))"
        }

        private static func encoded(_ text: String) -> String {
            text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    String(UnicodeScalar(byte))
                default: "%" + String(decoding: Identifiers.hex(UInt64(byte), digits: 2), as: UTF8.self).uppercased()
                }
            }.joined()
        }
    }

    /// A path of the API and what answers it.
    struct Endpoint: Sendable {
        let parameters: Set<String>
        let method: HTTPRequest.Method
        let answer: @Sendable (Request) throws(Complaint) -> Answer

        private static let usual: Set<String> = [
            "conditions", "childConditions", "customFieldConditions", "orderBy", "fields", "page", "pageSize",
            "pageId",
        ]

        init(
            _ more: Set<String> = [], method: HTTPRequest.Method = .get,
            answer: @escaping @Sendable (Request) throws(Complaint) -> Answer
        ) {
            parameters = Self.usual.union(more)
            self.method = method
            self.answer = answer
        }

        /// What is wrong with a query: a parameter that the document does not list, or one twice.
        func complaint(_ query: [(name: String, value: String)]) -> Complaint? {
            var seen: Set<String> = []
            for (name, _) in query {
                guard parameters.contains(name) else {
                    return Complaint(message: "Unknown parameter \(name)", field: name)
                }
                guard seen.insert(name).inserted else {
                    return Complaint(message: "\(name) is given twice", field: name)
                }
            }
            return nil
        }
    }

    /// The vendor's own headers.
    enum Headers {
        static let link = name("Link")
        static let pagination = name("pagination-type")
        static let clientID = name("clientId")
        static let version = name("api-current-version")
        static let request = name("x-cw-request-id")

        private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .trailer }
    }
}
