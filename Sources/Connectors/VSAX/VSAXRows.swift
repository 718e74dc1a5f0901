import Inventory
import JSON

/// The rows of one answer, and what follows them.
struct VSAXRows: Sendable {
    let rows: [JSONValue]
    let paging: AnchoredOffsetPaging.Outcome
    let cost: CallCost

    init(_ rows: [JSONValue], _ paging: AnchoredOffsetPaging.Outcome, _ cost: CallCost) {
        self.rows = rows
        self.paging = paging
        self.cost = cost
    }

    /// The page, a record a row.
    func page(
        id: String, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(rows, id: { $0[id].cleaned }, record: record)
        return page(mapper)
    }

    /// The page of what hangs on each row's device: its disks, its programs.
    /// - Parameters:
    ///   - key: what tells a part from the others of its device; nil: nothing does, and it is left out.
    func page(
        ofParts parts: (JSONValue) -> [JSONValue], key: (JSONValue) -> String?,
        record: (_ part: JSONValue, _ asset: VSAXAsset, _ id: String) -> SourceRecord
    ) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        for row in rows {
            guard let device = row["Identifier"].cleaned else {
                mapper.map([row], id: { _ in nil }) { _ throws(UnusableRecord) in throw UnusableRecord("no Identifier")
                }
                continue
            }
            let asset = VSAXAsset(id: device, json: row)
            mapper.map(parts(row), id: { part in key(part).map { "\(device):\($0)" } }) { part in
                key(part).map { record(part, asset, "\(device):\($0)") }
            }
        }
        return page(mapper)
    }

    private func page(_ mapper: RecordMapper) -> Page {
        Page(
            records: mapper.records, rejected: mapper.rejected, next: paging.step.position,
            provesWhole: paging.provesWhole, vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }
}

/// A record of the assets: whose, and what.
struct VSAXAsset: Sendable {
    let id: String
    let json: JSONValue
}
