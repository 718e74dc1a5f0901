import Inventory
import JSON

/// A kind of lookup: how the warehouse calls it, and where HaloPSA lists it.
struct HaloLookupKind: Sendable, Hashable {
    let name: String
    let path: String
    /// What is asked for with it: a parameter, and its value.
    var parameters: [String: String] = [:]
    /// The member that would hold the rows, were the list not a bare array.
    let key: String
    /// The member with the name that people see.
    var label = "name"
    /// What is kept beside the columns; nil: all there is.
    var kept: Set<String>?
    /// A member that tells what a row is of, and the value that it has then: parameters may be ignored.
    var mark: Mark?

    struct Mark: Sendable, Hashable {
        let member: String
        let value: Int64
        /// Told apart in the id as well, since the members are numbered within it.
        var isInID = false
    }

    var query: [(String, String)] { parameters.sorted { $0.key < $1.key } }

    /// Whether a row is of this kind; one that does not tell is.
    func holds(_ row: JSONValue) -> Bool {
        guard let mark, let value = row[mark.member].integer else { return true }
        return value == mark.value
    }

    static let slas = HaloLookupKind(name: "ticket_sla", path: "/SLA", key: "slas")
    /// Other things have statuses as well; the list's own filter by type does not work.
    static let statuses = HaloLookupKind(
        name: "ticket_status", path: "/Status", key: "statuses", mark: Mark(member: "type", value: 0))
    static let priorities = HaloLookupKind(name: "ticket_priority", path: "/Priority", key: "priorities")
    static let types = HaloLookupKind(
        name: "ticket_type", path: "/TicketType", parameters: ["showall": "true", "showinactive": "true"],
        key: "tickettypes")
    /// A ticket holds a team's name and not its id.
    static let teams = HaloLookupKind(
        name: "ticket_queue", path: "/Team", parameters: ["showall": "true"], key: "teams")
    /// Those out of use as well: old tickets point at them.
    static let agents = HaloLookupKind(
        name: "member", path: "/Agent", parameters: ["includeenabled": "true", "includedisabled": "true"],
        key: "agents", kept: ["email", "initials", "isdisabled", "isapiagent", "team", "jobtitle"])
    static let outcomes = HaloLookupKind(
        name: "note_outcome", path: "/Outcome", parameters: ["showhidden": "true"], key: "outcomes", label: "outcome")
    static let chargeRates = HaloLookupKind(
        name: "work_type", path: "/Lookup", parameters: ["lookupid": "17"], key: "lookups",
        mark: Mark(member: "lookupid", value: 17))

    /// Four levels (inferred), asked for one by one.
    static let categories = (1...4).map { level in
        HaloLookupKind(
            name: "ticket_category", path: "/Category", parameters: ["type_id": String(level)], key: "categories",
            label: "category_name", mark: Mark(member: "type_id", value: Int64(level), isInID: true))
    }

    /// Read for their ids alone; their names are no lookups.
    static let customFields = HaloLookupKind(name: "custom_field", path: "/FieldInfo", key: "fieldinfos")

    static let all =
        [slas, statuses, priorities, types, teams, agents, outcomes] + categories + [
            chargeRates, HaloLookupKind(name: "configuration_type", path: "/AssetType", key: "assettypes"),
            HaloLookupKind(name: "configuration_group", path: "/AssetGroup", key: "assetgroups"),
        ]
}
