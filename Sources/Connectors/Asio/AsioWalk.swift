/// The place of a read that goes through all companies, a few a call and each call's list in pages. Value in, value out;
/// its fields travel in the checkpoint, so that a read goes on where it stood.
///
/// 404 means that there is nothing, but not so surely that anything may be deleted on it. Companies that are answered so
/// are asked for again at the end beside one that has something: an answer that has that one's rows and none of theirs
/// proves that they are empty. Where that fails too, or no company has anything, the read proves nothing.
struct AsioWalk: Sendable, Hashable {
    /// What a call came to.
    enum Event: Sendable {
        /// Rows (in number), and the companies that they are of.
        case rows(Int, companies: Set<String>, next: AsioNext, fingerprint: String)
        case nothing
    }

    /// Asked for together.
    private(set) var batch: [String] = []
    private(set) var cursor = "0"
    /// How many companies are asked for at once.
    private(set) var width: Int
    /// All companies up to this one are behind us.
    private var after = ""
    private var silent: [String] = []
    /// A company that has rows.
    private var witness: String?
    private var isConfirming = false
    /// Whether any company was answered for with anything but 404.
    private(set) var hasAnswered = false
    private(set) var isDoubtful = false
    /// The page before was full and named no next one.
    private var isProbing = false
    private var fingerprint = ""

    init(width: Int, _ position: ReadPosition? = nil) {
        let fields = position?.fields ?? [:]
        self.width = fields["width"].flatMap { Int($0) } ?? width
        batch = Self.list(fields["batch"])
        cursor = fields["cursor"] ?? "0"
        after = fields["after"] ?? ""
        silent = Self.list(fields["silent"])
        witness = fields["witness"]
        isConfirming = fields["confirming"] != nil
        isDoubtful = fields["doubtful"] != nil
        hasAnswered = fields["answered"] != nil
        isProbing = fields["probing"] != nil
        fingerprint = fields["fingerprint"] ?? ""
    }

    var position: ReadPosition {
        var fields = ["width": String(width), "batch": batch.joined(separator: ","), "cursor": cursor, "after": after]
        fields["silent"] = silent.isEmpty ? nil : silent.joined(separator: ",")
        fields["witness"] = witness
        fields["confirming"] = isConfirming ? "yes" : nil
        fields["doubtful"] = isDoubtful ? "yes" : nil
        fields["answered"] = hasAnswered ? "yes" : nil
        fields["probing"] = isProbing ? "yes" : nil
        fields["fingerprint"] = fingerprint.isEmpty ? nil : fingerprint
        return ReadPosition(fields)
    }

    private static func list(_ text: String?) -> [String] { (text ?? "").split(separator: ",").map(String.init) }

    /// Whether this call goes on within a list.
    var isWithin: Bool { cursor != "0" }

    /// The companies to ask for now; nil at the end.
    mutating func ask(of companies: [String]) -> [String]? {
        if batch.isEmpty {
            batch = Array(companies.lazy.filter { [after] in $0 > after }.prefix(width))
            if batch.isEmpty { confirm() }
        }
        return batch.isEmpty ? nil : batch
    }

    /// After all companies: those that were silent, beside the witness.
    private mutating func confirm() {
        isConfirming = true
        guard !silent.isEmpty else { return }
        guard let witness, width > 1 else {
            isDoubtful = true
            silent = []
            return
        }
        batch = [witness] + silent.prefix(width - 1)
        silent.removeFirst(batch.count - 1)
    }

    /// Asks for the same companies again, one by one from now on: the rows do not say whose they are.
    mutating func narrow() {
        width = 1
        (batch, cursor, isProbing, fingerprint) = (Array(batch.prefix(1)), "0", false, "")
    }

    mutating func take(_ event: Event) throws(ConnectorError) {
        switch event {
        case .nothing: takeNothing()
        case .rows(let count, let companies, let next, let print):
            hasAnswered = true
            if count > 0 { witness = witness ?? companies.sorted().first { batch.contains($0) } ?? batch.onlyOne }
            try follow(next, rows: count, print)
        }
    }

    private mutating func takeNothing() {
        if !isWithin {
            if isConfirming { isDoubtful = true } else { silent += batch }
        }
        leave()
    }

    /// Where a full page names no next one, a page more is asked for: 404, the same rows again or none end the list.
    private mutating func follow(_ next: AsioNext, rows: Int, _ print: String) throws(ConnectorError) {
        switch next {
        case .cursor(let cursor):
            guard cursor != self.cursor, (Int64(cursor) ?? .max) > (Int64(self.cursor) ?? .min) else {
                throw .positionLost("the list does not go on after cursor \(self.cursor)")
            }
            (self.cursor, fingerprint, isProbing) = (cursor, print, false)
        case .none where rows >= AsioClient.pageSize && !(isProbing && print == fingerprint):
            guard let place = Int(cursor) else { return leave() }
            (cursor, fingerprint, isProbing) = (String(place + rows), print, true)
        case .none: leave()
        }
    }

    /// A refusal of a page that was only asked for in case there is one.
    mutating func takeRefusal(_ error: ConnectorError) throws(ConnectorError) {
        guard case .rejectedCall(400, let words) = error, isWithin else { throw error }
        guard isProbing else { throw .positionLost("the cursor is not known any more: \(words)") }
        leave()
    }

    private mutating func leave() {
        if !isConfirming, let last = batch.last { after = last }
        (batch, cursor, isProbing, fingerprint) = ([], "0", false, "")
    }
}

extension [String] {
    fileprivate var onlyOne: String? { count == 1 ? first : nil }
}
