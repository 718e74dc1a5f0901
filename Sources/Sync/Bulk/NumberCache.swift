/// The numbers of one table that a run has met, so that most records need no question.
struct NumberCache: Sendable {
    let table: NumberedTable
    /// By what a record says, not by its digest, which is worked out for new entries alone.
    private var numbers: [String: Int32] = [:]
    private(set) var refused: [String: String] = [:]
    private var wanted: [String: NumberedTable.Entry] = [:]
    /// Beyond this the cache is emptied: it is there for speed, and must not grow with the list.
    private let limit = 500_000

    init(_ table: NumberedTable) { self.table = table }

    func number(_ text: String) -> Int32? { numbers[text] }

    /// Notes that the text will need a number.
    mutating func want(_ text: String, _ entry: () -> NumberedTable.Entry) {
        if numbers[text] == nil, refused[text] == nil, wanted[text] == nil { wanted[text] = entry() }
    }

    var isComplete: Bool { wanted.isEmpty }

    mutating func forgetIfLarge() {
        if numbers.count > limit { numbers = [:] }
    }

    /// What is wanted, in a fixed order, so that two runs do not wait for each other's rows.
    var entries: [NumberedTable.Entry] { wanted.values.sorted { $0.key < $1.key } }

    /// Takes in what was found or made for the entries.
    mutating func take(_ found: NumberedTable.Found) {
        for (text, entry) in wanted {
            if let number = found.numbers[entry.key] { numbers[text] = number }
            if let reason = found.refused[entry.key] { refused[text] = reason }
        }
        wanted = [:]
    }
}
