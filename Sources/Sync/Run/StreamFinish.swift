import Connectors
import Foundation
import Inventory
import Postgres

/// What proves that rows are gone: the reads whose ids were seen, and since when they ran.
struct DeletionScope: Sendable, Hashable {
    /// The streams that fill the entity: what any of them has seen lives.
    var streams: [String]
    /// Rows that somebody has touched since are left alone.
    var startedAt: Timestamp
}

/// The last step of a stream: what is gone is deleted, what waited for a parent is linked, and the stream is as fresh as
/// its read's first request. One transaction.
struct StreamFinish: Sendable {
    let context: RunContext
    let stream: StreamDescription

    /// Whether the stream's deletions wait for all streams of the run.
    static func waitsForAll(_ stream: StreamDescription, _ checkpoint: Checkpoint) -> Bool {
        remembersSeen(stream, isSweep: checkpoint.isSweep)
    }

    /// Whether what the read has seen will be asked for at its end.
    static func remembersSeen(_ stream: StreamDescription, isSweep: Bool) -> Bool {
        guard stream.isPrimary else { return false }
        switch stream.deletion {
        case .never: return false
        case .absenceWithinParent: return true
        case .absence, .flagged, .resolvedByAbsence: return isSweep
        }
    }

    /// Whether a read, by itself, may say that something is gone.
    static func mayDelete(_ stream: StreamDescription, _ checkpoint: Checkpoint) -> Bool {
        guard remembersSeen(stream, isSweep: checkpoint.isSweep), checkpoint.unidentified == 0 else { return false }
        return stream.deletion == .absenceWithinParent || checkpoint.provesWhole
    }

    func finish(
        _ checkpoint: Checkpoint, _ memory: StreamMemory, _ report: StreamReport, deleting scope: DeletionScope? = nil
    ) async throws -> StreamReport {
        do {
            return try await context.commit { session in
                var report = report
                var gone = try await departures(checkpoint, scope, in: session)
                gone.changes += try await link(checkpoint, in: session)
                report.deleted += gone.deleted
                report.updated += gone.resolved
                report.state = report.quarantined > 0 ? .partlyDone : .done
                report.reason = reason(report, checkpoint)
                try await context.streams.finish(
                    stream.name, checkpoint, highWater: ReadPlan.highWater(after: checkpoint, before: memory.highWater),
                    isSwept: isSwept(checkpoint), in: session)
                try await context.runs.save(report, run: context.run, in: session)
                try await context.append(try await changes(checkpoint, gone, in: session), in: session)
                try await context.seen(stream.name).clear(SeenStore.Kind.allCases, in: session)
                return report
            }
        } catch let held as Held {
            return try await hold(held, checkpoint, report)
        }
    }

    /// Nothing is deleted; what was read stays, and the next run reads the whole list again.
    private func hold(_ held: Held, _ checkpoint: Checkpoint, _ report: StreamReport) async throws -> StreamReport {
        try await context.commit { session in
            var report = report
            (report.state, report.reason, report.wouldDelete) = (.held, held.words, held.count)
            let verdict = ErrorPolicy.verdict(held)
            let links = Departures(changes: try await link(checkpoint, in: session))
            try await context.streams.hold(stream.name, in: session)
            try await context.streams.fail(stream.name, verdict, in: session)
            try await context.runs.save(report, run: context.run, held: held, in: session)
            try await context.append(try await changes(checkpoint, links, in: session), in: session)
            try await context.seen(stream.name).clear(SeenStore.Kind.allCases, in: session)
            return report
        }
    }

    private func isSwept(_ checkpoint: Checkpoint) -> Bool {
        guard checkpoint.isSweep else { return false }
        switch stream.deletion {
        case .never, .absenceWithinParent: return true
        case .absence, .flagged, .resolvedByAbsence: return !stream.isPrimary || checkpoint.provesWhole
        }
    }

    private func reason(_ report: StreamReport, _ checkpoint: Checkpoint) -> String? {
        var words: [String] = []
        if report.quarantined > 0 { words.append("\(report.quarantined) records were set aside ('quarantine list').") }
        if Self.remembersSeen(stream, isSweep: checkpoint.isSweep), stream.deletion != .absenceWithinParent {
            if !checkpoint.provesWhole { words.append("The list's end was not proven: nothing was deleted.") }
            if checkpoint.unidentified > 0 {
                words.append("\(checkpoint.unidentified) records have no id: nothing was deleted.")
            }
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private func departures(
        _ checkpoint: Checkpoint, _ scope: DeletionScope?, in session: PostgresConnection
    ) async throws -> Departures {
        guard let scope, Self.mayDelete(stream, checkpoint) else { return Departures() }
        if let shape = BulkShape(stream) {
            return try await BulkDepartures(context: context, shape: shape).depart(checkpoint, in: session)
        }
        return try await RowDepartures(context: context, stream: stream).depart(checkpoint, scope, in: session)
    }

    /// Links what waited for this stream's rows, and this stream's rows to what waited for them.
    private func link(_ checkpoint: Checkpoint, in session: PostgresConnection) async throws -> [ChangeRecord] {
        guard checkpoint.written > 0, BulkShape(stream) == nil else { return [] }
        let linked = try await Links(context: context, stream: stream, isAnyReplaced: checkpoint.replaced > 0)
            .link(in: session)
        // The stream's own first load is one record; rows of others, which the feed has told of before, are told.
        return checkpoint.isFirstRead ? linked.filter { $0.entity != stream.entity.name } : linked
    }

    /// What the feed is told at the end of a read.
    private func changes(
        _ checkpoint: Checkpoint, _ gone: Departures, in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        var changes = gone.changes
        if let shape = BulkShape(stream) {
            let noted = try await context.seen(stream.name).pages(.changes, in: session).flatMap(BulkNote.notes)
            let notes = checkpoint.isFirstRead ? [] : noted + gone.notes
            changes += try await BulkDepartures(context: context, shape: shape).records(notes, in: session)
        }
        if checkpoint.isFirstRead, checkpoint.written > 0 {
            let fields =
                "{\"first_load\":true,\"stream\":\(JSONText.quoted(stream.name)),\"rows\":\(checkpoint.written)}"
            changes.append(ChangeRecord(entity: stream.entity.name, operation: .created, fields: fields))
        }
        return changes
    }
}

/// What the last step found gone.
struct Departures: Sendable {
    var deleted = 0
    /// Alerts that are resolved now.
    var resolved = 0
    var changes: [ChangeRecord] = []
    /// Of a bulk stream: told with the rest of the device's changes.
    var notes: [BulkNote] = []
}
