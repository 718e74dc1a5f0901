import Foundation

/// Finds the one thing that a name or an id means.
struct NameResolver: Sendable {
    let reader: ToolReader

    /// So many are looked at, and so many shown where a name means several.
    private static let looked = 50
    private static let shown = 10

    /// The thing's row, with the fields. Throws ``ToolAmbiguity`` where the name means several, and a problem where it means
    /// none: never a guess.
    func find(
        _ thing: NamedThing, _ text: String, within place: [QueryParameter] = [], fields: [String] = []
    ) async throws -> ToolRow {
        let id = try await id(thing, text.trimmingCharacters(in: .whitespacesAndNewlines), place)
        let wanted = ["id"] + fields.filter { $0 != "id" }
        let request = ToolRequest(thing.table, place + [.eq("id", id)], limit: 1, fields: wanted)
        guard let row = try await reader.page(request).rows.first else { throw Problem.noSuchThing(thing) }
        return row
    }

    private func id(_ thing: NamedThing, _ text: String, _ place: [QueryParameter]) async throws -> String {
        if let id = UUID(uuidString: text) { return id.uuidString.lowercased() }
        // People write a ticket's number with a sign before it.
        let name = thing == .ticket && text.hasPrefix("#") ? String(text.dropFirst()) : text
        var found: [ToolRow] = []
        var isWhole = true
        for column in thing.nameColumns {
            let page = try await page(thing, .eq(column, name), place)
            found += page.rows
            isWhole = isWhole && page.isWhole
        }
        if found.isEmpty, thing.isFoundByPart {
            for column in thing.nameColumns {
                let page = try await page(thing, .within(column, name), place)
                found += page.rows
                isWhole = isWhole && page.isWhole
                // Of too many to look at, those that are called so but for letter case must not be missed.
                if !page.isWhole { found += try await self.page(thing, .beginning(column, name), place).rows }
            }
        }
        return try await choose(thing, name, found, isWhole)
    }

    private func page(
        _ thing: NamedThing, _ condition: QueryParameter, _ place: [QueryParameter]
    ) async throws -> ToolPage {
        // By name, so that of those that begin alike the shortest comes first.
        try await reader.page(
            ToolRequest(
                thing.table, place + [condition], sort: condition.name, limit: Self.looked,
                fields: thing.candidateFields))
    }

    private func choose(
        _ thing: NamedThing, _ name: String, _ found: [ToolRow], _ isWhole: Bool
    ) async throws -> String {
        var met: Set<String> = []
        let all = found.filter { met.insert($0.id).inserted }
        let names = all.map { row in thing.nameColumns.compactMap { row.value($0) } }
        let meant = NameMatch.meant(name, among: names).map { all[$0] }
        if let only = meant.first, meant.count == 1 { return only.id }
        guard !meant.isEmpty else { throw Problem.noSuchThing(thing) }
        let candidates = try await reader.label(Array(meant.prefix(Self.shown)), thing.candidateLabels)
        throw ToolAmbiguity(thing: thing, candidates: candidates, isWhole: isWhole && meant.count <= Self.shown)
    }
}
