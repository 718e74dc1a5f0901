import Inventory
import JSON

/// A vendor's own members, parted into those that are compared and those that move at every check-in.
struct VendorMembers: Sendable, Hashable {
    var compared: String?
    var volatile: String?

    init(_ json: String?, volatileNames: Set<String>) {
        guard let json, !volatileNames.isEmpty, let object = try? JSONValue.parse(Array(json.utf8)),
            let members = object.object
        else {
            compared = json
            return
        }
        let names = Set(members.map(\.key))
        guard !names.isDisjoint(with: volatileNames) else {
            compared = json
            return
        }
        compared = object.serialised(omitting: volatileNames)
        volatile = object.serialised(omitting: names.subtracting(volatileNames))
    }
}
