/// The patches that there are: the same patch has the same id on every machine.
public struct PatchCatalogue: Sendable {
    public struct Patch: Sendable, Hashable {
        public let number: Int
        public let uid: String
        public let kind: Kind
        /// Of the system's patches.
        public let kb: String?
        public let title: String
        public let grade: Grade
        /// Of third-party patches.
        public let product: String?

        public enum Kind: String, Sendable, Hashable { case system, thirdParty }
        public enum Grade: String, Sendable, Hashable, CaseIterable { case critical, important, optional, none }
    }

    public static let systemCount = 48
    public static let thirdPartyCount = 36
    public static let shared = PatchCatalogue()
    public let patches: [Patch]

    private init() {
        patches = (0..<Self.systemCount + Self.thirdPartyCount).map(Self.patch)
    }

    private static func patch(_ number: Int) -> Patch {
        let isSystem = number < systemCount
        let month = number % 12 + 1
        let grade = Patch.Grade.allCases[Int(SplitMix64.hash(9, .patch, number) % 4)]
        let kb = isSystem ? "KB50\(40_000 + number * 137)" : nil
        let month2 = month < 10 ? "0\(month)" : "\(month)"
        let system = "2025-\(month2) Cumulative Update for Windows, release \(number) (\(kb ?? ""))"
        let title = isSystem ? system : "\(SoftwareCatalogue.shared.titles[number % 18 * 4].name) 12.\(number)"
        return Patch(
            number: number, uid: Identifiers.uuid(9, .patch, number), kind: isSystem ? .system : .thirdParty, kb: kb,
            title: title, grade: grade, product: isSystem ? nil : Identifiers.uuid(9, .product, number % 18))
    }
}
