import Connectors
import Foundation
import Inventory
import Postgres

/// Stores a stream's pages: each with its change records, its ids, its checkpoint, its figures and the proof of the
/// lease in one transaction.
struct PageStore: Sendable {
    private let context: RunContext
    private let stream: StreamDescription
    private let loader: any PageLoader
    /// What was set aside when the run came to the stream, so that a record that loads at last is noticed for free.
    private let setAside: Set<String>

    init(_ context: RunContext, _ stream: StreamDescription) async throws {
        self.context = context
        self.stream = stream
        let (setAside, holds) = try await context.client.transaction(tenant: context.tenant, readOnly: true) {
            session in
            let open = try await context.quarantine(stream.name).open(in: session)
            guard stream.entity.hasBrake else { return (open, [StoredHold]()) }
            return (open, try await context.holds.inForce(of: [stream.name], in: session))
        }
        self.setAside = setAside
        if let shape = BulkShape(stream) {
            loader = BulkLoader(context, shape)
        } else {
            loader = RowLoader(
                tenant: context.tenant, connection: context.connection.id, stream: stream,
                brake: Brake(holds.map(\.hold), isReleased: context.request.releasesBrake))
        }
    }

    /// An answer whose page is ready to be stored.
    struct Ready: Sendable {
        let answer: PageReader.Answer
        fileprivate let page: any PreparedPage
    }

    func prepare(_ answer: PageReader.Answer, _ start: Checkpoint) async throws -> Ready {
        Ready(answer: answer, page: try await loader.prepare(answer.page, start))
    }

    func store(
        _ ready: Ready, _ checkpoint: Checkpoint, _ report: StreamReport, _ began: ContinuousClock.Instant
    ) async throws -> (Checkpoint, StreamReport) {
        do {
            return try await commit(ready, checkpoint, report, began, carefully: false)
        } catch let error as PostgresError where ErrorPolicy.isDataError(error) {
            // Some value was refused: the same page again, looking for the rows that hold it.
            return try await commit(ready, checkpoint, report, began, carefully: true)
        }
    }

    private func commit(
        _ ready: Ready, _ before: Checkpoint, _ report: StreamReport, _ began: ContinuousClock.Instant, carefully: Bool
    ) async throws -> (Checkpoint, StreamReport) {
        var tries = 0
        return try await context.commit { session in
            tries += 1
            if tries > 1, let done = try await done(after: before, report, in: session) { return done }
            return try await write(ready, before, report, began, carefully: carefully, in: session)
        }
    }

    private func write(
        _ ready: Ready, _ before: Checkpoint, _ report: StreamReport, _ began: ContinuousClock.Instant,
        carefully: Bool, in session: PostgresConnection
    ) async throws -> (Checkpoint, StreamReport) {
        let page = ready.answer.page
        let load = try await ready.page.load(before, carefully: carefully, in: session)
        var checkpoint = before
        checkpoint.take(page, now: ready.answer.at)
        checkpoint.add(load)
        try await remember(page, load, checkpoint, in: session)
        try await ParentReads(context, stream)?.note(page, startedAt: checkpoint.startedAt, in: session)
        try await setAside(page, load, in: session)
        var report = report
        report.add(load, page)
        report.seconds = (ContinuousClock.now - began).inSeconds
        try await context.streams.save(checkpoint, of: stream.name, in: session)
        try await context.runs.save(report, run: context.run, in: session)
        try await context.append(load.changes, in: session)
        return (checkpoint, report)
    }

    /// What the page came to where a try before this one was committed and only the answer was lost: stored again it would
    /// seem to have changed nothing, and the links of what it replaced would never be made.
    private func done(
        after before: Checkpoint, _ report: StreamReport, in session: PostgresConnection
    ) async throws -> (Checkpoint, StreamReport)? {
        guard let stored = try await context.streams.memory(of: stream.name, in: session).checkpoint,
            stored.startedAt == before.startedAt, stored.pages == before.pages + 1
        else { return nil }
        return (stored, try await context.runs.figures(report, run: context.run, in: session))
    }

    /// Keeps what a later deletion, or the change feed's records of the end, need to know.
    private func remember(
        _ page: Page, _ load: PageLoad, _ checkpoint: Checkpoint, in session: PostgresConnection
    ) async throws {
        let seen = context.seen(stream.name)
        try await seen.add(load.notes, .changes, page: checkpoint.pages, in: session)
        try await seen.add(ParentList.bytes(load.held), .held, page: checkpoint.pages, in: session)
        guard StreamFinish.remembersSeen(stream, isSweep: checkpoint.isSweep) else { return }
        let rejected = page.rejected.compactMap(\.externalID).map { SeenSet.hash($0) }
        try await seen.add(SeenSet.bytes(load.seen + rejected), .ids, page: checkpoint.pages, in: session)
        try await seen.add(DeviceNumbers.bytes(load.whole), .whole, page: checkpoint.pages, in: session)
        try await seen.add(
            ParentList.bytes(page.completedParents), .parents, page: checkpoint.pages, in: session)
        guard BulkShape(stream) != nil else { return }
        let unread = (page.rejected + load.rejected).compactMap(\.externalID)
        try await seen.add(
            ParentList.bytes(unread.flatMap(BulkShape.possibleDevices)), .spared, page: checkpoint.pages, in: session)
    }

    private func setAside(_ page: Page, _ load: PageLoad, in session: PostgresConnection) async throws {
        let quarantine = context.quarantine(stream.name)
        let rejected = page.rejected + page.skippedParents + load.rejected
        try await quarantine.add(rejected, in: session)
        guard !setAside.isEmpty else { return }
        let bad = Set(rejected.compactMap(\.externalID))
        let met = page.records.map(\.externalID) + page.completedParents
        try await quarantine.resolve(met.filter { setAside.contains($0) && !bad.contains($0) }, in: session)
    }
}

/// Parents whose children have all been seen, as they are kept with a page.
enum ParentList {
    static func bytes(_ parents: [String]) -> [UInt8] {
        guard !parents.isEmpty, let data = try? JSONEncoder().encode(parents) else { return [] }
        return Array(data)
    }

    static func parents(_ bytes: [UInt8]) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(bytes))) ?? []
    }
}

extension Checkpoint {
    /// Takes in what storing a page did.
    mutating func add(_ load: PageLoad) {
        moved += load.moved
        flagged += load.flagged
        held += load.held.count
        unmoved += load.unmoved
        kept += load.kept
        replaced += load.replaced
        written += load.tally.created + load.tally.updated
        unidentified += load.rejected.count { $0.externalID == nil }
    }
}

extension StreamReport {
    mutating func add(_ load: PageLoad, _ page: Page) {
        var tally = load.tally
        tally.read = page.count + page.rejected.count
        tally.quarantined = page.rejected.count + page.skippedParents.count + load.rejected.count
        tally.calls = page.calls
        tally.bytes = page.bytes
        add(tally)
    }
}
