/// How like two words of names are, 0 to 1.
enum WordLikeness {
    static let typo = 0.85
    static let twoTypos = 0.75
    static let abbreviation = 0.9

    static func of(_ a: [UInt8], _ b: [UInt8]) -> Double {
        if a == b { return 1 }
        // "Clinic 1" and "Clinic 2" are two, however like they look.
        if a.contains(where: isDigit) || b.contains(where: isDigit) { return 0 }
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        if isAbbreviation(short, of: long) { return abbreviation }
        guard short.count >= 4, long.count - short.count <= 2 else { return 0 }
        switch distance(short, long) {
        case 1: return typo
        case 2 where short.count >= 7: return twoTypos
        default: return 0
        }
    }

    /// Whole names without their blanks: "SmithDental" is "Smith Dental", a mistake or two in it allowed.
    static func ofJoined(_ a: [UInt8], _ b: [UInt8]) -> Double {
        if a == b { return 0.98 }
        let shorter = min(a.count, b.count)
        guard shorter >= 8, abs(a.count - b.count) <= 2, !a.contains(where: isDigit), !b.contains(where: isDigit) else {
            return 0
        }
        switch distance(a, b) {
        case 1: return 0.9
        case 2 where shorter >= 12: return 0.85
        default: return 0
        }
    }

    /// The beginning of the word ("tech"), or its letters in order without the vowels ("mgmt").
    private static func isAbbreviation(_ short: [UInt8], of long: [UInt8]) -> Bool {
        guard short.count >= 3, long.count >= short.count + 3, short.first == long.first else { return false }
        if long.starts(with: short) { return true }
        guard !short.dropFirst().contains(where: isVowel) else { return false }
        var rest = short[...]
        for letter in long where letter == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty && short.count * 3 >= long.count
    }

    /// Letters left out, added, replaced, or two neighbours swapped (optimal string alignment).
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                let same = a[i] == b[j] ? 0 : 1
                var best = min(last[j] + same, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isVowel(_ byte: UInt8) -> Bool { [97, 101, 105, 111, 117, 121].contains(byte) }
}
