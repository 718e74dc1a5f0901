import Connectors

/// Joins pages of narrow rows that come fast: what a transaction costs is paid once for several thousand rows, and fewer devices
/// are torn. A slow vendor's pages are stored as they come. Without I/O.
struct PageJoiner {
    private let joins: Bool
    private let options: SyncOptions
    private var joined: PageReader.Answer?
    private var until: ContinuousClock.Instant?

    init(_ stream: StreamDescription, _ options: SyncOptions) {
        joins = BulkShape(stream) != nil
        self.options = options
    }

    /// Takes a page in, its rows mapped; answers what is to be stored now.
    mutating func take(_ answer: PageReader.Answer, now: ContinuousClock.Instant = .now) -> PageReader.Answer? {
        // The first one alone: there is something to see at once, and the vendor's clock is that of its first answer.
        let isFirst = until == nil
        if joined == nil {
            (joined, until) = (answer, now + options.joiningTime)
        } else {
            joined?.page.join(answer.page)
            joined?.at = answer.at
        }
        guard let joined, let until else { return nil }
        let isFull = joined.page.count >= options.joinedRows
        return !joins || isFirst || isFull || now >= until || joined.page.next == nil ? rest() : nil
    }

    /// What was not answered yet: no more pages come.
    mutating func rest() -> PageReader.Answer? {
        defer { joined = nil }
        return joined
    }
}
