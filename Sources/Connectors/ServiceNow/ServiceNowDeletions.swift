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
            // Not understood, the condition would bring what was deleted elsewhere.
            let names = Set(classes.split(separator: ",").map(String.init))
            let ours = answer.rows.filter { ServiceNowRow(json: $0).text("tablename").map(names.contains) == true }
            let returned = try await returned(ours.compactMap { ServiceNowRow(json: $0).text("documentkey") }, tables)
            var page = Self.page(ours, Self.audit, answer.cost) { row in
                row.text("documentkey").flatMap { returned.ids.contains($0) ? nil : gone($0, row.createdAt) }
            }
            // The time of a deletion says nothing of how far the table itself was read.
            page.highWater = nil
            page.calls += returned.cost.calls
            page.bytes += returned.cost.bytes
            return page
        } catch {
            guard error.isNotOurs else { throw error }
            // Most users may not read it.
            for _ in parts { walk.leave(isWhole: true) }
            return Page(calls: 1)
        }
    }

    /// Those deleted records that stand in their tables again, since somebody has brought them back.
    private func returned(
        _ ids: [String], _ tables: [ServiceNowTable]
    ) async throws(ConnectorError) -> (ids: Set<String>, cost: CallCost) {
        var found: Set<String> = []
        var cost = CallCost()
        for table in tables {
            for part in ServiceNowLists.parts(ids) {
                do throws(ConnectorError) {
                    let answer = try await client.all(of: ServiceNowTable(name: table.name), ["sys_idIN\(part)"])
                    found.formUnion(answer.rows.compactMap { ServiceNowRow(json: $0).text("sys_id") })
                    cost += answer.cost
                } catch {
                    guard error.isNotOurs else { throw error }
                }
            }
        }
        return (found, cost)
    }

    /// The classes of some tables, as lists that fit into an address.
    private func parts(_ tables: [ServiceNowTable]) async throws(ConnectorError) -> [String] {
        ServiceNowLists.parts(try await known.family(of: tables.map(\.name)))
    }
}

extension ConnectorError {
    /// About a table that our user may not see, or that the instance does not have.
    var isNotOurs: Bool {
        switch self {
        case .forbidden, .notAvailable, .notFound: true
        default: false
        }
    }
}
