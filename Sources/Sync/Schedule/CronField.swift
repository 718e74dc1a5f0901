/// One field of a cron expression: the numbers that it matches.
struct CronField: Sendable, Hashable {
    /// What a field may hold, and the names that stand for its numbers.
    struct Kind: Sendable {
        let name: String
        let range: ClosedRange<Int>
        var names: [String] = []

        static let minute = Kind(name: "minute", range: 0...59)
        static let hour = Kind(name: "hour", range: 0...23)
        static let day = Kind(name: "day of the month", range: 1...31)
        static let month = Kind(
            name: "month", range: 1...12,
            names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
        /// 0 and 7 are Sunday.
        static let weekday = Kind(
            name: "day of the week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])
    }

    /// A bit a number.
    private(set) var bits: UInt64 = 0
    /// Whether it begins with `*`: of the two fields for days, only those that do not restrict.
    let isOpen: Bool

    /// A list of numbers, names, ranges and steps: `1,5`, `mon-fri`, `*/15`, `8-18/2`.
    init(_ text: Substring, _ kind: Kind) throws(ScheduleError) {
        isOpen = text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let (range, step) = try Self.parse(part, kind)
            for number in stride(from: range.lowerBound, through: range.upperBound, by: step) { bits |= 1 << number }
        }
        if kind.range.upperBound == 7, contains(7) { bits = (bits | 1) & ~(1 << 7) }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << number) != 0 }

    /// The first number it matches from this one on.
    func first(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let left = bits >> number
        return left == 0 ? nil : number + left.trailingZeroBitCount
    }

    private static func parse(_ part: Substring, _ kind: Kind) throws(ScheduleError) -> (ClosedRange<Int>, Int) {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2 else { return (try range(part, kind, isStepped: false), 1) }
        guard let step = Int(pieces[1]), step > 0 else {
            throw .cron("the step '/\(pieces[1])' of the \(kind.name) must be a whole number above 0")
        }
        return (try range(pieces[0], kind, isStepped: true), step)
    }

    private static func range(
        _ text: Substring, _ kind: Kind, isStepped: Bool
    ) throws(ScheduleError) -> ClosedRange<Int> {
        if text == "*" { return kind.range }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try number(ends[0], kind)
        guard ends.count == 2 else { return first...(isStepped ? kind.range.upperBound : first) }
        let last = try number(ends[1], kind)
        guard first <= last else { throw .cron("the range \(text) of the \(kind.name) ends before it begins") }
        return first...last
    }

    private static func number(_ text: Substring, _ kind: Kind) throws(ScheduleError) -> Int {
        if let place = kind.names.firstIndex(of: text.lowercased()) { return place + kind.range.lowerBound }
        guard let number = Int(text), kind.range.contains(number) else {
            throw .cron(
                """
                the \(kind.name) must be from \(kind.range.lowerBound) to \(kind.range.upperBound), not '\(text)'
                """)
        }
        return number
    }
}
