import Connectors
import Inventory

@testable import Sync

/// A page as the cores meet it: its rows mapped already.
struct CoreAnswer {
    var page: Page
    var rows: [IncomingRow]

    init(_ rows: [VendorList.Row], _ page: Page) {
        self.page = page
        self.rows = rows.map(Self.incoming)
    }

    private static func incoming(_ row: VendorList.Row) -> IncomingRow {
        var incoming = template
        incoming.externalID = String(row.id)
        incoming.createdAt = Timestamp(microseconds: Int64(row.birth))
        incoming.updatedAt = row.modified.map { Timestamp(microseconds: $0) }
        incoming.isDeleted = row.isFlagged
        incoming.parents = [String(row.parent)]
        incoming.digest = String(row.revision)
        return incoming
    }

    /// A row to begin with: what a record becomes is worked out once, and not millions of times.
    private static let template: IncomingRow = {
        let stream = StreamDescription(
            name: "organizations", entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: "", period: .seconds(1))
        do {
            return try IncomingRow(SourceRecord(Organization(), externalID: "0"), RowShape(stream))
        } catch {
            preconditionFailure("an empty organisation is refused: \(error)")
        }
    }()
}
