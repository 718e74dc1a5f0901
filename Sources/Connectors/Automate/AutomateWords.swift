import Inventory
import JSON

/// Automate's words, and what they mean in the model. Many are the server's own data, which technicians may rename: what
/// is plain is taken, the rest stays in the label.
enum AutomateWords {
    static let online = Vocabulary<Bool>(["Online": true, "Up": true, "Offline": false, "Down": false])

    /// By the type, and for workstations by the chassis.
    static func computerClass(_ row: JSONValue, chassis: JSONValue) -> DeviceClass? {
        if row["IsVirtualHost"].bool == true { return .hypervisor }
        guard let found = computerClasses.value(row["Type"].text) else { return nil }
        let type = chassis["ChassisType"].cleaned?.lowercased() ?? ""
        return found == .workstation && portables.contains { type.contains($0) } ? .laptop : found
    }

    private static let computerClasses = Vocabulary<DeviceClass>(
        ["Workstation": .workstation, "Server": .server, "Laptop": .laptop, "Notebook": .laptop], otherwise: .other)

    private static let portables = [
        "laptop", "notebook", "portable", "convertible", "detachable", "tablet", "hand held", "handheld",
    ]

    /// The type's name is the server's own: by the words in it.
    static func networkClass(_ type: String?) -> DeviceClass? {
        guard let type = type?.lowercased() else { return nil }
        return networkClasses.first { type.contains($0.part) }?.kind ?? .other
    }

    private static let networkClasses: [(part: String, kind: DeviceClass)] =
        [("print", .printer), ("copier", .printer), ("esx", .hypervisor), ("hypervisor", .hypervisor)]
        + ["switch", "router", "firewall", "wireless", "access point", "gateway", "network"].map { ($0, .network) }
        + [("server", .server), ("workstation", .workstation), ("laptop", .laptop), ("phone", .other)]

    static func osFamily(_ name: String?) -> OSFamily? {
        guard let name = name?.lowercased() else { return nil }
        return families.first { name.contains($0.part) }?.family ?? .other
    }

    private static let families: [(part: String, family: OSFamily)] =
        [("windows", .windows), ("macos", .macos), ("mac os", .macos), ("os x", .macos), ("darwin", .macos)]
        + [
            "linux", "ubuntu", "debian", "centos", "red hat", "fedora", "suse", "raspbian", "almalinux", "rocky",
        ].map { ($0, .linux) }

    /// The third part of a Windows version.
    static func windowsBuild(_ version: String?) -> String? {
        let parts = (version ?? "").split(separator: ".")
        return parts.count >= 3 && parts[2].allSatisfy(\.isNumber) ? String(parts[2]) : nil
    }

    static let patchSeverity = Vocabulary<PatchSeverity>(
        ["Critical": .critical, "Important": .important, "Moderate": .moderate, "Low": .low], otherwise: .unknown)

    /// Of the names of a policy's approval those that say it plainly.
    static let approval = Vocabulary<PatchState>([
        "Approved": .approved, "Approve": .approved, "Denied": .rejected, "Deny": .rejected, "Ignored": .rejected,
        "Ignore": .rejected, "Declined": .rejected, "Rejected": .rejected,
    ])

    static let alertSeverity = Vocabulary<AlertSeverity>([
        "Critical": .critical, "Emergency": .critical, "High": .major, "Error": .major, "Major": .major,
        "Medium": .moderate, "Moderate": .moderate, "Warning": .moderate, "Low": .minor, "Minor": .minor,
        "Information": .info, "Informational": .info, "Info": .info, "None": .info,
    ])
}
