/// The walk through all lists of lookups: those of the installation, then each board's. The boards that the first list
/// named travel in the position.
struct PSALookupWalk: Sendable {
    private var step: Int
    var boards: [String]
    private(set) var within: ReadPosition?
    private(set) var hasSkipped: Bool

    init(_ position: ReadPosition?) {
        let fields = position?.fields ?? [:]
        step = fields["step"].flatMap { Int($0) } ?? 0
        boards = (fields["boards"] ?? "").split(separator: ",").map(String.init)
        hasSkipped = fields["skipped"] != nil
        let inner = fields.filter { $0.key.hasPrefix("within.") }.map { (String($0.key.dropFirst(7)), $0.value) }
        within = inner.isEmpty ? nil : ReadPosition(Dictionary(inner) { $1 })
    }

    /// The list to read now, or nil when all are behind us.
    var list: PSALookupList? {
        let own = PSALookupKind.ofInstallation
        if step < own.count { return PSALookupList(kind: own[step], board: nil) }
        let (board, kind) = (step - own.count).quotientAndRemainder(dividingBy: PSALookupKind.ofBoard.count)
        return board < boards.count ? PSALookupList(kind: PSALookupKind.ofBoard[kind], board: boards[board]) : nil
    }

    /// Goes on in this list, or to the next.
    mutating func move(within next: ReadPosition?) {
        within = next
        if next == nil { step += 1 }
    }

    /// Leaves a list out; of a board that is not ours to see, the others too.
    mutating func skip() {
        let (own, each) = (PSALookupKind.ofInstallation.count, PSALookupKind.ofBoard.count)
        step = step < own ? step + 1 : own + ((step - own) / each + 1) * each
        within = nil
        hasSkipped = true
    }

    /// Where to go on, or nil at the end.
    var position: ReadPosition? {
        guard list != nil else { return nil }
        var fields = ["step": String(step), "boards": boards.joined(separator: ",")]
        if hasSkipped { fields["skipped"] = "yes" }
        for (key, value) in within?.fields ?? [:] { fields["within.\(key)"] = value }
        return ReadPosition(fields)
    }

    static func reasonToSkip(_ error: ConnectorError) -> String? {
        switch error {
        case .forbidden(let words), .notFound(let words), .notAvailable(let words): words
        default: nil
        }
    }
}
