import Inventory
import JSON

/// A kind of lookup: how the warehouse calls it, and where BMS lists it.
struct BMSLookupKind: Sendable, Hashable {
    let name: String
    let path: String

    static let issueType = BMSLookupKind(name: "ticket_issue_type", path: "/v2/system/issuetypes/lookup")
    static let subIssueType = "ticket_sub_issue_type"
    static let member = BMSLookupKind(name: "member", path: "/v2/hr/assignees")

    /// Issue types first, since sub types hang on them.
    static let all: [BMSLookupKind] = [
        issueType,
        BMSLookupKind(name: "ticket_status", path: "/v2/system/statuses/lookup"),
        BMSLookupKind(name: "ticket_priority", path: "/v2/system/priorities/lookup"),
        BMSLookupKind(name: "ticket_queue", path: "/v2/system/queues/lookup"),
        BMSLookupKind(name: "ticket_sla", path: "/v2/system/slas/lookup"),
        BMSLookupKind(name: "work_type", path: "/v2/system/worktypes/lookup"),
        BMSLookupKind(name: "work_role", path: "/v2/system/roles/lookup"),
        BMSLookupKind(name: "company_type", path: "/v2/system/accounttypes/lookup"),
        member,
    ]

    /// The paths of all of them, and of what is learned from tickets.
    static let calls =
        all.map(\.path) + [
            "/v2/system/issuetypes/{id}/issuesubtypes/lookup", "/v2/system/tenantlookup/{table}",
            "\(BMSStreams.ticketsPath)/search", "\(BMSStreams.ticketsPath)/{id}",
        ]
}

/// One list of lookups.
struct BMSLookupList: Sendable, Hashable {
    let kind: String
    let path: String
    /// What its entries belong to, as a lookup's own id.
    var parent: String?
    var isPaged = false
    /// There is no list: id and name stand in tickets.
    var isLearned = false

    /// A few hundred tickets have all types and sources that are much used.
    static let pagesToLearnFrom = 5

    func record(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        var lookup = Lookup()
        lookup.kind = kind
        lookup.name = row.text("name") ?? Self.person(&row)
        lookup.parentExternalID = parent
        lookup.isActive = row.flag("isActive")
        guard let id = row.member("id").cleaned else { throw UnusableRecord("no id") }
        return try row.record(
            lookup, id: "\(kind):\(id)",
            omitting: ["picturename", "pictureurl", "color", "fontcolor", "firstname", "lastname"])
    }

    private static func person(_ row: inout BMSRow) -> String? {
        let names = [row.text("firstName"), row.text("lastName")].compactMap(\.self)
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    /// What rows of tickets tell of this kind, each once.
    func learned(_ tickets: [JSONValue], _ sources: [String: String]?) -> [SourceRecord] {
        let pairs: [(String, String)] =
            if let sources {
                sources.map { ($0.key, $0.value) }
            } else {
                tickets.compactMap { ticket in
                    let (id, name) = (ticket.member(ignoringCase: "typeId"), ticket.member(ignoringCase: "typeName"))
                    return id.cleaned.flatMap { id in name.cleaned.map { (id, $0) } }
                }
            }
        let names = Dictionary(pairs.filter { $0.0 != "0" }) { first, _ in first }
        return names.sorted { $0.key < $1.key }.map { id, name in
            var lookup = Lookup()
            (lookup.kind, lookup.name) = (kind, name)
            return SourceRecord(lookup, externalID: "\(kind):\(id)")
        }
    }
}

/// The walk through all lists of lookups. The issue types that the first list named travel in the position.
struct BMSLookupWalk: Sendable {
    private let options: BMSOptions
    private var step: Int
    var issueTypes: [String]
    private(set) var within: ReadPosition?
    private(set) var isProven: Bool

    init(_ position: ReadPosition?, _ options: BMSOptions) {
        self.options = options
        let fields = position?.fields ?? [:]
        step = fields["step"].flatMap { Int($0) } ?? 0
        issueTypes = (fields["issueTypes"] ?? "").split(separator: ",").map(String.init)
        isProven = fields["unproven"] == nil
        let inner = fields.filter { $0.key.hasPrefix("within.") }.map { (String($0.key.dropFirst(7)), $0.value) }
        within = inner.isEmpty ? nil : ReadPosition(Dictionary(inner) { $1 })
    }

    /// The list to read now, or nil when all are behind us.
    var list: BMSLookupList? {
        let own = BMSLookupKind.all.map {
            BMSLookupList(kind: $0.name, path: $0.path, isPaged: $0 == BMSLookupKind.member)
        }
        let all = own + issueTypes.map(Self.subTypes) + tables + learned
        return all.indices.contains(step) ? all[step] : nil
    }

    /// The path takes the number of the issue type, and not its name.
    private static func subTypes(of type: String) -> BMSLookupList {
        BMSLookupList(
            kind: BMSLookupKind.subIssueType,
            path: "/v2/system/issuetypes/\(URLText.encoded(type))/issuesubtypes/lookup",
            parent: "\(BMSLookupKind.issueType.name):\(type)")
    }

    private var tables: [BMSLookupList] {
        options.lookupTables.map {
            BMSLookupList(kind: $0.kind, path: "/v2/system/tenantlookup/\(URLText.encoded($0.table))")
        }
    }

    private var learned: [BMSLookupList] {
        options.kindsToLearn.map { BMSLookupList(kind: $0, path: BMSStreams.ticketSearch.path, isLearned: true) }
    }

    /// Goes on in this list, or to the next.
    mutating func move(within next: ReadPosition?, isProven: Bool) {
        self.isProven = self.isProven && isProven
        within = next
        if next == nil { step += 1 }
    }

    /// Where to go on, or nil at the end.
    var position: ReadPosition? {
        guard list != nil else { return nil }
        var fields = ["step": String(step), "issueTypes": issueTypes.joined(separator: ",")]
        if !isProven { fields["unproven"] = "yes" }
        for (key, value) in within?.fields ?? [:] { fields["within.\(key)"] = value }
        return ReadPosition(fields)
    }

    static func reasonToSkip(_ error: ConnectorError) -> String? {
        switch error {
        case .forbidden(let words), .notFound(let words), .notAvailable(let words): words
        default: nil
        }
    }
}
