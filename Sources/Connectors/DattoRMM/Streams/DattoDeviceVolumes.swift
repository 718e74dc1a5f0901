import Inventory
import JSON

extension DattoStreams {
    /// Out of the same answer as ``deviceAudits``, which a stream of another entity has to ask for again.
    static let deviceVolumes = Stream(
        description: StreamDescription(
            name: "device_volumes", calls: ["/api/v2/audit/device/{id}", "/api/v2/audit/printer/{id}"],
            entity: DeviceVolume.entity.description, after: ["devices"], reading: audited,
            deletion: .absenceWithinParent, endOfList: oneAnswer, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await DattoAudit.walk(reader, request, at: position) { (uid, _) throws(ConnectorError) in
            guard let (audit, cost) = try await DattoAudit.of(uid, reader) else { return Page() }
            var mapper = RecordMapper(bytes: cost.bytes)
            let (rows, key) = DattoVolume.rows(of: audit)
            mapper.map(rows, id: { $0[key].cleaned }) { row throws(UnusableRecord) in
                DattoVolume.record(row, of: uid, name: try row.required(key), audit)
            }
            return Page(
                records: mapper.records, rejected: mapper.rejected, vendorDate: cost.vendorDate, calls: cost.calls,
                bytes: cost.bytes)
        }
    }
}

/// A drive of a machine, or a datastore of a host. Sizes are bytes.
enum DattoVolume {
    /// The rows, and the member by which a row is told from its neighbours.
    static func rows(of audit: DattoAudit) -> ([JSONValue], key: String) {
        switch audit {
        case .machine(let json): (json["logicalDisks"].array ?? [], "diskIdentifier")
        case .host(let json): (json["datastores"].array ?? [], "datastoreName")
        case .printer: ([], "name")
        }
    }

    /// Not a network drive or something that is put in and taken out.
    static func isFixed(_ row: JSONValue) -> Bool {
        let words = row["description"].cleaned?.lowercased() ?? ""
        return !["network", "remote", "removable", "cd-rom", "compact", "floppy", "ram disk"].contains {
            words.contains($0)
        }
    }

    static func record(_ row: JSONValue, of uid: String, name: String, _ audit: DattoAudit) -> SourceRecord {
        var reader = RowReader(row)
        var volume = DeviceVolume()
        volume.deviceExternalID = uid
        volume.name = reader.first(["diskIdentifier", "datastoreName"]) { $0.cleaned }
        volume.fileSystem = reader.text("fileSystem")
        volume.capacityBytes = reader.positive("size")
        // A drive without a medium says 0 of 0.
        volume.freeBytes =
            volume.capacityBytes == nil
            ? nil : reader.first(["freespace", "freeSpace"]) { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }
        return SourceRecord(volume, externalID: "\(uid):\(name)", vendorFields: reader.rest())
    }
}
