/// How long a scope is left alone after a refusal.
enum PauseRule {
    /// A vendor that asks for more than a day is asked again after a day.
    static let longest: Double = 86_400
    private static let longestGuess: Double = 300

    /// What the vendor asked for and a little more, so that not all come back at once; or, where it did not say, twice as
    /// long each time, of which half is left to chance.
    static func delay(stated: Double?, refusalsInARow: Int, random: Double) -> Double {
        if let stated {
            let stated = min(max(stated, 0.25), longest)
            return stated + random * min(1, stated / 10)
        }
        let guess = min(longestGuess, Double(1 << min(max(refusalsInARow - 1, 0), 10)))
        return guess / 2 + random * guess / 2
    }
}
