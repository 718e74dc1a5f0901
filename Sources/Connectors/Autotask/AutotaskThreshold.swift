import JSON

/// How much of the hour's calls is used, by all who call the tenant's database: one who uses them up stops them all
/// (trap 2).
struct AutotaskThreshold: Sendable, Hashable {
    let limit: Int64
    let used: Int64

    /// nil where the answer tells no numbers.
    init?(_ answer: JSONValue) {
        guard let limit = answer["externalRequestThreshold"].positive,
            let used = answer["currentTimeframeRequestCount"].integer
        else { return nil }
        self.limit = limit
        self.used = used
    }

    /// Why we stop here, where we do: whole percent of the hour's calls, beyond which the others come first.
    func refusal(at percent: Int) -> ConnectorError? {
        guard used * 100 >= limit * Int64(percent) else { return nil }
        return .throttled(
            retryAfterSeconds: 300, "\(used) of the tenant's \(limit) calls an hour are used, by all integrations")
    }
}
