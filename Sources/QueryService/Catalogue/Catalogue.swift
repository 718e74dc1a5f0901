import Inventory

/// Every table that the API serves, by its name.
struct Catalogue: Sendable {
    let resources: [Resource]
    private let byName: [String: Resource]

    init(entities: [EntityDescription]) {
        resources = entities.map { Resource($0) } + OwnTables.all
        byName = Dictionary(uniqueKeysWithValues: resources.map { ($0.name, $0) })
    }

    func resource(_ name: String) -> Resource? { byName[name] }

    /// The entities whose change records a caller with these groups may read.
    func entities(_ may: (PermissionGroup) -> Bool) -> [String] {
        resources.filter { may($0.group) }.map(\.name)
    }

    /// The columns that are kept from a caller for their own group's sake, whatever their table.
    func hiddenColumns(_ may: (PermissionGroup) -> Bool) -> [String] {
        let hidden = resources.flatMap(\.fields).filter { field in field.group.map { !may($0) } ?? false }
        return Set(hidden.map(\.name)).sorted()
    }
}
