import Foundation

/// A name that a PSA keeps an id for, and where it holds.
struct LookupName: Sendable, Hashable {
    var id: UUID
    var connection: String
    var kind: String
    var name: String
    /// As the table has it: it begins with the kind.
    var externalID: String
    /// What it belongs to (a status's board), where it belongs to one.
    var parentExternalID: String?
    var parentName: String?
    /// It may still be chosen, or the PSA does not say.
    var isActive: Bool

    /// The id as the PSA itself writes it: without the kind, and without the id of what it belongs to where that stands
    /// before it, since it is unique there alone.
    var vendorID: String {
        let own = externalID.hasPrefix("\(kind):") ? externalID.dropFirst(kind.count + 1) : externalID[...]
        let parent = parentExternalID.flatMap { $0.split(separator: ":", maxSplits: 1).last }
        guard let parent, own.hasPrefix("\(parent):") else { return String(own) }
        return String(own.dropFirst(parent.count + 1))
    }

    /// The one that `wish` means among all of its kind. Throws the problem that lists the valid ones where there is none,
    /// none that may still be chosen, or more than one: an id is never guessed, since somebody will write with it.
    static func resolve(_ wish: LookupWish, among all: [LookupName]) throws(Problem) -> LookupName {
        let valid = all.filter { $0.isActive && wish.allows($0) }
        let exact = valid.filter { $0.name == wish.name }
        let found = exact.isEmpty ? valid.filter { folded($0.name) == folded(wish.name) } : exact
        if let only = found.first, found.count == 1 { return only }
        guard found.isEmpty else { throw .ambiguousLookup(wish, found) }
        let retired = all.contains { !$0.isActive && wish.allows($0) && folded($0.name) == folded(wish.name) }
        throw .noSuchLookup(wish, valid: valid, isRetired: retired)
    }

    /// Names are told apart neither by letter case nor by how much white space stands where.
    static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// A name whose id is asked for.
struct LookupWish: Sendable, Hashable {
    var kind: String
    var name: String
    /// The name or the external id of what it belongs to.
    var parent: String?
    /// Nil: of any connection.
    var connection: String?

    /// Whether it is where the wish looks.
    func allows(_ lookup: LookupName) -> Bool {
        if let connection, lookup.connection != connection { return false }
        guard let parent else { return true }
        if lookup.parentExternalID == parent { return true }
        return lookup.parentName.map(LookupName.folded) == LookupName.folded(parent)
    }
}
