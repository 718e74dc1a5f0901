import Foundation
import Sync

/// What a sync did, as a person reads it: a row a stream, and below what needs a word.
struct SyncTable {
    let reports: [RunReport]

    var text: String {
        var table = TextTable([
            "connection", "stream", "read", "created", "updated", "unchanged", "deleted", "quarantined", "calls",
            "seconds", "state",
        ])
        for report in reports {
            for stream in report.streams { table.add(row(report, stream)) }
        }
        return ([table.text] + remarks).joined(separator: "\n")
    }

    /// The same with a row a connection, where there are many.
    var summary: String {
        var table = TextTable([
            "connection", "streams", "read", "created", "updated", "unchanged", "deleted", "quarantined", "calls",
            "seconds", "state",
        ])
        for report in reports { table.add(row(report)) }
        return ([table.text] + remarks).joined(separator: "\n")
    }

    private func row(_ report: RunReport) -> [String] {
        let figures: [KeyPath<StreamReport, Int>] = [
            \.read, \.created, \.updated, \.unchanged, \.deleted, \.quarantined, \.calls,
        ]
        let sums = figures.map { figure in String(report.streams.reduce(0) { $0 + $1[keyPath: figure] }) }
        return [report.connection, String(report.streams.count)] + sums
            + [tenths(report.seconds), report.state.rawValue]
    }

    private func row(_ report: RunReport, _ stream: StreamReport) -> [String] {
        [report.connection, stream.stream]
            + [stream.read, stream.created, stream.updated, stream.unchanged, stream.deleted, stream.quarantined]
            .map(String.init)
            + [String(stream.calls), tenths(stream.seconds), stream.state.rawValue]
    }

    private var remarks: [String] {
        reports.flatMap { report in
            let streams = report.streams.compactMap { stream in
                stream.reason.map { "\(report.connection)/\(stream.stream): \($0)" }
            }
            let own = streams.isEmpty ? report.reason.map { ["\(report.connection): \($0)"] } ?? [] : []
            let isHeld = report.streams.contains { $0.state == .held }
            let hint = "\(report.connection): 'sync show \(report.run.uuidString.lowercased())' says what was held."
            let drifts = report.drift.filter(\.isDrifted).map { drift(report, $0) }
            return own + streams + drifts + (isHeld ? [hint] : [])
        }
    }

    private func drift(_ report: RunReport, _ drift: DriftReport) -> String {
        let ids = drift.examples.map(\.externalID).joined(separator: ", ")
        return "\(report.connection)/\(drift.stream): of \(drift.checked) records read again by id \(drift.differed) "
            + "differed and were set right, \(drift.missing) are not there any more (\(ids))."
    }

    private func tenths(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// 0 all done, 1 all failed, 3 in between.
    var exitCode: Int32 {
        let codes = Set(reports.map(\.exitCode))
        return codes.count == 1 ? codes.first ?? 0 : codes.isEmpty ? 0 : 3
    }
}
