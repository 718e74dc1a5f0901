import Connectors
import Foundation

/// What the program says that a stream cost.
struct StreamFigures: Decodable, Sendable {
    let stream: String
    let created: Int
    let updated: Int
    let calls: Int
}

/// What a fleet costs at a vendor.
struct FleetFigures: Sendable {
    let vendor: Vendor
    /// The first sync, which reads everything; else the one after a change.
    let isFirst: Bool
    let declared: [StreamDescription]
    let streams: [StreamFigures]
    let state: String
    let usage: Usage

    private var calls: Int { streams.reduce(0) { $0 + $1.calls } }
    private var rows: Int { streams.reduce(0) { $0 + $1.created + $1.updated } }
    private var budget: Int { vendor.budget.callsPerMinute }

    /// How many calls a day come of the streams' periods, if each whole read takes as many as the first.
    private var callsADay: Int {
        streams.reduce(0) { sum, figures in
            sum + (declared.first { $0.name == figures.stream }?.callsADay(whole: figures.calls) ?? 0)
        }
    }

    static let head = line([
        "vendor", "calls", "min at budget", "calls a day", "budget a day", "seconds", "rows", "peak MB", "state",
    ])

    var line: String {
        Self.line([
            isFirst ? vendor.id : "  1 % changed", String(calls),
            String(format: "%.1f", Double(calls) / Double(budget)), isFirst ? String(callsADay) : "",
            isFirst ? String(budget * 1440) : "", String(format: "%.1f", usage.seconds), String(rows),
            usage.peakBytes.map { String($0 / 1_000_000) } ?? "-", state,
        ])
    }

    private static func line(_ cells: [String]) -> String {
        Columns.line(cells, widths: [22, 9, 15, 13, 14, 9, 10, 9, 13])
    }
}

extension StreamDescription {
    /// What a read of everything takes, as often as everything is read; between such reads one call a period, where only
    /// changes are asked for.
    fileprivate func callsADay(whole calls: Int) -> Int {
        let (often, changes): (Duration, Double) =
            switch reading {
            case .snapshot: (period, 0)
            case .perParent(_, .moved(_, let rest)): (max(rest, period), 0)
            case .perParent(_, .changed), .incremental: (sweepPeriod, .days(1) / period)
            }
        return Int(Double(calls) * (.days(1) / often) + changes)
    }
}

extension Duration {
    fileprivate static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}
