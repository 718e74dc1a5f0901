/// Reports that are handed over together.
public struct ReportPack: Sendable, Hashable {
    public let name: String
    public let title: String
    /// Each report's name, and the parameters that are not as usual.
    public let parts: [Part]

    public struct Part: Sendable, Hashable {
        public let report: String
        public let parameters: [String: String]
    }

    /// The review for a client: what it has, what ends, what it costs, how it is looked after, what is to be done.
    public static let qbr = ReportPack(
        name: "qbr", title: "Business review",
        parts: [
            Part(report: "upsell-opportunities", parameters: [:]), Part(report: "fleet-age", parameters: [:]),
            Part(report: "renewals", parameters: ["days": "180"]),
            Part(report: "hardware-refresh", parameters: ["horizon_months": "36"]),
            Part(report: "operating-systems-end-of-life", parameters: [:]),
            Part(report: "windows-11-readiness", parameters: [:]), Part(report: "patch-compliance", parameters: [:]),
            Part(report: "servers-without-backup", parameters: [:]), Part(report: "antivirus-gaps", parameters: [:]),
            Part(report: "software-end-of-life", parameters: [:]), Part(report: "unwanted-software", parameters: [:]),
            Part(report: "memory-and-disk-shortfalls", parameters: [:]),
            Part(report: "noisy-devices", parameters: [:]), Part(report: "ticket-trend", parameters: [:]),
        ])

    public static let all = [qbr]
}
