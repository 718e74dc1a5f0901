import Inventory
import JSON

/// A pick list that lookups are made of: how the warehouse calls it, and the field that is picked.
struct AutotaskPickListKind: Sendable, Hashable {
    let name: String
    let field: String
    /// The kind of the list that its entries hang on.
    var parent: String?
}

/// Where lookups come from: an entity's pick lists, in one call, or a list of records.
enum AutotaskLookupSource: Sendable {
    case pickLists(AutotaskEntity, [AutotaskPickListKind])
    case records(String, AutotaskList)

    var entity: AutotaskEntity {
        switch self {
        case .pickLists(let entity, _): entity
        case .records(_, let list): list.entity
        }
    }

    var call: String {
        switch self {
        case .pickLists(let entity, _): entity.fieldsCall
        case .records(_, let list): list.entity.queryCall
        }
    }
}

enum AutotaskLookupLists {
    /// There is no entity of queues or of statuses: they are pick lists of tickets.
    static let all: [AutotaskLookupSource] = [
        .pickLists(
            .tickets,
            [
                .init(name: "ticket_status", field: "status"), .init(name: "ticket_priority", field: "priority"),
                .init(name: "ticket_queue", field: "queueID"), .init(name: "ticket_type", field: "ticketType"),
                .init(name: "ticket_issue_type", field: "issueType"),
                .init(name: "ticket_subtype", field: "subIssueType", parent: "ticket_issue_type"),
                .init(name: "ticket_source", field: "source"),
                .init(name: "ticket_category", field: "ticketCategory"),
                .init(name: "ticket_sla", field: "serviceLevelAgreementID"),
            ]),
        .pickLists(
            .ticketNotes,
            [.init(name: "note_type", field: "noteType"), .init(name: "note_publish", field: "publish")]),
        .pickLists(
            .companies,
            [
                .init(name: "company_type", field: "companyType"),
                .init(name: "company_classification", field: "classification"),
            ]),
        .pickLists(.configurationItems, [.init(name: "configuration_type", field: "configurationItemType")]),
        .pickLists(
            .contracts,
            [
                .init(name: "agreement_type", field: "contractType"), .init(name: "agreement_status", field: "status"),
                .init(name: "agreement_category", field: "contractCategory"),
            ]),
        .pickLists(.products, [.init(name: "product_category", field: "productCategory")]),
        .pickLists(
            .opportunities,
            [
                .init(name: "opportunity_stage", field: "stage"),
                .init(name: "opportunity_status", field: "status"),
            ]),
        .records("member", resources),
        .records("work_role", AutotaskList(entity: .roles, fields: ["id", "name", "description", "isActive"])),
        // Of the billing codes those of use 1 are work types.
        .records(
            "work_type",
            AutotaskList(
                entity: .billingCodes, conditions: [.equals("useType", 1)],
                fields: ["id", "name", "description", "isActive", "department"])),
        .records("department", AutotaskList(entity: .departments)),
        .records("company_category", AutotaskList(entity: .companyCategories)),
        .records("configuration_category", AutotaskList(entity: .configurationItemCategories)),
        .records("country", AutotaskList(entity: .countries)),
    ]

    /// By their harmless fields alone, since the whole record has personal and cost data; those too who are not active,
    /// who are left out unless they are asked for.
    static let resources = AutotaskList(
        entity: .resources, conditions: [.either([.isSet("isActive", true), .isSet("isActive", false)])],
        fields: ["id", "firstName", "lastName", "userName", "email", "isActive", "licenseType"])

    /// A pick list's entry.
    static func record(_ row: JSONValue, _ kind: AutotaskPickListKind) throws(UnusableRecord) -> SourceRecord {
        var reader = RowReader(row)
        let value = try row.required("value")
        var lookup = Lookup()
        lookup.kind = kind.name
        lookup.name = reader.text("label")
        let parent = reader.text("parentValue")
        lookup.parentExternalID = kind.parent.flatMap { name in parent.map { "\(name):\($0)" } }
        lookup.isActive = reader.bool("isActive")
        return SourceRecord(
            lookup, externalID: "\(kind.name):\(value)", vendorFields: reader.rest(omitting: ["value"]))
    }

    /// A record of a list.
    static func record(_ row: inout AutotaskRow, kind: String) throws(UnusableRecord) -> SourceRecord {
        var lookup = Lookup()
        lookup.kind = kind
        lookup.name = row.text("name") ?? AutotaskPerson.name(row.json) ?? row.text("userName")
        lookup.isActive = row.flag("isActive")
        return try row.record(lookup, kind: kind)
    }
}

extension AutotaskEntity {
    /// Whether fields of it that are looked at are picked from lists.
    var hasPickLists: Bool {
        switch self {
        case .companies, .tickets, .configurationItems, .contracts, .products, .opportunities: true
        default: false
        }
    }
}
