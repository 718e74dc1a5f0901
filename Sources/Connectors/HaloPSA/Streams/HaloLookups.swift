import Inventory
import JSON

extension HaloStreams {
    /// Names to ids, a list after the other. One that our agent may not see is left out, and then nothing is proven gone.
    static let lookups = Stream(
        description: StreamDescription(
            name: "lookups", calls: Set(HaloLookupKind.all.map { "/api\($0.path)" }).sorted(),
            entity: Lookup.entity.description, reading: .snapshot, deletion: .absence, endOfList: endOfArrays,
            period: .hours(1), callsPerThousand: 15)
    ) { (reader, _, position) async throws(ConnectorError) in
        let step = position?.fields["step"].flatMap { Int($0) } ?? 0
        guard step < HaloLookupKind.all.count else { return Page() }
        let kind = HaloLookupKind.all[step]
        var hasSkipped = position?.fields["skipped"] != nil
        var page: Page
        do throws(ConnectorError) {
            let (rows, cost) = try await reader.client.all(kind.path, key: kind.key, query: kind.query)
            page = HaloReader.page(rows, cost) { (json) throws(UnusableRecord) in try lookup(json, kind) }
            // A record that holds more than is kept is none to show.
            if kind.kept != nil { for index in page.rejected.indices { page.rejected[index].payload = "{}" } }
            page.completedParents = [kind.path]
        } catch {
            guard let reason = reasonToSkip(error) else { throw error }
            hasSkipped = true
            let skipped = RejectedRecord(externalID: kind.path, reason: reason, payload: "{}")
            page = Page(skippedParents: [skipped], calls: 1)
        }
        if step + 1 < HaloLookupKind.all.count {
            var fields = ["step": String(step + 1)]
            fields["skipped"] = hasSkipped ? "yes" : nil
            page.next = ReadPosition(fields)
        }
        page.provesWhole = page.next == nil && !hasSkipped
        return page
    }

    private static func reasonToSkip(_ error: ConnectorError) -> String? {
        switch error {
        case .forbidden(let words), .notFound(let words), .notAvailable(let words): words
        default: nil
        }
    }

    private static func lookup(_ json: JSONValue, _ kind: HaloLookupKind) throws(UnusableRecord) -> SourceRecord? {
        guard kind.holds(json) else { return nil }
        var row = HaloRow(json)
        let id = kind == .priorities ? try priority(&row) : try row.required()
        if kind == .agents, id == HaloPlaceholder.agent { return nil }
        var lookup = Lookup()
        lookup.kind = kind.name
        lookup.name = row.text(anyOf: [kind.label, "name", "value"])
        if kind == .priorities { lookup.parentExternalID = row.id("slaid").map { "\(HaloLookupKind.slas.name):\($0)" } }
        let isOut = ["inactive", "isdisabled", "ishidden", "hidden"].lazy.compactMap { row.json[$0].bool }.first
        lookup.isActive = isOut.map { !$0 }
        let unkept = kind.kept.map { kept in Set((json.object ?? []).map(\.key)).subtracting(kept) } ?? []
        let level = kind.mark.map { $0.isInID ? "\($0.value):" : "" } ?? ""
        var record = try row.record(lookup, id: "\(kind.name):\(level)\(id)", withheld: unkept)
        // Here `id` is a GUID, which nothing holds, and is kept beside.
        if kind == .priorities, let guid = json["id"].cleaned { record.vendorFields = with(guid, record.vendorFields) }
        return record
    }

    /// A priority's number is its service level's own.
    private static func priority(_ row: inout HaloRow) throws(UnusableRecord) -> String {
        "\(HaloRow.id(row.json["slaid"]) ?? "0"):\(try row.required("priorityid"))"
    }

    private static func with(_ guid: String, _ fields: String?) -> String? {
        let members = (try? JSONValue.parse(Array((fields ?? "{}").utf8)))?.object ?? []
        return JSONText.object(
            [("id", JSONText.quoted(guid))] + members.map { ($0.key, $0.value.serialised()) })
    }
}
