/// A section of a device's audit.
enum DeviceSection: String, Sendable, Hashable, CaseIterable {
    case hardware, network, software, patches, backup

    /// The tables that it tells of.
    var tables: [String] {
        switch self {
        case .hardware: ["device_volumes"]
        case .network: ["device_network_interfaces"]
        case .software: ["software"]
        case .patches: ["patches", "patch_status"]
        case .backup: ["backups"]
        }
    }

    /// What is read for it; the last part is the one that may go on.
    func parts(of device: String, _ run: ToolRun) throws(Problem) -> [ToolPart] {
        let its = [QueryParameter.eq("device_id", device)]
        let own = [QueryParameter.eq("id", device)]
        let limit = run.arguments.limit(standard: 100)
        switch self {
        case .hardware:
            return [
                ToolPart("system", "devices", own, limit: 1, fields: Self.system),
                ToolPart(
                    "volumes", "device_volumes", its, limit: limit,
                    fields: ["id", "name", "file_system", "capacity_bytes", "free_bytes"]),
            ]
        case .network:
            return [
                ToolPart(
                    "addresses", "devices", own, limit: 1,
                    fields: ["id", "ip_addresses", "mac_addresses", "public_ip", "domain"]),
                ToolPart(
                    "interfaces", "device_network_interfaces", its, limit: limit,
                    fields: ["id", "name", "mac_address", "ip_addresses", "is_virtual"]),
            ]
        case .software:
            return [
                ToolPart(
                    "programs", "software", its + (try run.search()), sort: "name", limit: limit,
                    fields: ["name", "version", "publisher", "installed_on"])
            ]
        case .patches:
            let open = run.arguments.flag("with_installed") == true ? [] : [QueryParameter("state", "ne", "installed")]
            return [
                ToolPart("status", "patch_status", its, limit: 1, fields: Self.patchStatus),
                ToolPart(
                    "patches", "patches", its + open + (try run.search()), sort: "state,title", limit: limit,
                    fields: ["kb", "title", "kind", "severity", "state", "released_on", "installed_at"]),
            ]
        case .backup:
            return [
                ToolPart("backups", "backups", its, sort: "-last_run_at", limit: limit, fields: Self.backupFields)
            ]
        }
    }

    static let patchStatus = [
        "status", "installed_count", "pending_count", "failed_count", "rejected_count", "last_scanned_at",
    ]
    static let backupFields = [
        "id", "product", "job_name", "status", "last_run_at", "last_success_at", "protected_bytes", "message",
    ]
    private static let system = [
        "id", "device_class", "is_virtual", "manufacturer", "model", "serial_number", "cpu_model", "cpu_cores",
        "memory_bytes", "storage_bytes", "storage_free_bytes", "architecture", "os_name", "os_version", "os_build",
        "bios_released_on", "purchased_on", "warranty_starts_on", "warranty_ends_on", "disk_encryption",
        "last_boot_at", "last_audited_at", "agent_version",
    ]
}
