import Inventory
import JSON

extension PSAStreams {
    /// Names to ids, from the lists of the installation and then of each board: ids of statuses, types and items are a
    /// board's own. A list or a board that our role may not see is left out, and then nothing is proven gone.
    static let lookups = Stream(
        description: StreamDescription(
            name: "lookups", calls: PSALookupKind.calls, entity: Lookup.entity.description, reading: .snapshot,
            deletion: .absence,
            endOfList: endOfList, period: .hours(12), callsPerThousand: 100)
    ) { (reader, request, position) async throws(ConnectorError) in
        var walk = PSALookupWalk(position)
        guard let list = walk.list else { return Page() }
        do throws(ConnectorError) {
            let answer = try await reader.lookupRows(list, walk.within)
            var page = PSAReader.page(answer.rows, answer.cost) { (row) throws(UnusableRecord) in try list.record(row) }
            // A record that holds more than was asked for is none to show.
            if list.kind.kept != nil { for index in page.rejected.indices { page.rejected[index].payload = "{}" } }
            if list.kind == .boards { walk.boards += answer.rows.compactMap { $0["id"].text } }
            if answer.next == nil { page.completedParents = [list.path] }
            walk.move(within: answer.next)
            page.next = walk.position
            page.provesWhole = page.next == nil && !walk.hasSkipped
            return page
        } catch {
            guard let reason = PSALookupWalk.reasonToSkip(error) else { throw error }
            walk.skip()
            return Page(
                next: walk.position,
                skippedParents: [RejectedRecord(externalID: list.path, reason: reason, payload: "{}")], calls: 1)
        }
    }
}

extension PSAReader {
    /// Members are asked for by their harmless fields alone: the whole record has personal and cost data.
    fileprivate func lookupRows(
        _ list: PSALookupList, _ within: ReadPosition?
    ) async throws(ConnectorError) -> (rows: [JSONValue], next: ReadPosition?, cost: CallCost) {
        if list.board != nil { return try await client.numbered(list.path, at: within) }
        let answer = try await installationRows(list.kind, PSAPager(within))
        return (answer.rows, answer.next.map { ReadPosition($0.fields) }, answer.cost)
    }

    private func installationRows(_ kind: PSALookupKind, _ pager: PSAPager) async throws(ConnectorError)
        -> PSAClient.Rows
    {
        do throws(ConnectorError) {
            return try await client.rows(kind.path, fields: kind.fields, at: pager)
        } catch {
            guard case .forbidden = error, let lighter = kind.lighterPath else { throw error }
            return try await client.rows(lighter, fields: kind.fields, at: pager)
        }
    }
}
