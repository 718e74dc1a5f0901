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

    /// Whether rows are stored that are older than the read, so that it may find some gone. A first read that nothing came
    /// before does not: it need not wait for others.
    func mayFindGone(_ checkpoint: Checkpoint) async throws -> Bool {
        let hasSibling = context.declared.contains { $0.isSibling(of: stream) }
        guard checkpoint.isFirstRead, checkpoint.firstPage == 0, !hasSibling else { return true }
        guard BulkShape(stream) == nil else { return false }
        return try await context.client.transaction(tenant: context.tenant, readOnly: true) { session in
            try await session.query(
                """
                SELECT EXISTS (SELECT FROM inventory.\(identifier: "\(stream.entity.singular)_facts")
                    WHERE tenant_id = \(context.tenant) AND connection_id = \(context.connection.id)
                        AND deleted_at IS NULL AND changed_at < \(checkpoint.startedAt.postgresText)::timestamptz) AS found
                """
            ).only().get("found")
        }
    }

    func finish(
        _ checkpoint: Checkpoint, _ memory: StreamMemory, _ report: StreamReport, deleting scope: DeletionScope? = nil
    ) async throws -> StreamReport {
        var tries = 0
        do {
            return try await context.commit { session in
                tries += 1
                if tries > 1, let done = try await done(memory, report, in: session) { return done }
                var report = report
                let holds = try await holds(scope, in: session)
                let brake = Brake(holds.map(\.hold), isReleased: context.request.releasesBrake)
                try await refuseMoves(checkpoint, brake, in: session)
                var gone = try await departures(checkpoint, scope, brake, in: session)
                try await context.holds.finish(over(holds, checkpoint, gone), seen: gone.seen, in: session)
                let remark = remark(max(gone.kept, checkpoint.kept), gone.waiting, brake)
                gone.changes += try await link(checkpoint, in: session)
                report.deleted += gone.deleted
                report.updated += gone.resolved
                report.state = report.quarantined > 0 ? .partlyDone : .done
                report.reason = reason(report, checkpoint, remark)
                try await context.streams.finish(
                    stream.name, asOf: try await asOf(checkpoint, memory, in: session),
                    highWater: ReadPlan.highWater(after: checkpoint, before: memory.highWater), checkpoint,
                    isSwept: isSwept(checkpoint) && gone.spared == 0, remark: remark, in: session)
                try await context.runs.save(report, run: context.run, in: session)
                try await context.append(try await told(checkpoint, gone, in: session), in: session)
                try await context.seen(stream.name).clear(SeenStore.Kind.allCases, in: session)
                return report
            }
        } catch let held as Held {
            return try await hold(held, checkpoint, report)
        }
    }

    /// What it came to where a try before this one was committed and only the answer was lost: done again it would tell of
    /// a first load twice.
    private func done(
        _ before: StreamMemory, _ report: StreamReport, in session: PostgresConnection
    ) async throws -> StreamReport? {
        let stored = try await context.streams.memory(of: stream.name, in: session)
        guard stored.checkpoint == nil, stored.state == .current, stored.lastSuccessAt != before.lastSuccessAt else {
            return nil
        }
        return try await context.runs.figures(report, run: context.run, in: session)
    }

    /// A read is as fresh as its first request; where parents take turns and some were left alone, see ``ParentReads``.
    private func asOf(
        _ checkpoint: Checkpoint, _ memory: StreamMemory, in session: PostgresConnection
    ) async throws -> Timestamp {
        guard let reads = ParentReads(context, stream) else { return checkpoint.startedAt }
        if checkpoint.isSweep {
            try await reads.forgetGone(in: session)
            return checkpoint.startedAt
        }
        let asOf = try await reads.asOf(startedAt: checkpoint.startedAt, in: session)
        return memory.asOf.map { max($0, asOf) } ?? asOf
    }

    /// What was held before and may be ruled by now: of all streams that the deletion is about.
    private func holds(_ scope: DeletionScope?, in session: PostgresConnection) async throws -> [StoredHold] {
        guard stream.entity.hasBrake else { return [] }
        return try await context.holds.inForce(of: scope?.streams ?? [stream.name], locking: true, in: session)
    }

    /// The read is not to be finished while moves that it brought wait for a person, or were refused by one.
    private func refuseMoves(
        _ checkpoint: Checkpoint, _ brake: Brake, in session: PostgresConnection
    ) async throws {
        if checkpoint.isHolding {
            let ids = Set(try await context.seen(stream.name).pages(.held, in: session).flatMap(ParentList.parents))
            throw Held.move(ids.sorted(), stream.entity.name)
        }
        if checkpoint.unmoved > 0 {
            throw Held.refusedMove(checkpoint.unmoved, stream.entity.name, by: brake.keepers)
        }
    }

    /// The holds that this read has judged anew: moves by every whole read, the others by a proven one.
    private func over(_ holds: [StoredHold], _ checkpoint: Checkpoint, _ gone: Departures) -> [StoredHold] {
        holds.filter { $0.hold.kind == .move ? checkpoint.isSweep : gone.seen != nil }
    }

    /// What is said of rows that only a person's word keeps, their own or that of what they hang on.
    private func remark(_ kept: Int, _ waiting: Int, _ brake: Brake) -> String? {
        let entity = stream.entity.name
        var words: [String] = []
        if kept > 0 {
            words.append(
                """
                \(kept) \(entity) that the vendor does not show any more are kept, by the word of \
                \(brake.keepers.joined(separator: ", ")).
                """)
        }
        if waiting > 0 {
            let what = BulkShape(stream) == nil ? "\(waiting) \(entity)" : "The \(entity) of \(waiting) devices"
            words.append("\(what) stay, as what they hang on is held or kept.")
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Nothing is deleted; what was read stays, and the next run reads the whole list again.
    private func hold(_ held: Held, _ checkpoint: Checkpoint, _ report: StreamReport) async throws -> StreamReport {
        try await context.commit { session in
            var report = report
            (report.state, report.reason, report.wouldDelete) = (.held, held.words, held.count)
            let verdict = ErrorPolicy.verdict(held)
            let links = Departures(changes: try await link(checkpoint, in: session))
            try await context.streams.hold(stream.name, checkpoint.givenUp, in: session)
            try await context.streams.fail(stream.name, verdict, in: session)
            let hold = try await context.holds.keep(held, of: stream.name, run: context.run, in: session)
            try await context.runs.save(report, run: context.run, held: held, hold: hold, in: session)
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

    private func reason(_ report: StreamReport, _ checkpoint: Checkpoint, _ remark: String?) -> String? {
        var words = remark.map { [$0] } ?? []
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
        _ checkpoint: Checkpoint, _ scope: DeletionScope?, _ brake: Brake, in session: PostgresConnection
    ) async throws -> Departures {
        guard let scope, Self.mayDelete(stream, checkpoint) else { return Departures() }
        if let shape = BulkShape(stream) {
            return try await BulkDepartures(context: context, shape: shape).depart(checkpoint, in: session)
        }
        return try await RowDepartures(context: context, stream: stream, brake: brake).depart(
            checkpoint, scope, in: session)
    }

    /// Links what waited for this stream's rows, and this stream's rows to what waited for them.
    private func link(_ checkpoint: Checkpoint, in session: PostgresConnection) async throws -> [ChangeRecord] {
        guard checkpoint.written > 0, BulkShape(stream) == nil else { return [] }
        let linked = try await Links(context: context, stream: stream, isAnyReplaced: checkpoint.replaced > 0)
            .link(in: session)
        // The stream's own first load is one record; rows of others, which the feed has told of before, are told.
        return checkpoint.isFirstRead ? linked.filter { $0.entity != stream.entity.name } : linked
    }

    /// What the feed is told at the end of a read that has done its work.
    private func told(
        _ checkpoint: Checkpoint, _ gone: Departures, in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        try await changes(checkpoint, gone, in: session) + firstLoad(checkpoint)
    }

    /// A stream's first load, in one sum. Of one that is held nothing is told until it has come to its end: what comes
    /// after is part of it.
    private func firstLoad(_ checkpoint: Checkpoint) -> [ChangeRecord] {
        guard checkpoint.isFirstRead, checkpoint.written > 0 else { return [] }
        let fields = "{\"first_load\":true,\"stream\":\(JSONText.quoted(stream.name)),\"rows\":\(checkpoint.written)}"
        return [ChangeRecord(entity: stream.entity.name, operation: .created, fields: fields)]
    }

    /// What the feed is told at the end of any read, held or not.
    private func changes(
        _ checkpoint: Checkpoint, _ gone: Departures, in session: PostgresConnection
    ) async throws -> [ChangeRecord] {
        guard let shape = BulkShape(stream), !checkpoint.isFirstRead else { return gone.changes }
        let departures = BulkDepartures(context: context, shape: shape)
        let notes = try await departures.noted(in: session).filter { !gone.told.contains($0.device) }
        return gone.changes + (try await departures.records(notes, in: session))
    }
}

/// What the last step found gone.
struct Departures: Sendable {
    var deleted = 0
    /// Alerts that are resolved now.
    var resolved = 0
    /// Rows that were not shown and stay, by a person's word.
    var kept = 0
    /// Rows that were not shown and stay, since what they hang on is held: of a bulk stream, devices.
    var waiting = 0
    /// Rows that were not shown and stay, since somebody has touched them since the read began: the next read, whole
    /// again, will know of them.
    var spared = 0
    /// The ids that a proven read has shown, where it was asked for what is gone.
    var seen: SeenSet?
    var changes: [ChangeRecord] = []
    /// Of a bulk stream: the devices whose changes are all told.
    var told: Set<Int32> = []
}
