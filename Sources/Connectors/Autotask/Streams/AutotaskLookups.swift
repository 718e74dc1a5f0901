import Inventory
import JSON

extension AutotaskStreams {
    /// Names to ids, from pick lists and from lists. What our level may not read is left out, and then nothing is proven
    /// gone.
    static let lookups = Stream(
        description: StreamDescription(
            name: "lookups", calls: AutotaskLookupLists.all.map(\.call), entity: Lookup.entity.description,
            reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(12), callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        var walk = AutotaskLookupWalk(position)
        guard let source = walk.source else { return Page() }
        do throws(ConnectorError) {
            var page = try await lookups(source, reader, request, walk.within)
            walk.move(within: page.next)
            page.next = walk.position
            page.provesWhole = page.next == nil && !walk.hasSkipped
            return page
        } catch {
            let skipped: RejectedRecord
            switch error {
            case .forbidden(let words), .notFound(let words), .notAvailable(let words):
                skipped = RejectedRecord(externalID: source.entity.rawValue, reason: words, payload: "{}")
            default: throw error
            }
            walk.skip()
            return Page(next: walk.position, skippedParents: [skipped], calls: 1)
        }
    }

    private static func lookups(
        _ source: AutotaskLookupSource, _ reader: AutotaskReader, _ request: ReadRequest, _ within: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        switch source {
        case .records(let kind, let list):
            return try await reader.page(list, request, at: within) { (row) throws(UnusableRecord) in
                try AutotaskLookupLists.record(&row, kind: kind)
            }
        case .pickLists(let entity, let kinds):
            let answer = try await reader.client.fields(entity)
            guard answer.json["fields"].array != nil else {
                throw .malformedAnswer("\(entity.rawValue) is not told with its fields")
            }
            return page(AutotaskPickLists(answer.json), kinds, answer.cost)
        }
    }

    private static func page(
        _ lists: AutotaskPickLists, _ kinds: [AutotaskPickListKind], _ cost: CallCost
    ) -> Page {
        var mapper = RecordMapper(bytes: .max)
        for kind in kinds {
            mapper.map(lists.rows[kind.field] ?? [], id: { $0["value"].text }) { (row) throws(UnusableRecord) in
                try AutotaskLookupLists.record(row, kind)
            }
        }
        return Page(
            records: mapper.records, rejected: mapper.rejected, vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
    }
}

/// The walk through all sources of lookups.
struct AutotaskLookupWalk: Sendable {
    private var step: Int
    private(set) var within: ReadPosition?
    private(set) var hasSkipped: Bool

    init(_ position: ReadPosition?) {
        let fields = position?.fields ?? [:]
        step = fields["step"].flatMap { Int($0) } ?? 0
        hasSkipped = fields["skipped"] != nil
        let inner = fields.filter { $0.key.hasPrefix("within.") }.map { (String($0.key.dropFirst(7)), $0.value) }
        within = inner.isEmpty ? nil : ReadPosition(Dictionary(inner) { $1 })
    }

    /// What is read now, or nil when all is behind us.
    var source: AutotaskLookupSource? {
        AutotaskLookupLists.all.indices.contains(step) ? AutotaskLookupLists.all[step] : nil
    }

    /// Goes on in this list, or to the next.
    mutating func move(within next: ReadPosition?) {
        within = next
        if next == nil { step += 1 }
    }

    /// Leaves a source out.
    mutating func skip() {
        hasSkipped = true
        move(within: nil)
    }

    /// Where to go on, or nil at the end.
    var position: ReadPosition? {
        guard source != nil else { return nil }
        var fields = ["step": String(step)]
        if hasSkipped { fields["skipped"] = "yes" }
        for (key, value) in within?.fields ?? [:] { fields["within.\(key)"] = value }
        return ReadPosition(fields, isResumable: within?.isResumable ?? true)
    }
}
