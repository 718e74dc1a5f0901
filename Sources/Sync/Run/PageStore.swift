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
    private let began: ContinuousClock.Instant

    /// - Parameter began: When the stream's part of the run began.
    init(_ context: RunContext, _ stream: StreamDescription, _ began: ContinuousClock.Instant) async throws {
        self.began = began
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

    /// Whether its pages may send rows before their turn.
    var goesAhead: Bool { loader is BulkLoader }

    /// An answer whose page is ready to be stored.
    struct Ready: Sendable {
        let answer: PageReader.Answer
        fileprivate let page: any PreparedPage
    }

    func prepare(_ answer: PageReader.Answer, _ start: Checkpoint) async throws -> Ready {
        Ready(answer: answer, page: try await loader.prepare(answer.page, start))
    }

    /// Stores a page when its turn has come. What goes ahead of that is undone with the rest if the page before fails.
    func store(_ ready: Ready, _ turn: inout PageTurn) async throws -> PageStanding {
        var attempt = Attempt()
        do {
            if let standing = try await ahead(ready, &turn, &attempt) { return standing }
            return try await commit(ready, try await turn.come(), attempt)
        } catch let error as PostgresError where ErrorPolicy.isDataError(error) {
            // Some value was refused: the same page again, looking for the rows that hold it.
            attempt.isCareful = true
            return try await commit(ready, try await turn.come(), attempt)
        }
    }

    /// How a page is stored.
    private struct Attempt {
        /// It was refused before: its bad rows are looked for.
        var isCareful = false
        /// It may be stored already: only the answer to the commit was lost.
        var isAgain = false
        /// Its new rows have been sent.
        var isBegun = false
    }

    /// Sends a page's new rows while the page before is being stored, where the database has a session to spare. Nil where it
    /// was not done.
    private func ahead(
        _ ready: Ready, _ turn: inout PageTurn, _ attempt: inout Attempt
    ) async throws -> PageStanding? {
        guard ready.page.goesAhead else { return nil }
        do {
            return try await context.commitSparing { session in
                try await ready.page.begin(in: session)
                let before = try await turn.come()
                return try await write(ready, before, Attempt(isBegun: true), in: session)
            }
        } catch let error as PostgresError where ErrorPolicy.isTransient(error) || ErrorPolicy.isBroken(error) {
            attempt.isAgain = true
            return nil
        }
    }

    private func commit(_ ready: Ready, _ before: PageStanding, _ attempt: Attempt) async throws -> PageStanding {
        var attempt = attempt
        return try await context.commit { session in
            if attempt.isAgain, let done = try await done(after: before, in: session) { return done }
            attempt.isAgain = true
            return try await write(ready, before, attempt, in: session)
        }
    }

    private func write(
        _ ready: Ready, _ before: PageStanding, _ attempt: Attempt, in session: PostgresConnection
    ) async throws -> PageStanding {
        let page = ready.answer.page
        let load = try await ready.page.load(
            before.checkpoint, carefully: attempt.isCareful, isBegun: attempt.isBegun, in: session)
        var checkpoint = before.checkpoint
        checkpoint.take(page, now: ready.answer.at)
        checkpoint.add(load)
        try await remember(page, load, checkpoint, in: session)
        try await ParentReads(context, stream)?.note(page, startedAt: checkpoint.startedAt, in: session)
        try await setAside(page, load, in: session)
        var report = before.report
        report.add(load, page)
        report.seconds = (ContinuousClock.now - began).inSeconds
        try await context.streams.save(checkpoint, of: stream.name, in: session)
        try await context.runs.save(report, run: context.run, in: session)
        try await context.append(load.changes, in: session)
        return PageStanding(checkpoint: checkpoint, report: report)
    }

    /// What the page came to where a try before this one was committed and only the answer was lost: stored again it would
    /// seem to have changed nothing, and the links of what it replaced would never be made.
    private func done(after before: PageStanding, in session: PostgresConnection) async throws -> PageStanding? {
        guard let stored = try await context.streams.memory(of: stream.name, in: session).checkpoint,
            stored.startedAt == before.checkpoint.startedAt, stored.pages == before.checkpoint.pages + 1
        else { return nil }
        return PageStanding(
            checkpoint: stored, report: try await context.runs.figures(before.report, run: context.run, in: session))
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
