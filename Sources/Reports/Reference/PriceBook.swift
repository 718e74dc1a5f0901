/// What remedies cost, as `Config/pricing.yaml` has it.
struct PriceBook: Decodable, Sendable, Hashable {
    var currency: String
    var prices: [String: Price]

    /// Paid once, and each month.
    struct Price: Decodable, Sendable, Hashable {
        var oneTime: String?
        var monthly: String?
        var meaning: String

        enum CodingKeys: String, CodingKey {
            case monthly, meaning
            case oneTime = "one_time"
        }
    }
}
