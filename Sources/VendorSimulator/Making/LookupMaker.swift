/// Sets up the PSA's lists: boards with their own statuses and types, members, work types.
struct LookupMaker {
    let seed: UInt64

    private static let boards = ["Help Desk", "Alerts", "Projects", "Onboarding"]
    private static let statuses: [(String, Lookups.Status.Category)] = [
        ("New", .open), ("In Progress", .open), ("Waiting on Customer", .waiting), ("Waiting on Vendor", .waiting),
        ("Resolved", .closed), (">Closed", .closed),
    ]
    private static let types = ["Incident", "Service Request", "Change"]

    func make(into fleet: inout Fleet) {
        var lookups = Lookups()
        for (index, name) in Self.boards.enumerated() {
            let board = index + 1
            lookups.boards.append(Lookups.Board(number: board, name: name, isActive: true))
            for (offset, status) in Self.statuses.enumerated() {
                lookups.statuses.append(
                    Lookups.Status(
                        number: board * 10 + offset, board: board, name: status.0, category: status.1,
                        isDefault: offset == 0))
            }
            for (offset, type) in Self.types.enumerated() {
                lookups.types.append(Lookups.BoardType(number: board * 10 + offset, board: board, name: type))
            }
        }
        lookups.priorities = named([
            "Priority 1 - Critical", "Priority 2 - High", "Priority 3 - Medium", "Priority 4 - Low",
        ])
        lookups.sources = named(["Email", "Phone", "Portal", "RMM"])
        lookups.workTypes = named(["Remote", "On-site", "Travel", "Admin"])
        lookups.members = (1...8).map(member)
        fleet.lookups = lookups
    }

    private func named(_ names: [String]) -> [Lookups.Named] {
        names.enumerated().map { Lookups.Named(number: $0.offset + 1, name: $0.element) }
    }

    private func member(_ number: Int) -> Lookups.Member {
        var random = SplitMix64(seed: seed, .lookup, number)
        let first = random.pick(Words.firstNames)
        let last = random.pick(Words.lastNames)
        let identifier = "\(first.prefix(1))\(last.filter(\.isLetter))\(number)".lowercased()
        return Lookups.Member(
            number: number, identifier: identifier, firstName: first, lastName: last,
            email: "\(identifier)@msp.example", isActive: number != 8)
    }
}
