import HTTPTypes

/// A path of the API and what answers it; `{}` stands for a whole number, `*` for any segment.
struct BMSEndpoint: Sendable {
    typealias Answer = @Sendable (BMSRequest) -> VendorAnswer

    private let method: HTTPRequest.Method
    private let pattern: [String]
    /// The parameters that are known, in small letters; nil: whatever comes.
    private let parameters: Set<String>?
    /// The answer's names begin with capital letters, as the document has them.
    private let hasCapitals: Bool
    private let answer: Answer

    init(
        _ pattern: String, _ parameters: Set<String>? = [], method: HTTPRequest.Method = .get,
        hasCapitals: Bool = false, answer: @escaping Answer
    ) {
        self.pattern = pattern.split(separator: "/").map(String.init)
        self.parameters = parameters
        self.method = method
        self.hasCapitals = hasCapitals
        self.answer = answer
    }

    static let paging: Set<String> = ["pagesize", "pagenumber", "sort", "exclude"]

    /// What a list takes beside the page.
    static func list(_ filters: String...) -> Set<String> { paging.union(filters.map { "filter.\($0)" }) }

    static func answer(_ request: BMSRequest) -> VendorAnswer {
        let fitting = all.filter { $0.fits(request.path) }
        guard let endpoint = fitting.first(where: { $0.method == request.call.method }) else {
            return fitting.isEmpty
                ? BMSAnswer.problem(404, "Not Found") : BMSAnswer.problem(405, "Method Not Allowed")
        }
        if let known = endpoint.parameters, let wrong = request.parameters.keys.first(where: { !known.contains($0) }) {
            return BMSAnswer.problem(400, "The parameter \(wrong) is not known")
        }
        if let record = request.ids.last, request.disturbance.fails(record: record) {
            return BMSAnswer.failure(500, "An error has occurred", status: 500)
        }
        var answer = endpoint.answer(request)
        if endpoint.hasCapitals { answer.body = BMSSpelling.capitals(answer.body) }
        return answer
    }

    private func fits(_ path: [String]) -> Bool {
        pattern.count == path.count
            && zip(pattern, path).allSatisfy { part, segment in
                part == "*" || (part == "{}" && Int(segment) != nil) || part == segment
            }
    }

    private static let all =
        BMSAccounts.endpoints + BMSContacts.endpoints + BMSTickets.endpoints + BMSTicketParts.endpoints
        + BMSAssets.endpoints + BMSContracts.endpoints + BMSServices.endpoints + BMSLookups.endpoints
        + BMSSystem.endpoints
}
