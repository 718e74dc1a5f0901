import Connectors
import Inventory

/// A page's records as they would be stored, whatever is: made before the page's turn to be stored has come.
struct MappedRows: Sendable {
    let records: [SourceRecord]
    private(set) var incoming: [IncomingRow] = []
    /// Whatever becomes of them, the vendor has these, so that they are not gone.
    private(set) var seen: [UInt64] = []
    private(set) var rejected: [RejectedRecord] = []

    init(_ records: [SourceRecord], _ shape: RowShape) {
        self.records = records
        incoming.reserveCapacity(records.count)
        for record in records {
            if !record.isDeleted { seen.append(SeenSet.hash(record.externalID)) }
            do {
                incoming.append(try IncomingRow(record, shape))
            } catch {
                rejected.append(RowLoader.rejected(record, error.reason))
            }
        }
    }

    /// A record that the database would not take, as it is set aside.
    func rejected(_ externalID: String, _ reason: String) -> RejectedRecord {
        guard let record = records.last(where: { $0.externalID == externalID }) else {
            return RejectedRecord(externalID: externalID, reason: reason, payload: "{}")
        }
        return RowLoader.rejected(record, reason)
    }
}
