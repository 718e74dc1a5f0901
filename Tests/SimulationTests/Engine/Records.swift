import Connectors
import Inventory

/// What the rows of the simulated lists are as records.
extension ListKind {
    /// The device that a row of a device's list hangs on.
    func device(of row: VendorList.Row) -> String { String(row.id % 9 + 1) }

    func externalID(_ row: VendorList.Row) -> String {
        switch self {
        case .volumes, .patches: "\(device(of: row)):\(row.id)"
        case .software: "\(device(of: row)):tool \(row.id):r\(row.revision)"
        default: String(row.id)
        }
    }

    /// The row's id at the vendor, from what the warehouse calls it.
    func id(of externalID: String) -> Int {
        switch self {
        case .software: Int(externalID.split(separator: ":")[1].dropFirst(5)) ?? 0
        default: externalID.split(separator: ":").last.flatMap { Int($0) } ?? 0
        }
    }

    func record(_ row: VendorList.Row) -> SourceRecord {
        let content = "r\(row.revision)"
        let parent = String(row.parent + 1)
        switch self {
        case .organizations:
            var record = Organization()
            record.name = content
            return source(record, row)
        case .sitesA, .sitesB:
            var record = Site()
            (record.name, record.organizationExternalID) = (content, parent)
            return source(record, row)
        case .devices:
            var record = Device()
            (record.hostname, record.organizationExternalID) = (content, parent)
            record.serialNumber = "S\(row.birth)"
            record.lastSeenAt = Self.time(row.reading)
            return source(record, row)
        case .details:
            var record = Device()
            record.cpuModel = content
            return source(record, row)
        case .volumes:
            var record = DeviceVolume()
            (record.deviceExternalID, record.name, record.fileSystem) = (device(of: row), String(row.id), content)
            record.freeBytes = Int64(row.reading)
            return source(record, row)
        case .software:
            var record = Software()
            (record.deviceExternalID, record.name, record.version) = (device(of: row), "tool \(row.id)", content)
            return source(record, row)
        case .patches:
            var record = Patch()
            (record.deviceExternalID, record.kb, record.title) = (device(of: row), "KB\(row.id)", "Patch \(row.id)")
            record.state = row.revision.isMultiple(of: 2) ? .installed : .pending
            record.installedAt = Self.time(row.revision)
            return source(record, row)
        case .alerts:
            var record = Alert()
            (record.message, record.status, record.deviceExternalID) = (content, .open, parent)
            return source(record, row)
        }
    }

    private func source<Record: InventoryRecord>(_ record: Record, _ row: VendorList.Row) -> SourceRecord {
        // JSON that the loader takes for JSON, and the database does not.
        let noise = entity.columns.contains(where: \.isVolatile) ? "{\"noise\":\(row.reading)}" : "{}"
        let fields = row.isBad ? #"{"a":"\ud800"}"# : noise
        return SourceRecord(
            record, externalID: externalID(row), sourceCreatedAt: self == .details ? nil : Self.time(row.birth),
            sourceUpdatedAt: row.modified.map { Timestamp(microseconds: $0) }, isDeleted: row.isFlagged,
            vendorFields: entity.hasVendorFields ? fields : nil)
    }

    /// 2026-01-01 and so many seconds.
    static func time(_ second: Int) -> Timestamp {
        Timestamp(microseconds: 1_767_225_600_000_000 + Int64(second) * 1_000_000)
    }
}
