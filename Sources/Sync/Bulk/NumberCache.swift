/// The numbers of one table that a run has met, so that most records need no question.
struct NumberCache: Sendable {
    let table: NumberedTable
    /// By what a record says, not by its digest, which is worked out for new entries alone.
    private var known = ByteTable()
    /// By place; 0 where there is none (yet).
    private var numbers: [Int32] = []
    private var refused: [Int: String] = [:]
    private var wanted: [(place: Int, entry: NumberedTable.Entry)] = []
    /// Beyond this the cache is emptied: it is there for speed, and must not grow with the list.
    private static let limit = 20_000

    init(_ table: NumberedTable) { self.table = table }

    /// The place of what a record says; its entry will be numbered with the next ``take(_:)`` if it was never met.
    mutating func place(of key: UnsafeBufferPointer<UInt8>, _ entry: () -> NumberedTable.Entry) -> Int {
        let (place, isNew) = known.place(of: key)
        if isNew {
            numbers.append(0)
            wanted.append((place, entry()))
        }
        return place
    }

    func number(_ place: Int) -> Int32? { numbers[place] == 0 ? nil : numbers[place] }

    /// Why an entry has no number: the database would not take it.
    func refusal(_ place: Int) -> String { refused[place] ?? "its texts could not be stored" }

    var isComplete: Bool { wanted.isEmpty }

    /// Between two pages, since places are told anew after it.
    mutating func forgetIfLarge() {
        if known.count > Self.limit { self = NumberCache(table) }
    }

    /// What is wanted, in a fixed order, so that two runs do not wait for each other's rows.
    var entries: [NumberedTable.Entry] { wanted.map(\.entry).sorted { $0.key < $1.key } }

    /// Takes in what was found or made for the entries.
    mutating func take(_ found: NumberedTable.Found) {
        for (place, entry) in wanted {
            if let number = found.numbers[entry.key] { numbers[place] = number }
            if let reason = found.refused[entry.key] { refused[place] = reason }
        }
        wanted = []
    }
}
