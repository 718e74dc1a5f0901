/// The titles that are installed here and there. Every machine draws from the same ones.
public struct SoftwareCatalogue: Sendable {
    /// A title; a machine has at most one of the titles of a slot, so that it never has one twice.
    public struct Title: Sendable, Hashable {
        public let number: Int
        public let name: String
        public let publisher: String?
        /// Some titles tell no version.
        public let hasVersion: Bool
        public let location: String?
        public let productCode: String?
        public let isSystemComponent: Bool
        public let sizeBytes: Int?
    }

    public static let slots = 130
    public static let titlesInSlot = 4
    public static let shared = SoftwareCatalogue()
    public let titles: [Title]

    private init() {
        titles = (0..<Self.slots * Self.titlesInSlot).map(Self.title)
    }

    /// The version that a title has at a step of its life.
    public static func version(_ title: Title, _ step: Int) -> String? {
        guard title.hasVersion else { return nil }
        let seed = Int(SplitMix64.hash(7, .software, title.number) % 90)
        return "\(1 + seed / 8 + step / 9).\((seed + step) % 10).\(1000 + seed * 37 + step * 11)"
    }

    private static let known: [(String, String)] = [
        ("7-Zip", "Igor Pavlov"), ("Google Chrome", "Google LLC"), ("Mozilla Firefox", "Mozilla"),
        ("Microsoft Edge", "Microsoft Corporation"), ("Adobe Acrobat Reader", "Adobe"), ("Zoom Workplace", "Zoom"),
        ("Notepad++", "Notepad++ Team"), ("VLC media player", "VideoLAN"),
        ("Microsoft 365 Apps", "Microsoft Corporation"),
        ("Git", "The Git Development Community"), ("PuTTY", "Simon Tatham"), ("FileZilla", "Tim Kosse"),
        ("Microsoft Teams", "Microsoft Corporation"), ("Java 8 Update", "Oracle Corporation"),
        ("WinRAR", "win.rar GmbH"),
        ("TeamViewer", "TeamViewer"), ("LibreOffice", "The Document Foundation"), ("KeePass", "Dominik Reichl"),
    ]
    private static let adjectives = [
        "Swift", "Clear", "Office", "Net", "Cloud", "Desk", "Secure", "Smart", "Open", "Pro",
    ]
    private static let nouns = [
        "Scan", "Ledger", "Viewer", "Sync", "Print", "Driver", "Dental", "Planner", "Mail", "Backup", "Updater",
        "Codec",
        "Runtime",
    ]
    private static let makers = [
        "Contoso", "Fabrikam, Inc.", "Litware", "Proseware \"Labs\"", "Tailspin", "Überware GmbH",
    ]

    private static func title(_ number: Int) -> Title {
        var random = SplitMix64(seed: 7, .software, number)
        let isKnown = number % titlesInSlot == 0 && number / titlesInSlot < known.count
        let name =
            isKnown
            ? known[number / titlesInSlot].0 : "\(random.pick(adjectives))\(random.pick(nouns)) \(number) (x64)"
        let maker = isKnown ? known[number / titlesInSlot].1 : random.chance(0.08) ? nil : random.pick(makers)
        return Title(
            number: number, name: name, publisher: maker, hasVersion: number % 40 != 39,
            location: random.chance(0.7) ? "C:\\Program Files\\\(name)" : nil,
            productCode: random.chance(0.5) ? "{\(Identifiers.uuid(7, .software, number).uppercased())}" : nil,
            isSystemComponent: random.chance(0.15),
            sizeBytes: random.chance(0.85) ? random.within(1...900) * 104_857 : nil)
    }
}
