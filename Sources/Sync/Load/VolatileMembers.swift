import Inventory
import JSON

/// A vendor's own members, parted into those that are compared and those that move at every check-in.
struct VendorMembers: Sendable, Hashable {
    var compared: String?
    var volatile: String?

    init(_ json: String?, volatileNames: MemberNames) {
        compared = json
        guard let json, volatileNames.count > 0, let object = try? JSONValue.parse(Array(json.utf8)),
            let parts = object.parted(by: volatileNames)
        else { return }
        (compared, volatile) = (parts.others, parts.named)
    }
}
