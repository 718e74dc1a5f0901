/// Something that vendors do to whoever reads them. Each was met in the field; the numbers are those of the
/// design's list of faults.
public enum Fault: Sendable, Hashable {
    /// 1: throttled, with the status and the `Retry-After` of one's choice.
    case throttled(status: Int, retryAfter: RetryAfter)
    /// 1: status 200 and an error in the body.
    case errorInBody
    /// A failure of the vendor's own, as gateways give them.
    case serverError(status: Int)
    /// 2: more calls at once than this are throttled; nobody says how many are allowed.
    case concurrencyLimit(Int)
    /// 3: more calls than this in a window of so many seconds are throttled.
    case quota(calls: Int, seconds: Int)
    /// 4: the body ends in the middle, though the length says otherwise.
    case wrongLength
    /// 4: the body ends in the middle, and the length agrees.
    case truncated
    /// 4: status 200 and a maintenance page.
    case html
    /// 5: pages shorter than asked for, which are not the last.
    case shortPages
    /// 6: rows come and go between two pages.
    case rowsMove
    /// 7: no row beyond this place in a list.
    case depthCap(Int)
    /// 8: the cursor is not known any more.
    case cursorExpires
    /// 8: the cursor gives the same page again and again.
    case cursorRepeats
    /// 9: rows that stand twice in a page and, in lists that go on after an id, once more in the next.
    case duplicateRows
    /// 10: all times of change are cut down to the hour, so that many are the same.
    case sameTimestamp
    /// 11: one row in fifty is not there while this lasts, and is there afterwards with its old time of change.
    case lateRows
    /// 13: the vendor's clock is wrong by so many seconds.
    case clockSkew(seconds: Int)
    /// 14: ids are texts where they were numbers.
    case idsAsText
    /// 16: lists are empty.
    case emptyLists
    /// 15, 16: not permitted any more.
    case forbidden
    /// 17: the token is not valid any more, once a match.
    case tokenExpires
    /// 18: a member that nobody has seen before.
    case newMember
    /// 18: a member is not there.
    case missingMember
    /// 18: a member is of another type.
    case otherType
    /// 18: a word that no document names.
    case unknownWord
    /// 18: null where there never was one.
    case unexpectedNull
    /// 18: half of a surrogate pair in a text.
    case loneSurrogate
    /// 18: a whole number over 64 bits.
    case hugeInteger
    /// 19: so many bytes a second.
    case slow(bytesPerSecond: Int)
    /// 19: no answer at all, for as long as the caller waits.
    case hangs
    /// 20: one record in so many cannot be read by itself.
    case failingRecord(oneIn: Int)
    /// 21: a NUL character in a text.
    case nulByte
    /// 21: a text of so many bytes.
    case hugeText(bytes: Int)
    /// 21: right-to-left text with its control characters.
    case rightToLeft
    /// 21: serial numbers that say nothing.
    case placeholderSerial

    /// What `Retry-After` says.
    public enum RetryAfter: Sendable, Hashable {
        case absent
        case seconds(Int)
        /// As a date that many seconds ahead.
        case date(Int)
    }
}

extension Fault {
    /// The name by which it is asked for (`--fault throttled`).
    public var name: String {
        switch self {
        case .throttled: "throttled"
        case .errorInBody: "error-in-body"
        case .serverError: "server-error"
        case .concurrencyLimit: "concurrency-limit"
        case .quota: "quota"
        case .wrongLength: "wrong-length"
        case .truncated: "truncated"
        case .html: "html"
        case .shortPages: "short-pages"
        case .rowsMove: "rows-move"
        case .depthCap: "depth-cap"
        case .cursorExpires: "cursor-expires"
        case .cursorRepeats: "cursor-repeats"
        case .duplicateRows: "duplicate-rows"
        case .sameTimestamp: "same-timestamp"
        case .lateRows: "late-rows"
        case .clockSkew: "clock-skew"
        case .idsAsText: "ids-as-text"
        case .emptyLists: "empty-lists"
        case .forbidden: "forbidden"
        case .tokenExpires: "token-expires"
        case .newMember: "new-member"
        case .missingMember: "missing-member"
        case .otherType: "other-type"
        case .unknownWord: "unknown-word"
        case .unexpectedNull: "unexpected-null"
        case .loneSurrogate: "lone-surrogate"
        case .hugeInteger: "huge-integer"
        case .slow: "slow"
        case .hangs: "hangs"
        case .failingRecord: "failing-record"
        case .nulByte: "nul-byte"
        case .hugeText: "huge-text"
        case .rightToLeft: "right-to-left"
        case .placeholderSerial: "placeholder-serial"
        }
    }
}
