import Connectors
import Inventory

/// Records and streams as the tests' scripts hold them.
enum Make {
    static func time(_ minute: Int) -> Timestamp {
        // 2026-01-01 and so many minutes.
        Timestamp(microseconds: 1_767_225_600_000_000 + Int64(minute) * 60_000_000)
    }

    static func organization(
        _ id: String, _ name: String? = nil, updated: Int? = nil, created: Int? = nil, deleted: Bool = false,
        vendorFields: String? = nil
    ) -> SourceRecord {
        var record = Organization()
        record.name = name ?? "Organisation \(id)"
        return SourceRecord(
            record, externalID: id, sourceCreatedAt: created.map(time), sourceUpdatedAt: updated.map(time),
            isDeleted: deleted, vendorFields: vendorFields)
    }

    static func organizations(_ ids: ClosedRange<Int>) -> [SourceRecord] { ids.map { organization(String($0)) } }

    static func device(
        _ id: String, organization: String? = nil, hostname: String? = nil, serial: String? = nil,
        lastSeen: Int? = nil, vendorFields: String? = nil, updated: Int? = nil
    ) -> SourceRecord {
        var record = Device()
        record.organizationExternalID = organization
        record.hostname = hostname ?? "host-\(id)"
        record.serialNumber = serial
        record.lastSeenAt = lastSeen.map(time)
        return SourceRecord(
            record, externalID: id, sourceUpdatedAt: updated.map(time), vendorFields: vendorFields)
    }

    static func volume(_ id: String, device: String, capacity: Int64 = 1) -> SourceRecord {
        var record = DeviceVolume()
        record.deviceExternalID = device
        record.name = id
        record.capacityBytes = capacity
        return SourceRecord(record, externalID: "\(device):\(id)")
    }

    static func software(
        _ name: String, _ version: String, device: String, size: Int64? = nil
    ) -> SourceRecord {
        var record = Software()
        record.deviceExternalID = device
        record.name = name
        record.version = version
        record.publisher = "Maker of \(name)"
        record.sizeBytes = size
        return SourceRecord(record, externalID: "\(device):\(name):\(version)")
    }

    static func patch(
        _ key: String, _ state: PatchState, device: String, title: String? = nil, installed: Int? = nil
    ) -> SourceRecord {
        var record = Patch()
        record.deviceExternalID = device
        record.kb = "KB\(key)"
        record.title = title ?? "Patch \(key)"
        record.state = state
        record.installedAt = installed.map(time)
        return SourceRecord(record, externalID: "\(device):\(key)")
    }

    static func alert(_ id: String) -> SourceRecord {
        var record = Alert()
        record.message = "alert \(id)"
        record.status = .open
        return SourceRecord(record, externalID: id)
    }

    static func stream(
        _ name: String, _ entity: EntityDescription, after: [String] = [], reading: Reading = .snapshot,
        deletion: Deletion = .absence, owns: Set<String>? = nil, isPrimary: Bool = true,
        volatileVendorFields: Set<String> = [], canReadOne: Bool = false
    ) -> StreamDescription {
        StreamDescription(
            name: name, entity: entity, owns: owns, isPrimary: isPrimary, after: after, reading: reading,
            deletion: deletion, endOfList: "the script's", volatileVendorFields: volatileVendorFields,
            period: .seconds(3_600), canReadOne: canReadOne)
    }

    static func organizations(
        _ records: [SourceRecord] = [], reading: Reading = .snapshot, deletion: Deletion = .absence
    ) -> Script.Stream {
        Script.Stream(
            description: stream(
                "organizations", Organization.entity.description, reading: reading, deletion: deletion),
            records: records)
    }

    /// Several lists of one kind that fill the organisations between them.
    static func shared(
        _ name: String, _ records: [SourceRecord], reading: Reading = incremental
    ) -> Script.Stream {
        Script.Stream(
            description: stream(name, Organization.entity.description, reading: reading), records: records)
    }

    static func patchStream(_ name: String, part: Int, _ records: [SourceRecord]) -> Script.Stream {
        var description = stream(name, Patch.entity.description)
        description.part = part
        return Script.Stream(description: description, records: records)
    }

    static let incremental = Reading.incremental(field: "updated", precision: .seconds(1), isInclusive: true)

    static func devices(
        _ records: [SourceRecord] = [], after: [String] = ["organizations"], volatile: Set<String> = []
    ) -> Script.Stream {
        Script.Stream(
            description: stream(
                "devices", Device.entity.description, after: after, volatileVendorFields: volatile), records: records)
    }

    static func softwareStream(_ records: [SourceRecord] = [], deletion: Deletion = .absence) -> Script.Stream {
        Script.Stream(
            description: stream("software", Software.entity.description, deletion: deletion), records: records,
            pageSize: 4)
    }
}
