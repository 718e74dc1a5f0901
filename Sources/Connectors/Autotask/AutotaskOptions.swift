/// A connection's own settings.
struct AutotaskOptions: Sendable, Hashable {
    /// Whether the notes that workflow rules leave are read too.
    var readsWorkflowNotes: Bool
    var stopAtPercent: Int

    static let meanings = [
        "workflow_notes":
            "true reads the notes that workflow rules leave as well (type 13); they may outnumber people's by far.",
        "stop_at_percent":
            "Of the hour's calls, which all integrations share: reading stops when so many percent are used (75).",
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        switch settings["workflow_notes"] ?? "false" {
        case "true": readsWorkflowNotes = true
        case "false": readsWorkflowNotes = false
        case let other: throw .misconfigured("workflow_notes must be true or false, not '\(other)'")
        }
        let percent = settings["stop_at_percent"] ?? "75"
        guard let percent = Int(percent), (1...100).contains(percent) else {
            throw .misconfigured("stop_at_percent must be a number of 1 to 100, not '\(percent)'")
        }
        stopAtPercent = percent
    }
}
