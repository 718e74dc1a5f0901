import Inventory
import JSON

/// N-central's words for a device, and what they mean in the model.
enum NCentralWords {
    /// By what stands before " - " of the class; there is no class of virtual machines.
    static func deviceClass(_ word: String?) -> DeviceClass? {
        guard let kind = kind(word) else { return nil }
        if let known = classes[kind] { return known }
        return networkWords.contains(where: kind.contains) ? .network : .other
    }

    /// Whether it is a computer, which may have an agent.
    static func isComputer(_ word: String?) -> Bool {
        [.server, .workstation, .laptop].contains(deviceClass(word))
    }

    private static func kind(_ word: String?) -> String? {
        guard let word = Cleaned.text(word)?.lowercased() else { return nil }
        let before = word.firstRange(of: " - ").map { word[..<$0.lowerBound] } ?? word[...]
        return Cleaned.text(String(before))
    }

    private static let classes: [String: DeviceClass] = [
        "servers": .server, "server": .server, "workstations": .workstation, "workstation": .workstation,
        "laptop": .laptop, "laptops": .laptop, "printer": .printer, "printers": .printer,
    ]

    private static let networkWords = [
        "switch", "router", "firewall", "wireless", "access point", "network", "gateway", "modem", "vpn",
    ]

    /// `winnt` is the one word that is known; elsewhere the system's name and the class decide.
    static func osFamily(id: String?, names: [String?], deviceClass: DeviceClass?) -> OSFamily? {
        if id?.lowercased() == "winnt" { return .windows }
        let text = names.compactMap(\.self).joined(separator: " ").lowercased()
        if let family = families.first(where: { text.contains($0.word) })?.family { return family }
        if deviceClass == .network { return .network }
        return text.isEmpty && id == nil ? nil : .other
    }

    private static let families: [(word: String, family: OSFamily)] = [
        ("windows", .windows), ("macos", .macos), ("mac os", .macos), ("os x", .macos), ("linux", .linux),
        ("ubuntu", .linux), ("debian", .linux), ("centos", .linux), ("red hat", .linux), ("rhel", .linux),
        ("fedora", .linux), ("suse", .linux), ("rocky", .linux), ("raspbian", .linux),
    ]

    /// That a machine is virtual shows in what its firmware says of its maker and model alone (inferred).
    static func isVirtual(manufacturer: String?, model: String?) -> Bool? {
        let words = [manufacturer, model].compactMap(\.self).joined(separator: " ").lowercased()
        if words.isEmpty { return nil }
        return virtualWords.contains { words.contains($0) }
    }

    private static let virtualWords = [
        "vmware", "virtual machine", "virtualbox", "kvm", "qemu", "xen", "hvm domu", "bochs", "parallels",
        "standard pc (", "google compute engine", "amazon ec2", "nutanix ahv",
    ]

    /// `notificationState`; the numbers are those of the older API's table (inferred).
    static let severities: [Int64: (severity: AlertSeverity, label: String)] = [
        1: (.info, "No Data"), 2: (.info, "Stale"), 3: (.info, "Normal"), 4: (.moderate, "Warning"),
        5: (.critical, "Failed"), 6: (.info, "Misconfigured"), 7: (.critical, "Disconnected"), 8: (.info, "Disabled"),
    ]
}
