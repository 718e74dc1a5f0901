import Inventory
import JSON

/// NinjaOne's words for a device, and what they mean in the model. Unknown ones become `other`.
enum NinjaWords {
    static let approval = Vocabulary<ApprovalStatus>([
        "APPROVED": .approved, "PENDING": .pending, "STAGED": .pending, "DECOMMISSIONED": .ignored,
    ])

    /// By the node class, and for workstations by the chassis of the machine or else of its role. `deviceType` is not
    /// enumerated and not used.
    static func deviceClass(_ reader: RowReader) -> DeviceClass? {
        guard let found = deviceClasses.value(reader.member("nodeClass").text) else { return nil }
        let chassis = ["system.chassisType", "references.role.chassisType"].lazy
            .compactMap { reader.member($0).cleaned?.uppercased() }.first { $0 != "UNKNOWN" }
        return found == .workstation && chassis == "LAPTOP" ? .laptop : found
    }

    static func osFamily(_ reader: RowReader) -> OSFamily? {
        guard let word = reader.member("nodeClass").cleaned?.uppercased() else { return nil }
        if let found = families.first(where: { word.hasPrefix($0.prefix) })?.family { return found }
        let names = ["guestOSFamily", "guestOSFullName", "os.name"].compactMap { reader.member($0).string }
        let text = names.joined(separator: " ").lowercased()
        return textFamilies.first { text.holds($0.part) }?.family ?? .other
    }

    private static let families: [(prefix: String, family: OSFamily)] = [
        ("WINDOWS_", .windows), ("LINUX_", .linux), ("MAC", .macos), ("NMS_SWITCH", .network), ("NMS_ROUTER", .network),
        ("NMS_FIREWALL", .network), ("NMS_WAP", .network), ("NMS_PRIVATE_NETWORK_GATEWAY", .network),
        ("NMS_APPLIANCE", .network), ("NMS_DIAL_MANAGER", .network), ("NMS_IPSLA", .network),
        ("NMS_NETWORK_MANAGEMENT_AGENT", .network), ("HYPERV_VMM_HOST", .windows),
    ]

    private static let textFamilies: [(part: String, family: OSFamily)] = [
        ("windows", .windows), ("linux", .linux), ("ubuntu", .linux), ("debian", .linux), ("centos", .linux),
        ("red hat", .linux), ("macos", .macos), ("mac os", .macos),
    ]

    private static let deviceClasses = Vocabulary<DeviceClass>(
        Dictionary(
            [
                (DeviceClass.server, ["WINDOWS_SERVER", "LINUX_SERVER", "MAC_SERVER", "NMS_SERVER"]),
                (.workstation, ["WINDOWS_WORKSTATION", "LINUX_WORKSTATION", "MAC", "NMS_COMPUTER"]),
                (.mobile, ["ANDROID", "APPLE_IOS", "APPLE_IPADOS"]),
                (.hypervisor, ["VMWARE_VM_HOST", "HYPERV_VMM_HOST", "NMS_VM_HOST"]),
                (.virtualMachine, ["VMWARE_VM_GUEST", "HYPERV_VMM_GUEST", "NMS_VIRTUAL_MACHINE"]),
                (.printer, ["NMS_PRINTER"]),
                (
                    .network,
                    [
                        "NMS_SWITCH", "NMS_ROUTER", "NMS_FIREWALL", "NMS_WAP", "NMS_PRIVATE_NETWORK_GATEWAY",
                        "NMS_SCANNER", "NMS_PHONE", "NMS_APPLIANCE", "NMS_DIAL_MANAGER", "NMS_IPSLA", "NMS_OTHER",
                        "NMS_NETWORK_MANAGEMENT_AGENT",
                    ]
                ),
            ].flatMap { (kind, words) in words.map { ($0, kind) } }
        ) { $1 }, otherwise: .other)
}
