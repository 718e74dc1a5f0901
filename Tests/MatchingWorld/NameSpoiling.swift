import Foundation

/// Writes a name as another person would write it. What is done here is what people do, and was not read off the matcher:
/// some of it the matcher knows nothing of.
enum NameSpoiling {
    typealias Rule = @Sendable (String, inout WorldRandom) -> String

    static func spoil(_ name: String, _ random: inout WorldRandom) -> String {
        var spoilt = name
        for _ in 0..<random.pick([0, 1, 1, 1, 2, 2, 3]) { spoilt = random.pick(rules)(spoilt, &random) }
        return spoilt
    }

    /// The likelier ones stand more than once.
    private static let rules: [Rule] = [
        legalForm, legalForm, legalForm, otherCase, otherCase, punctuation, punctuation, abbreviation, abbreviation,
        typo,
        typo, tag, tag, addition, addition, order, accent, joined, shortened, the,
    ]

    private static func legalForm(_ name: String, _ random: inout WorldRandom) -> String {
        var words = name.split(separator: " ").map(String.init)
        while let last = words.last, words.count > 1, isLegalForm(last) {
            words.removeLast()
            words[words.count - 1] = words[words.count - 1].trimmingCharacters(in: .init(charactersIn: ","))
        }
        let bare = words.joined(separator: " ")
        let form = random.pick(NameParts.legalForms + ["Incorporated", "L.L.C.", "Limited", "Inc."])
        return random.pick([bare, "\(bare) \(form)", "\(bare), \(form)"])
    }

    private static func isLegalForm(_ word: String) -> Bool {
        ["Inc", "LLC", "Ltd", "Pty", "GmbH", "S.A.", "Corp.", "Co.", "LLP", "B.V.", "AB", "PLC"].contains(word)
    }

    private static func otherCase(_ name: String, _ random: inout WorldRandom) -> String {
        random.pick([name.uppercased(), name.lowercased()])
    }

    private static func punctuation(_ name: String, _ random: inout WorldRandom) -> String {
        switch random.below(5) {
        case 0: name.replacingOccurrences(of: " & ", with: " and ")
        case 1: name.replacingOccurrences(of: "'", with: "").replacingOccurrences(of: ".", with: "")
        case 2: name.replacingOccurrences(of: " ", with: "  ")
        case 3: name + random.pick([".", ",", " -", "*"])
        default: name.replacingOccurrences(of: " ", with: "-")
        }
    }

    private static func abbreviation(_ name: String, _ random: inout WorldRandom) -> String {
        for (word, short) in abbreviations.shuffled(using: &random) where name.contains(word) {
            return name.replacingOccurrences(of: word, with: random.pick(short))
        }
        return name
    }

    private static let abbreviations: [(String, [String])] = [
        ("Services", ["Svcs", "Svc", "Serv."]), ("Management", ["Mgmt", "Mgt", "Mgmnt"]),
        ("Brothers", ["Bros", "Bros."]),
        ("International", ["Intl", "Int'l", "Intl."]), ("Associates", ["Assoc", "Assocs", "Assoc."]),
        ("Construction", ["Constr", "Const.", "Constr."]), ("Engineering", ["Eng", "Eng.", "Engrg"]),
        ("Manufacturing", ["Mfg", "Mfg.", "Manuf."]), ("Technologies", ["Tech", "Techs", "Technology"]),
        ("Center", ["Ctr", "Centre", "Cntr"]), ("Property", ["Prop", "Prop."]), ("Insurance", ["Ins", "Insur."]),
        ("Veterinary", ["Vet", "Vet."]), ("Medical", ["Med", "Med."]), ("Financial", ["Fin", "Finl"]),
        ("Accounting", ["Acctg", "Acct"]), ("Landscaping", ["Landsc.", "Lndscpg"]),
        ("Distribution", ["Dist", "Distr."]),
        ("Development", ["Dev", "Devel."]), ("Holdings", ["Hldgs", "Holding"]), ("Transport", ["Transp", "Trans."]),
        ("Logistics", ["Log.", "Logist."]), ("Consulting", ["Consult.", "Consultants"]),
        ("Architects", ["Arch", "Archs"]),
        ("Solutions", ["Soln", "Solns"]), ("Partners", ["Ptnrs", "Partner"]),
    ]

    private static func typo(_ name: String, _ random: inout WorldRandom) -> String {
        var words = name.split(separator: " ").map { Array($0) }
        let long = words.indices.filter { words[$0].count >= 5 && words[$0].allSatisfy(\.isLetter) }
        guard !long.isEmpty else { return name }
        let word = random.pick(long)
        let at = 1 + random.below(words[word].count - 2)
        switch random.below(4) {
        case 0: words[word].swapAt(at, at + 1)
        case 1: words[word].remove(at: at)
        case 2: words[word].insert(words[word][at], at: at)
        default: words[word][at] = random.pick(Array("aeiourstln"))
        }
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func tag(_ name: String, _ random: inout WorldRandom) -> String {
        let number = random.digits(4)
        return random.pick(["[MSA] ", "(VIP) ", "\(number) - ", "C\(number): ", "*", "[T2] ", "MSA - ", "_"]) + name
    }

    private static func addition(_ name: String, _ random: inout WorldRandom) -> String {
        name
            + random.pick([
                " - HQ", " (Main)", " - Managed", " (old)", " - Head Office", " - Main Office", " (Onsite)",
                " / Servers",
                " [MSA]", " - AYCE",
            ])
    }

    private static func order(_ name: String, _ random: inout WorldRandom) -> String {
        var words = name.split(separator: " ").map(String.init)
        guard words.count > 1, !name.contains("&") else { return name }
        let last = words.removeLast()
        return random.pick(["\(last), \(words.joined(separator: " "))", "\(last) \(words.joined(separator: " "))"])
    }

    private static func accent(_ name: String, _ random: inout WorldRandom) -> String {
        let (plain, accented) = random.pick([("e", "é"), ("o", "ö"), ("a", "á"), ("u", "ü"), ("c", "ç")])
        guard let range = name.range(of: plain) else { return name }
        return name.replacingCharacters(in: range, with: accented)
    }

    private static func joined(_ name: String, _ random: inout WorldRandom) -> String {
        guard let blank = name.firstIndex(of: " "), !name.contains("&") else { return name }
        return name.replacingCharacters(in: blank...blank, with: "")
    }

    /// The last word of three or more is left out.
    private static func shortened(_ name: String, _ random: inout WorldRandom) -> String {
        let words = name.split(separator: " ")
        guard words.count > 2, !name.contains("&") else { return name }
        return words.dropLast().joined(separator: " ")
    }

    private static func the(_ name: String, _ random: inout WorldRandom) -> String { "The \(name)" }
}
