import Inventory
import JSON

/// A kind of lookup: how the warehouse calls it, and where the PSA lists it.
struct PSALookupKind: Sendable, Hashable {
    let name: String
    let path: String
    /// The member with the name that people see.
    var label = "name"
    /// What to ask for and to keep; nil: all there is.
    var kept: [String]?
    /// The same by a list that needs fewer rights.
    var lighterPath: String?

    /// What to ask for, where the whole record holds more than is ours to know.
    var fields: String? { kept.map { (["id"] + $0).joined(separator: ",") } }

    static let boards = PSALookupKind(name: "ticket_queue", path: "/service/boards")

    /// Of the whole installation; boards first, since the others hang on them.
    static let ofInstallation: [PSALookupKind] = [
        boards,
        PSALookupKind(name: "ticket_priority", path: "/service/priorities"),
        PSALookupKind(name: "ticket_source", path: "/service/sources"),
        PSALookupKind(name: "ticket_sla", path: "/service/SLAs"),
        PSALookupKind(name: "ticket_impact", path: "/service/impacts"),
        PSALookupKind(name: "ticket_severity", path: "/service/severities"),
        PSALookupKind(name: "service_location", path: "/service/locations"),
        PSALookupKind(name: "work_type", path: "/time/workTypes"),
        PSALookupKind(name: "work_role", path: "/time/workRoles"),
        PSALookupKind(
            name: "member", path: "/system/members",
            kept: ["identifier", "firstName", "lastName", "licenseClass", "inactiveFlag"],
            lighterPath: "/system/info/members"),
        PSALookupKind(name: "company_status", path: "/company/companies/statuses"),
        PSALookupKind(name: "company_type", path: "/company/companies/types"),
        PSALookupKind(name: "contact_type", path: "/company/contacts/types", label: "description"),
        PSALookupKind(name: "contact_department", path: "/company/contacts/departments"),
        PSALookupKind(name: "configuration_type", path: "/company/configurations/types"),
        PSALookupKind(name: "configuration_status", path: "/company/configurations/statuses", label: "description"),
        PSALookupKind(name: "agreement_type", path: "/finance/agreements/types"),
        PSALookupKind(name: "billing_cycle", path: "/finance/billingCycles"),
        PSALookupKind(name: "product_category", path: "/procurement/categories"),
        PSALookupKind(name: "product_type", path: "/procurement/types"),
        PSALookupKind(name: "opportunity_status", path: "/sales/opportunities/statuses"),
        PSALookupKind(name: "opportunity_type", path: "/sales/opportunities/types", label: "description"),
        PSALookupKind(name: "location", path: "/system/locations"),
        PSALookupKind(name: "department", path: "/system/departments"),
    ]

    /// Of each board.
    static let ofBoard: [PSALookupKind] = [
        PSALookupKind(name: "ticket_status", path: "statuses"), PSALookupKind(name: "ticket_type", path: "types"),
        PSALookupKind(name: "ticket_subtype", path: "subtypes"), PSALookupKind(name: "ticket_item", path: "items"),
        PSALookupKind(name: "ticket_team", path: "teams"),
    ]

    /// The paths of all of them.
    static let calls =
        ofInstallation.flatMap { [$0.path, $0.lighterPath].compactMap(\.self) }.map { "/{codebase}/apis/3.0\($0)" }
        + ofBoard.map { "/{codebase}/apis/3.0/service/boards/{id}/\($0.path)" }
}

/// One list of lookups: a kind, and the board where it is a board's.
struct PSALookupList: Sendable, Hashable {
    let kind: PSALookupKind
    let board: String?

    var path: String { board.map { "/service/boards/\(URLText.encoded($0))/\(kind.path)" } ?? kind.path }

    func record(_ row: PSARow) throws(UnusableRecord) -> SourceRecord {
        var lookup = Lookup()
        lookup.kind = kind.name
        lookup.name = row.text(kind.label) ?? row.text("name") ?? person(row) ?? row.text("identifier")
        lookup.parentExternalID = board.map { "\(PSALookupKind.boards.name):\($0)" }
        lookup.isActive = isActive(row)
        let all = Set((row.json.object ?? []).map(\.key))
        let carried = Set(["name", "firstName", "lastName", "board", "boardId", kind.label, "inactiveFlag", "inactive"])
        let unkept = kind.kept.map { all.subtracting($0) } ?? []
        let id = "\(kind.name):\(try row.json.required("id"))"
        return try row.record(lookup, id: id, carried: carried, withheld: unkept)
    }

    private func person(_ row: PSARow) -> String? {
        let names = ["firstName", "lastName"].compactMap(row.text)
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    /// Statuses have `inactive`, the others `inactiveFlag`. For a company's status it means that the status itself is
    /// out of use. A kind without such a flag has nothing to say.
    private func isActive(_ row: PSARow) -> Bool? {
        (row.flag("inactiveFlag") ?? row.flag("inactive")).map { !$0 }
    }
}
