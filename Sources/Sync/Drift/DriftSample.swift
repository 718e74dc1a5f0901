import Connectors
import Foundation
import HTTPTransport
import Inventory
import JSON
import Postgres

/// Reads a sample of a stream's rows again by id, right after the stream was read, and compares: what differs is drift,
/// which is counted, and set right by the same loader as a page's rows.
struct DriftSample: Sendable {
    let context: RunContext
    let connector: any Connector
    let stream: StreamDescription

    /// What the vendor told of a row.
    fileprivate enum Answer: Sendable { case record(SourceRecord), missing, unread }

    private typealias Answers = [(row: DriftStore.Row, answer: Answer)]

    private var store: DriftStore {
        DriftStore(tenant: context.tenant, connection: context.connection.id, stream: stream)
    }

    private var records: RecordLoad { RecordLoad(context: context, stream: stream) }

    /// Nil where nothing is due, or the vendor cannot be asked now.
    func run() async throws -> DriftReport? {
        let due = try await context.commit { session in
            try await store.due(in: session, run: context.run) {
                try await records.loader(in: session).countLive(in: session)
            }
        }
        guard !due.isEmpty else { return nil }
        let answers = await CallContext.$current.withValue(CallContext(priority: .backfill)) { await read(due) }
        return answers.isEmpty ? nil : try await keep(answers)
    }

    // MARK: - Reading

    /// Ends early when the run is to end, when the vendor asks to wait or fails, and when it refuses one after the other.
    private func read(_ rows: [DriftStore.Row]) async -> Answers {
        var answers: Answers = []
        for row in rows {
            guard !Task.isCancelled, !context.stop.isSet else { break }
            do {
                let record = try await connector.record(of: stream.name, externalID: row.externalID)
                answers.append((row, record.map(Answer.record) ?? .missing))
            } catch {
                guard Self.concernsRecord(error), answers.suffix(2).count(where: { $0.answer.isUnread }) < 2 else {
                    break
                }
                answers.append((row, .unread))
            }
        }
        return answers
    }

    /// Whether another record may be told of.
    private static func concernsRecord(_ error: ConnectorError) -> Bool {
        switch error {
        case .notFound, .malformedAnswer, .rejectedCall, .forbidden: true
        case .unauthorised, .notAvailable, .throttled, .unavailable, .positionLost, .misconfigured, .egressRefused,
            .engine, .cancelled:
            false
        }
    }

    // MARK: - Comparing

    /// One transaction: the figures, and the rows that are set right. And one after it for the links.
    private func keep(_ answers: Answers) async throws -> DriftReport {
        let report = try await store(answers)
        if report.differed + report.stale > 0 { try await records.linkAfterwards() }
        return report
    }

    private func store(_ answers: Answers) async throws -> DriftReport {
        try await context.commit { session in
            let loader = try await records.loader(in: session)
            var report = count(answers)
            let differing = try await compare(answers, loader, &report, in: session)
            let changes = try await records.store(differing, loader, in: session).changes
            report.name(changes)
            try await store.add(report, last: answers.last?.row.id ?? "", in: session)
            if report.missing > 0 { try await store.askForSweep(in: session) }
            try await context.append(changes, in: session)
            return report
        }
    }

    /// What needs no comparing.
    private func count(_ answers: Answers) -> DriftReport {
        var report = DriftReport(stream: stream.name)
        for (row, answer) in answers {
            switch answer {
            case .record: break
            case .missing:
                report.checked += 1
                report.missing += 1
                report.add(DriftReport.Example(externalID: row.externalID, fields: [], isMissing: true))
            case .unread: report.unread += 1
            }
        }
        return report
    }

    /// The records that are not as they are stored.
    private func compare(
        _ answers: Answers, _ loader: RowLoader, _ report: inout DriftReport, in session: PostgresConnection
    ) async throws -> [SourceRecord] {
        let records = answers.compactMap(\.answer.record)
        let rows = records.compactMap { try? IncomingRow($0, loader.shape) }
        report.unread += records.count - rows.count
        let comparison = PageComparison(
            rows, stored: try await loader.stored(rows, in: session), isPrimary: stream.isPrimary)
        let highWater = try await context.streams.memory(of: stream.name, in: session).highWater
        var differing: Set<String> = []
        for (row, action) in comparison.actions {
            let finding = DriftPlan.finding(action, updatedAt: row.updatedAt, highWater: highWater)
            report.checked += 1
            report.differed += finding == .differs ? 1 : 0
            report.stale += finding == .stale ? 1 : 0
            if finding != .same { differing.insert(row.externalID) }
            guard finding == .differs else { continue }
            report.add(DriftReport.Example(externalID: row.externalID, fields: [], isMissing: false))
        }
        return records.filter { differing.contains($0.externalID) }
    }
}

extension DriftSample.Answer {
    fileprivate var record: SourceRecord? { if case .record(let record) = self { record } else { nil } }
    fileprivate var isUnread: Bool { if case .unread = self { true } else { false } }
}

extension DriftReport {
    /// Names what differed in the examples: the fields, not what was in them.
    fileprivate mutating func name(_ changes: [ChangeRecord]) {
        for change in changes {
            guard let index = examples.firstIndex(where: { $0.externalID == change.externalID && !$0.isMissing }),
                let fields = try? JSONValue.parse(Array(change.fields.utf8)).object
            else { continue }
            examples[index].fields = fields.map(\.key).sorted()
        }
    }
}
