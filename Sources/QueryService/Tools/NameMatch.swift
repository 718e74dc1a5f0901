/// Which of the things that a name was found in is meant: the one that is called so exactly, else the one that is called
/// so but for letter case and white space, else the one that has it in its name.
enum NameMatch {
    /// The indices of those that are meant, by each one's names: one, none, or several between which a person chooses.
    static func meant(_ text: String, among all: [[String]]) -> [Int] {
        let wanted = folded(text)
        let exact = all.indices.filter { all[$0].contains(text) }
        if !exact.isEmpty { return exact }
        let same = all.indices.filter { all[$0].contains { folded($0) == wanted } }
        if !same.isEmpty { return same }
        return all.indices.filter { all[$0].contains { folded($0).contains(wanted) } }
    }

    private static func folded(_ name: String) -> String { LookupName.folded(name) }
}
