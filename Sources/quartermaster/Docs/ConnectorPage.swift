import Connectors
import Inventory

/// A connector's page for people, made from its declaration alone.
struct ConnectorPage {
    let vendor: Vendor
    let streams: [StreamDescription]

    /// The page as Markdown.
    var text: String {
        ([
            "# \(vendor.name)",
            "`\(vendor.id)`, \(vendor.side == .rmm ? "an RMM" : "a PSA"). This page is made from the connector's declaration by `make docs`.",
            connecting, limits, settings, streamTable, endpoints, ends, notAvailable,
        ] as [String?]).compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }

    private var connecting: String {
        """
        ## Connecting

        ```sh
        quartermaster connection create --tenant acme --vendor \(vendor.id) --name main \\
            --base-url https://… --credentials - <<< '\(object(vendor.credentialFields))'
        ```
        \(otherCredentials)
        Rights to grant: \(vendor.rights)

        Unless the vendor's own answers or the connection's settings say otherwise, the account is asked at most \
        \(vendor.budget.callsPerMinute) times a minute, \(atOnce(vendor.budget.concurrentCalls)).
        """
    }

    /// What each other way in needs, as lines between the example and what follows.
    private var otherCredentials: String {
        guard let choice = vendor.credentialChoice else { return "" }
        let ways = choice.others.sorted { $0.key < $1.key }.map { value, fields in
            "With `--setting \(choice.setting)=\(value)` the credentials are `\(object(fields))` instead.\n"
        }
        return "\n" + ways.joined(separator: "\n")
    }

    private func object(_ fields: [String]) -> String {
        "{" + fields.map { "\"\($0)\": \"…\"" }.joined(separator: ", ") + "}"
    }

    private func atOnce(_ calls: Int) -> String { calls == 1 ? "one call after the other" : "\(calls) calls at once" }

    /// What is counted beside the account, where the vendor does so.
    private var limits: String? {
        guard !vendor.budget.parts.isEmpty else { return nil }
        let rows = vendor.budget.parts.map { part in
            "| \(counting(part.counting)) | \(part.concurrentCalls) | \(rate(part)) |"
        }
        return "| counted by itself | calls at once | a minute |\n| --- | --- | --- |\n" + rows.joined(separator: "\n")
    }

    private func rate(_ part: BudgetDescription.Part) -> String {
        if let calls = part.callsPerHour { return "\(calls) an hour" }
        return part.callsPerMinute.map { String($0) } ?? "not limited"
    }

    private func counting(_ counting: BudgetDescription.Part.Counting) -> String {
        switch counting {
        case .endpoint(_, let paths):
            paths.map { path in path.last == "$" ? "`\(path.dropLast())`" : "`\(path)` and below" }
                .joined(separator: ", ")
        case .callersAddress: "all calls from this machine"
        }
    }

    private var settings: String? {
        guard !vendor.settings.isEmpty else { return nil }
        let rows = vendor.settings.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value) |" }
        return "## Settings of its own\n\n| setting | meaning |\n| --- | --- |\n" + rows.joined(separator: "\n")
    }

    private var streamTable: String {
        let rows = streams.map { stream in
            "| `\(stream.name)` | `\(stream.entity.name)`\(owned(stream)) | \(reading(stream.reading)) | "
                + "\(words(stream.period)) | \(words(stream.sweepPeriod)) | \(deletion(stream.deletion)) | "
                + "\(stream.canReadOne ? "yes" : "no") |"
        }
        return """
            ## Streams

            | stream | fills | how it is read | usually every | whole list every | gone when | one by id |
            | --- | --- | --- | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            """
    }

    private var endpoints: String {
        "## Endpoints\n\nBelow the base URL. What differs from call to call stands in braces.\n\n"
            + streams.map { stream in
                "- `\(stream.name)`: " + stream.calls.map { "`\($0)`" }.joined(separator: ", ")
            }.joined(separator: "\n")
    }

    private var ends: String {
        "## How the end of each list is known\n\n"
            + streams.map { "- `\($0.name)`: \($0.endOfList)" }.joined(separator: "\n")
    }

    private var notAvailable: String? {
        guard !vendor.notAvailable.isEmpty else { return nil }
        return "## Not available from this vendor\n\n"
            + vendor.notAvailable.sorted { $0.key < $1.key }.map { "- `\($0.key)`: \($0.value)" }.joined(
                separator: "\n")
    }

    private func owned(_ stream: StreamDescription) -> String {
        guard let owns = stream.owns, !stream.isPrimary else { return "" }
        return " (" + owns.sorted().map { "`\($0)`" }.joined(separator: ", ") + ")"
    }

    private func reading(_ reading: Reading) -> String {
        switch reading {
        case .incremental(let field, _, let isInclusive):
            "what changed, by `\(field)`\(isInclusive ? "" : " (exclusive)")"
        case .snapshot: "the whole list"
        case .perParent(let entity, .changed): "a call for each of `\(entity)` that changed"
        case .perParent(let entity, .moved(let column, let rest)):
            "a call for each of `\(entity)` whose `\(column)` moved, at most every \(words(rest))"
        }
    }

    private func deletion(_ deletion: Deletion) -> String {
        switch deletion {
        case .absence: "missing from a proven whole list"
        case .absenceWithinParent: "missing from its parent's proven whole list"
        case .flagged: "the vendor says so, or missing from a proven whole list"
        case .resolvedByAbsence: "resolved when missing from the proven whole list of open ones"
        case .never: "the vendor never says; rows stay"
        }
    }

    private func words(_ duration: Duration) -> String {
        let minutes = Int(duration.components.seconds) / 60
        if minutes >= 1_440, minutes.isMultiple(of: 1_440) { return "\(minutes / 1_440) d" }
        if minutes >= 60, minutes.isMultiple(of: 60) { return "\(minutes / 60) h" }
        return "\(minutes) min"
    }
}
