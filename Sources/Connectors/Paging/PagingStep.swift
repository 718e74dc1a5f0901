/// What a paging rule makes of a page: where to go on, or the vendor's own sign of the end.
public enum PagingStep: Sendable, Hashable {
    case next(ReadPosition)
    case end

    /// For ``Page/next``.
    public var position: ReadPosition? {
        switch self {
        case .next(let position): position
        case .end: nil
        }
    }

    /// For ``Page/provesWhole``: the end was shown, not guessed.
    public var isEnd: Bool { self == .end }
}
