import Inventory
import JSON

/// Deletions leave no trace in a table: the instance files them in `sys_audit_delete`, under the record's real class, and
/// only some of them (a table may be left out, and old rows are purged). What is not found there the daily sweep finds.
extension ServiceNowReader {
    private static let audit = ServiceNowTable(
        name: "sys_audit_delete", fields: ["tablename", "documentkey"], impossible: "tablename=-",
        cursor: "sys_created_on")

    /// Whether the walk has something before it.
    func isLeft(
        _ tables: [ServiceNowTable], _ scope: ReadScope, _ walk: ServiceNowWalk, _ gone: Gone?
    ) async throws(ConnectorError) -> Bool {
        if walk.place < tables.count { return true }
        guard gone != nil, scope != .everything else { return false }
        // The classes are asked for with the first page of deletions, not before.
        return walk.place == tables.count ? true : walk.place - tables.count < (try await parts(tables)).count
    }

    func deletions(
        _ tables: [ServiceNowTable], _ scope: ReadScope, _ walk: inout ServiceNowWalk, _ gone: Gone?
    ) async throws(ConnectorError) -> Page {
        let parts = try await parts(tables)
        guard case .changed(let since) = scope, let gone, walk.place - tables.count < parts.count else { return Page() }
        let classes = parts[walk.place - tables.count]
        let conditions = ["tablenameIN\(classes)", "sys_created_on>=\(ServiceNowTable.literal(since))"]
        do throws(ConnectorError) {
            let answer = try await client.page(of: Self.audit, conditions, at: walk.pager)
            walk.take(answer.step, rows: answer.rows.count, answer.cost)
            let names = Set(classes.split(separator: ",").map(String.init))
            var page = Self.page(answer.rows, Self.audit, answer.cost) { row in
                // Not understood, the condition would bring what was deleted elsewhere.
                guard row.text("tablename").map(names.contains) == true else { return nil }
                return row.text("documentkey").map { gone($0, row.createdAt) }
            }
            // The time of a deletion says nothing of how far the table itself was read.
            page.highWater = nil
            return page
        } catch {
            // Most users may not read it.
            switch error {
            case .forbidden, .notAvailable, .notFound:
                for _ in parts { walk.leave(isWhole: true) }
                return Page(calls: 1)
            default: throw error
            }
        }
    }

    /// The classes of some tables, as lists that fit into an address.
    private func parts(_ tables: [ServiceNowTable]) async throws(ConnectorError) -> [String] {
        ServiceNowLists.parts(try await known.family(of: tables.map(\.name)))
    }
}
