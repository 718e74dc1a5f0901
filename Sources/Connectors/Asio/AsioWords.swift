import Inventory
import JSON

/// Asio's words for a device, and what they mean in the model.
enum AsioWords {
    /// The class of a device by the most telling of its three words, or by the category that it is listed in.
    static func deviceClass(_ reader: RowReader, category: String?) -> DeviceClass? {
        let words = ["endpointType", "resourceType", "subResourceType"].compactMap { reader.member($0).cleaned }
        let found = words.compactMap { classes.value($0) }
        guard let first = found.first else {
            return category == "network" ? .network : words.isEmpty ? nil : .other
        }
        // "Network" says less than what the device is there.
        return first == .network ? found.first { $0 != .network } ?? .network : first
    }

    private static let classes = Vocabulary<DeviceClass>([
        "Server": .server, "Desktop": .workstation, "Workstation": .workstation, "Laptop": .laptop,
        "Notebook": .laptop, "Network": .network, "Networkdevice": .network, "Switch": .network, "Router": .network,
        "Firewall": .network, "Accesspoint": .network, "Printer": .printer, "Hypervisor": .hypervisor,
        "Virtualmachine": .virtualMachine, "Mobile": .mobile,
    ])

    static func osFamily(_ reader: RowReader, category: String?) -> OSFamily? {
        let words = ["type", "os.type", "os.product"].compactMap { reader.member($0).cleaned?.lowercased() }
        for word in words {
            if let found = families.first(where: { word.contains($0.part) }) { return found.family }
        }
        return category == "network" ? .network : words.isEmpty ? nil : .other
    }

    /// Darwin before Windows, whose name it holds a part of.
    private static let families: [(part: String, family: OSFamily)] = [
        ("darwin", .macos), ("macos", .macos), ("mac os", .macos), ("osx", .macos), ("os x", .macos),
        ("windows", .windows), ("linux", .linux), ("ubuntu", .linux), ("debian", .linux), ("red hat", .linux),
        ("centos", .linux), ("network", .network),
    ]

    /// The words are not known: any that does not deny it is taken for a virtual machine's.
    static func isVirtual(_ word: String?) -> Bool? {
        guard let word = Placeholders.word(word)?.lowercased() else { return nil }
        return !["physical", "no", "false", "0", "notvirtual", "not virtual"].contains(word)
    }

    /// Of a patch's `msrcSeverity`.
    static let severity = Vocabulary<PatchSeverity>(
        ["Critical": .critical, "Important": .important, "Moderate": .moderate, "Low": .low], otherwise: .unknown)

    /// A backup that was missed did not protect anything.
    static let backup = Vocabulary<BackupStatus>(
        [
            "Success": .success, "Failure": .failed, "Failed": .failed, "Missed": .failed, "Warning": .warning,
            "Running": .running,
        ], otherwise: .unknown)
}
