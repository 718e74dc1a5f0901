import Inventory
import JSON

/// Datto's words for a device, and what they mean in the model. `deviceType.category` is free text, `deviceClass` an
/// open enum: words never seen become `other`.
enum DattoWords {
    static func deviceClass(_ reader: RowReader) -> DeviceClass? {
        let name = reader.member("deviceClass").cleaned?.lowercased()
        if let known = name.flatMap({ classes[$0] }) { return known }
        let category = categories.value(reader.member("deviceType.category").text)
        return category ?? (name == nil ? nil : .other)
    }

    /// The machine's class says more than the category, except for machines with an agent.
    private static let classes: [String: DeviceClass] = [
        "printer": .printer, "esxihost": .hypervisor, "rmmnetworkdevice": .network,
    ]

    private static let categories = Vocabulary<DeviceClass>(
        [
            "Server": .server, "Desktop": .workstation, "Workstation": .workstation, "Laptop": .laptop,
            "Notebook": .laptop, "Printer": .printer, "ESXi Host": .hypervisor, "Network Device": .network,
            "Smartphone": .mobile, "Tablet": .mobile, "Mobile": .mobile,
        ], otherwise: .other)

    static func osFamily(_ system: String?, _ deviceClass: DeviceClass?) -> OSFamily? {
        guard let text = system?.lowercased() else { return deviceClass == .network ? .network : nil }
        return families.first { text.contains($0.part) }?.family ?? (deviceClass == .network ? .network : .other)
    }

    private static let families: [(part: String, family: OSFamily)] = [
        ("windows", .windows), ("macos", .macos), ("mac os", .macos), ("os x", .macos), ("linux", .linux),
        ("ubuntu", .linux), ("debian", .linux), ("centos", .linux), ("red hat", .linux), ("fedora", .linux),
        ("suse", .linux), ("raspbian", .linux), ("rocky", .linux),
    ]

    static let antivirus = Vocabulary<AntivirusStatus>(
        [
            "RunningAndUpToDate": .protected, "RunningAndNotUpToDate": .outdated, "NotRunning": .disabled,
            "NotDetected": .missing,
        ], otherwise: .unknown)

    static let compliance = Vocabulary<PatchCompliance>(
        [
            "RebootRequired": .rebootRequired, "InstallError": .failed, "ApprovedPending": .pending,
            "FullyPatched": .compliant, "NoPolicy": .unknown, "NoData": .unknown,
        ], otherwise: .unknown)

    static let priorities = Vocabulary<AlertSeverity>([
        "Critical": .critical, "High": .major, "Moderate": .moderate, "Low": .minor, "Information": .info,
    ])
}
