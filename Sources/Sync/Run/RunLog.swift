import Connectors
import Foundation
import Logging

/// Tells the log what a run does. The messages are constant, the facts are metadata under a fixed set of keys (`tenant`,
/// `connection`, `vendor`, `run`, `stream`, `state`, `reason` and the report's figures), and the level follows from the
/// state: what a person must look at is a warning.
struct RunLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger, _ connection: ConnectionRow, run: UUID) {
        var logger = logger
        logger[metadataKey: "tenant"] = "\(connection.tenant)"
        logger[metadataKey: "connection"] = "\(connection.name)"
        logger[metadataKey: "vendor"] = "\(connection.vendor)"
        logger[metadataKey: "run"] = "\(run)"
        self.logger = logger
    }

    func note(_ event: SyncEvent) {
        switch event {
        case .waiting, .progressed: break
        case .started: logger.info("run started")
        case .streamStarted(let stream, let isSweep, let isResumed):
            logger.debug(
                "stream started",
                metadata: ["stream": "\(stream)", "is_sweep": "\(isSweep)", "is_resumed": "\(isResumed)"])
        case .streamFinished(let report):
            logger.log(level: max(Self.level(report.state), .debug), "stream finished", metadata: Self.facts(report))
        case .finished(let report):
            for drift in report.drift { note(drift) }
            logger.log(
                level: max(Self.level(report.state), .info), "run finished",
                metadata: Self.facts(report.state, report.reason, report.seconds))
        }
    }

    private func note(_ drift: DriftReport) {
        logger.log(
            level: drift.isDrifted ? .notice : .debug, "sample compared",
            metadata: [
                "stream": "\(drift.stream)", "checked": "\(drift.checked)", "differed": "\(drift.differed)",
                "missing": "\(drift.missing)", "stale": "\(drift.stale)", "unread": "\(drift.unread)",
            ])
    }

    /// Quiet where all went well, and where it is certain to go on by itself.
    private static func level(_ state: RunState) -> Logger.Level {
        switch state {
        case .queued, .running, .done: .debug
        case .deferred, .abandoned: .info
        case .partlyDone: .notice
        case .held, .failed: .warning
        }
    }

    private static func facts(_ report: StreamReport) -> Logger.Metadata {
        var facts = facts(report.state, report.reason, report.seconds)
        facts["stream"] = "\(report.stream)"
        facts["is_sweep"] = "\(report.isSweep)"
        let figures = [
            "read": report.read, "created": report.created, "updated": report.updated, "unchanged": report.unchanged,
            "deleted": report.deleted, "quarantined": report.quarantined, "calls": report.calls,
            "bytes": report.bytes, "would_delete": report.wouldDelete ?? 0,
        ]
        for (name, figure) in figures where figure != 0 { facts[name] = "\(figure)" }
        return facts
    }

    private static func facts(_ state: RunState, _ reason: String?, _ seconds: Double) -> Logger.Metadata {
        var facts: Logger.Metadata = [
            "state": "\(state.rawValue)", "seconds": "\((seconds * 1_000).rounded() / 1_000)",
        ]
        if let reason { facts["reason"] = "\(reason)" }
        return facts
    }
}
