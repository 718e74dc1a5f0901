public import JSON

/// What an RMM sent into BMS (alerts that become tickets, assets) and what became of it. Such a call is answered at once,
/// which means queued and not done; what was done is asked for by the job.
///
/// The job's id is text where the job is made and a number where it is asked for: it is text here. The two families have
/// paths of their own, and a job that is asked for at the other's is not there.
public struct BMSJob: Sendable, Hashable {
    public enum Family: String, Sendable, Hashable, CaseIterable {
        /// Tickets made, resolved and counted up.
        case tickets
        /// Assets made, changed and deactivated.
        case assets
    }

    public let id: String
    public let family: Family
    /// The integration's name as it stands in the path (`dattormm`).
    public let integration: String
    /// Our own names for what was sent, one each: by these it is told what became of which.
    public let transactions: [String]

    /// The job that a call's `Result` names; nil where it names none.
    public init?(_ result: JSONValue, _ family: Family, integration: String, transactions: [String]) {
        guard let id = result.member(ignoringCase: "jobId").cleaned, id != "0" else { return nil }
        self.id = id
        self.family = family
        self.integration = integration
        self.transactions = transactions
    }

    /// Where its status is.
    public var path: String {
        "/v2/rmm/\(URLText.encoded(integration))/\(family.rawValue)/status/\(URLText.encoded(id))"
    }
}

/// How far a job has come. Neither the values of `JobStatus` nor those of `StatusCode` are published: what was done is
/// told by the rows, each for itself.
public struct BMSJobStatus: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case succeeded(psaID: String)
        case failed(String)
        /// No row speaks of it yet.
        case pending
        /// A row speaks of it, and says neither.
        case unknown(String)
    }

    /// The vendor's own word.
    public let label: String?
    private let outcomes: [String: Outcome]
    private let transactions: [String]

    /// - Parameter result: the `Result` of the job's status.
    public init(_ result: JSONValue, of job: BMSJob) {
        label = result.member(ignoringCase: "jobStatus").cleaned
        let rows = result.member(ignoringCase: "details").array ?? []
        let told = rows.compactMap { row in
            row.member(ignoringCase: "transactionId").cleaned.map { ($0, Self.outcome(row, job.family)) }
        }
        outcomes = Dictionary(told) { $1 }
        transactions = job.transactions
    }

    /// What became of one of the things that were sent.
    public func outcome(of transaction: String) -> Outcome { outcomes[transaction] ?? .pending }

    /// Every thing that was sent has a row. Whoever waits for it needs a deadline of its own.
    public var isFinished: Bool { transactions.allSatisfy { outcomes[$0] != nil } }

    private static func outcome(_ row: JSONValue, _ family: BMSJob.Family) -> Outcome {
        let words = ["statusCode", "statusMessage"].compactMap { row.member(ignoringCase: $0).cleaned }
        let text = words.joined(separator: ": ")
        let id = row.member(ignoringCase: family == .tickets ? "ticketId" : "psaAssetId").cleaned
        let code = (row.member(ignoringCase: "statusCode").cleaned ?? "").lowercased()
        if ["fail", "error", "invalid", "reject"].contains(where: code.contains) { return .failed(text) }
        if let id, id != "0" { return .succeeded(psaID: id) }
        return .unknown(text)
    }
}
