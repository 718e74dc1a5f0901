/// Reports that are handed over together.
public struct ReportPack: Sendable, Hashable {
    public let name: String
    public let title: String
    /// Each report's name, and the parameters that are not as usual.
    public let parts: [Part]

    public struct Part: Sendable, Hashable {
        public let report: String
        public let parameters: [String: String]
        /// What the client reads in place of the report's own title and question.
        public let title: String?
        public let question: String?

        init(_ report: String, _ parameters: [String: String] = [:], title: String? = nil, question: String? = nil) {
            (self.report, self.parameters, self.title, self.question) = (report, parameters, title, question)
        }
    }

    /// Columns and numbers that are the same whatever the rows, since those are of one client, or are not for it to read.
    static let hidden: Set<String> = ["company", "companies", "rank", "noted"]

    /// The review for a client: what it has, what ends, what it costs, how it is looked after, what is to be done.
    public static let qbr = ReportPack(
        name: "qbr", title: "Business review",
        parts: [
            Part(
                "upsell-opportunities", ["without": "unbilled,agreement"], title: "Recommendations",
                question: "What we recommend, at what price, why, and for which machines."),
            Part("fleet-age"), Part("renewals", ["days": "180"]),
            Part(
                "hardware-refresh", ["horizon_months": "36"], title: "Hardware budget by quarter",
                question: "Which machines are due for replacement in the next three years, and what that costs."),
            Part("operating-systems-end-of-life"), Part("windows-11-readiness"), Part("patch-compliance"),
            Part("servers-without-backup"), Part("antivirus-gaps"), Part("software-end-of-life"),
            Part("unwanted-software"), Part("memory-and-disk-shortfalls"), Part("noisy-devices"), Part("ticket-trend"),
        ])

    public static let all = [qbr]
}
