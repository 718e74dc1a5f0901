import Connectors
import Inventory
import Testing

@testable import Sync

/// A page's rows of bytes and its records, as the bulk loader takes them.
@Suite struct BulkCellsTests {
    @Test func rowsAndRecordsOfOnePageKeepTheirIDs() throws {
        let shape = try #require(BulkShape(Make.softwareStream([]).description))
        var rows = SetRows(Software.entity.description)
        rows.begin()
        for text in [nil, "a", "Word", "1"] { rows.append(text) }
        for _ in 0..<4 { rows.appendNull() }
        var page = Page(records: [Make.software("Excel", "2", device: "b"), Make.software("Paint", "3", device: "c")])
        page.sets = rows
        let cells = BulkCells(page, shape)
        #expect(cells.rows.count == 3 && cells.rejected.isEmpty)
        #expect((0..<3).map { cells.externalID($0) } == ["a:Word:1", "b:Excel:2", "c:Paint:3"])
        #expect(cells.rows.records.map(\.externalID) == ["a:Word:1", "b:Excel:2", "c:Paint:3"])
    }
}
