import Connectors
import Foundation
import Inventory

/// Where an unfinished read stands: stored with each page, as JSON in `control.streams.checkpoint`.
struct Checkpoint: Sendable, Hashable, Codable {
    /// The inclusive lower bound of what is read; nil: everything.
    var since: Timestamp?
    /// Where the next page is; nil before the first one and after the last.
    var position: ReadPosition?
    /// The pages that are stored, counted on from a read that was given up: what it noted for the change feed stays.
    var pages = 0
    /// Where this read's own pages begin.
    var firstPage = 0
    /// The database's time at the read's first request.
    var startedAt: Timestamp
    /// Nothing of this stream was ever read to its end: what it creates is told by one change record.
    var isFirstRead: Bool
    /// The vendor's list has been read to its end; what is left is to delete what is gone.
    var isRead = false
    /// The end was proven.
    var provesWhole = false
    /// Records that could not be told apart from any row: with one of them nothing can be proven gone.
    var unidentified = 0
    /// Parents that the vendor would not answer for.
    var skipped = 0
    /// Rows moved to another organisation or company, and rows that the vendor flagged as deleted.
    var moved = 0
    var flagged = 0
    /// Of those, the rows that are left as they were until a person decides.
    var held = 0
    /// Rows whose move, and rows whose deletion by a flag, a person has refused.
    var unmoved = 0
    var kept = 0
    /// Rows created or changed: whether links may have to be made.
    var written = 0
    /// Rows that took the place of another of the same id: whether links lead to what is gone.
    var replaced = 0
    /// The greatest modified time in the vendor's data.
    var highWater: Timestamp?
    /// The vendor's clock at the read's first answer, and the greatest distance to ours.
    var vendorDate: Timestamp?
    var skewMicroseconds: Int64 = 0

    /// `after`: the unfinished read that this one takes the place of.
    init(since: Timestamp?, startedAt: Timestamp, isFirstRead: Bool, after other: Checkpoint? = nil) {
        self.since = since
        pages = other?.pages ?? 0
        firstPage = pages
        written = other?.written ?? 0
        replaced = other?.replaced ?? 0
        self.startedAt = startedAt
        self.isFirstRead = isFirstRead
    }

    /// What is left of a read that is over without having done its work: of a first one how much it wrote, which nobody has
    /// been told of. It cannot be gone on with.
    var givenUp: Checkpoint? {
        isFirstRead ? Checkpoint(since: since, startedAt: startedAt, isFirstRead: true, after: self) : nil
    }

    var isSweep: Bool { since == nil }
    /// Whether a version that is older than a row's deletion brings it back. Where the vendor flags what it deletes it is
    /// more likely an answer from a copy that lags; a whole read believes it, unless it has met the flag itself, since it
    /// alone can know of a row that came back as it was.
    func believesOlder(_ stream: StreamDescription, than row: StoredRow) -> Bool {
        guard stream.deletion == .flagged else { return true }
        return isSweep && row.deletedAt.map { $0 < startedAt } ?? true
    }
    /// Whether the brake has held something that this read brought.
    var isHolding: Bool { held > 0 }
    var scope: ReadScope { since.map { .changed(since: $0) } ?? .everything }
    /// Whether a page is stored, so that going on differs from starting.
    var isBegun: Bool { pages > firstPage }
    /// Whether the read can go on where it stands, in another session.
    var isResumable: Bool { isBegun && (isRead || position?.isResumable == true) }

    /// Takes in a page. `now` is our clock when the answer came.
    mutating func take(_ page: Page, now: Timestamp) {
        pages += 1
        position = page.next
        isRead = page.next == nil
        skipped += page.skippedParents.count
        // Of a parent that was skipped nothing is known, whatever the last page says.
        provesWhole = isRead && page.provesWhole && isSweep && skipped == 0
        highWater = [highWater, page.highWater].compactMap { $0 }.max()
        unidentified += page.rejected.count { $0.externalID == nil }
        guard let date = page.vendorDate else { return }
        vendorDate = vendorDate ?? date
        skewMicroseconds = max(skewMicroseconds, abs(date.microseconds - now.microseconds))
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// Nil where the text is not a checkpoint of this version: the read then starts again.
    init?(json: String) {
        guard let read = try? JSONDecoder().decode(Checkpoint.self, from: Data(json.utf8)) else { return nil }
        self = read
    }
}
