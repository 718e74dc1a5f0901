/// Where a read stands when a page is stored.
struct PageStanding: Sendable {
    var checkpoint: Checkpoint
    var report: StreamReport
}

/// A page's turn to be stored: it comes when the page before is.
struct PageTurn {
    private var standings: AsyncStream<PageStanding>.Iterator
    private var before: PageStanding?

    init(_ standings: AsyncStream<PageStanding>) { self.standings = standings.makeAsyncIterator() }

    /// Waits until the page before is stored; told again at once to who asks again.
    mutating func come() async throws -> PageStanding {
        if let before { return before }
        // A task that is cancelled finds the stream at its end.
        guard let standing = await standings.next() else { throw CancellationError() }
        before = standing
        return standing
    }

    /// The page is stored: the turn after this one is another's.
    mutating func pass() { before = nil }
}
