import Foundation
import Sync

/// Runs as a person reads them.
enum RunTable {
    static func id(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw CallError("'\(text)' is not an id that 'sync runs' prints") }
        return id
    }

    static func list(_ runs: [RunRecord]) -> String {
        var table = TextTable([
            "id", "connection", "asked by", "streams", "asked at (UTC)", "ended at", "state", "reason",
        ])
        for run in runs {
            table.add([
                run.id.uuidString.lowercased(), run.connection, run.trigger,
                (run.requested?.joined(separator: ",") ?? "all") + (run.full ? ", full" : ""),
                moment(run.createdAt), run.endedAt.map(moment) ?? "", run.state.rawValue, run.reason ?? "",
            ])
        }
        return table.text
    }

    /// A time of PostgreSQL's, which is UTC, to the second.
    static func moment(_ text: String) -> String { String(text.prefix(19)) }

    static func one(_ run: RunRecord, tenant: String) -> String {
        var table = TextTable([
            "stream", "read", "created", "updated", "unchanged", "deleted", "quarantined", "calls", "state",
        ])
        for stream in run.streams {
            let figures = [
                stream.read, stream.created, stream.updated, stream.unchanged, stream.deleted, stream.quarantined,
                stream.calls,
            ]
            table.add([stream.stream] + figures.map(String.init) + [stream.state.rawValue])
        }
        let lines = [list([run])] + (run.streams.isEmpty ? [] : [table.text]) + run.streams.flatMap(remarks)
        let waits = run.streams.contains { $0.hold?.state == HoldState.waiting.rawValue }
        let id = run.id.uuidString.lowercased()
        return (lines + (waits ? ["quartermaster sync accept \(id) --tenant \(tenant), or sync reject"] : []))
            .joined(separator: "\n")
    }

    private static func remarks(_ stream: RunStreamRecord) -> [String] {
        var lines = stream.reason.map { ["\(stream.stream): \($0)"] } ?? []
        if let ids = stream.wouldDetails, !ids.isEmpty {
            let more = (stream.wouldDelete ?? ids.count) - ids.count
            lines.append("  \(ids.joined(separator: ", "))" + (more > 0 ? " and \(more) more" : ""))
        }
        if let hold = stream.hold {
            let person = hold.decidedBy.map { " by \($0)" } ?? ""
            lines.append("  \(hold.state)\(person)" + (hold.isOver ? ", and over" : ""))
        }
        return lines
    }
}
