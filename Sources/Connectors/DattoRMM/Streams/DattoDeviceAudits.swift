import Inventory
import JSON

extension DattoStreams {
    /// The devices' columns that the audit alone knows.
    static let auditColumns: Set<String> = [
        "is_virtual", "manufacturer", "model", "serial_number", "cpu_model", "cpu_cores", "memory_bytes",
        "storage_bytes", "storage_free_bytes", "mac_addresses", "bios_released_on",
    ]

    /// A call a device, when the agent has taken its inventory anew (trap 5): once a day at most, which for 5,000 devices
    /// is a quarter of an hour of the account's budget.
    static let audited = Reading.perParent(
        entity: "devices", turn: .moved(column: "last_audited_at", rest: .hours(20)))

    static let deviceAudits = Stream(
        description: StreamDescription(
            name: "device_audits", calls: ["/api/v2/audit/device/{id}", "/api/v2/audit/printer/{id}"],
            entity: Device.entity.description, owns: auditColumns, isPrimary: false,
            after: ["devices"], reading: audited, deletion: .never, endOfList: oneAnswer,
            volatileVendorFields: ["printer", "printerMarkerSupplies", "snmpInfo", "systemInfo"],
            period: .hours(4), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await DattoAudit.walk(reader, request, at: position) { (uid, _) throws(ConnectorError) in
            guard let (audit, cost) = try await DattoAudit.of(uid, reader) else { return Page() }
            return Page(
                records: [DattoAuditMapping.record(audit, uid: uid)], vendorDate: cost.vendorDate, calls: cost.calls,
                bytes: cost.bytes)
        }
    }
}

/// An audit as columns of its device. Members, and the objects that hold them, may be null for a device that was never
/// audited.
enum DattoAuditMapping {
    static func record(_ audit: DattoAudit, uid: String) -> SourceRecord {
        var reader = RowReader(audit.json)
        var device = Device()
        device.manufacturer = reader.word("systemInfo.manufacturer")
        device.model = reader.word("systemInfo.model")
        device.macAddresses = NetworkAddress.macs(
            (audit.json["nics"].array ?? []).compactMap { $0["macAddress"].cleaned })
        switch audit {
        case .machine: machine(&reader, &device)
        case .printer: device.serialNumber = reader.serial("snmpInfo.snmpSerial")
        case .host: host(&reader, &device)
        }
        return SourceRecord(device, externalID: uid, vendorFields: reader.rest(omitting: notStored))
    }

    /// Volumes and interfaces are streams of their own; the links stand in the list.
    private static let notStored: Set<String> = ["logicalDisks", "datastores", "nics", "portalUrl", "webRemoteUrl"]

    private static func machine(_ reader: inout RowReader, _ device: inout Device) {
        device.isVirtual = DattoVirtual.isVirtual(device.manufacturer, device.model)
        device.serialNumber = reader.serial("bios.serialNumber")
        device.biosReleasedOn = reader.take("bios.releaseDate", DattoTimes.day)
        device.cpuCores = reader.positive("systemInfo.totalCpuCores")
        device.memoryBytes = reader.positive("systemInfo.totalPhysicalMemory")
        device.cpuModel = firstProcessor(&reader)
        let fixed = (reader.row["logicalDisks"].array ?? []).filter(DattoVolume.isFixed)
        device.storageBytes = sum(fixed.compactMap { $0["size"].positive })
        device.storageFreeBytes = device.storageBytes.flatMap { _ in
            sum(fixed.compactMap { $0["freespace"].integer }.filter { $0 >= 0 })
        }
    }

    /// The units of a host's memory are not stated, and its clock speeds neither.
    private static func host(_ reader: inout RowReader, _ device: inout Device) {
        device.isVirtual = false
        device.serialNumber = reader.serial("systemInfo.serviceTag")
        device.cpuCores = sum((reader.row["processors"].array ?? []).compactMap { $0["numberOfCores"].positive })
        device.cpuModel = firstProcessor(&reader)
    }

    private static func firstProcessor(_ reader: inout RowReader) -> String? {
        (reader.row["processors"].array ?? []).lazy.compactMap { Placeholders.word($0["name"].text) }.first
    }

    private static func sum(_ numbers: [Int64]) -> Int64? {
        guard !numbers.isEmpty else { return nil }
        return numbers.reduce(0) { total, next in
            let (sum, isOver) = total.addingReportingOverflow(next)
            return isOver ? .max : sum
        }
    }
}

/// Whether a machine is virtual, which the vendor does not say: told by who is said to have made it.
enum DattoVirtual {
    private static let makers = ["vmware", "qemu", "xen", "innotek", "parallels", "amazon ec2", "openstack", "ovirt"]
    private static let models = [
        "virtual machine", "vmware", "virtualbox", "kvm", "hvm domu", "google compute engine", "virtual platform",
    ]

    static func isVirtual(_ manufacturer: String?, _ model: String?) -> Bool? {
        guard manufacturer != nil || model != nil else { return nil }
        let (maker, model) = (manufacturer?.lowercased() ?? "", model?.lowercased() ?? "")
        return makers.contains { maker.contains($0) } || models.contains { model.contains($0) }
    }
}
