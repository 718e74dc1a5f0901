import Inventory

/// What a ticket's numbers mean on the model's scales: they are the tenant's own, but for the system's.
enum AutotaskTicketState {
    /// Complete, on every tenant.
    private static let complete = "5"

    /// Of an open ticket the status's name is asked whether it waits; the vendor has no such notion.
    static func category(_ row: AutotaskRow, isCompleted: Bool) -> TicketStatusCategory {
        if isCompleted || row.value("status") == complete { return .closed }
        let name = (row.label("status") ?? "").lowercased()
        return ["wait", "hold", "pending"].contains { name.contains($0) } ? .waiting : .open
    }

    /// By the words in the name of its type.
    static func kind(_ label: String?) -> TicketRecordKind {
        let words = words(label)
        return kinds.first { words.contains($0.word) }?.kind ?? .ticket
    }

    private static let kinds: [(word: String, kind: TicketRecordKind)] = [
        ("incident", .incident), ("problem", .problem), ("change", .change), ("request", .request),
    ]

    /// By the word in the priority's name, else by its place among those in use, the most urgent first: the number is no
    /// rank (sheet, Tickets).
    static func priority(_ row: AutotaskRow) -> TicketPriority? {
        guard let entry = row.entry("priority") else { return nil }
        let words = words(entry.label)
        if let named = vocabulary.first(where: { !words.isDisjoint(with: $0.words) }) { return named.priority }
        let listed = (row.lists.byField["priority"] ?? []).filter { $0.isActive != false || $0 == entry }
        let places = listed.compactMap(\.order).sorted()
        guard let order = entry.order, Set(places).count == listed.count, let place = places.firstIndex(of: order)
        else { return nil }
        return TicketPriority.allCases[place * TicketPriority.allCases.count / places.count]
    }

    private static let vocabulary: [(priority: TicketPriority, words: Set<String>)] = [
        (.critical, ["critical", "emergency"]), (.high, ["high", "urgent"]), (.medium, ["medium", "normal"]),
        (.low, ["low"]),
    ]

    private static func words(_ label: String?) -> Set<String> {
        Set((label ?? "").lowercased().split { !$0.isLetter }.map(String.init))
    }
}
