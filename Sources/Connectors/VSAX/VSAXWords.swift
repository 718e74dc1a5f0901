import Inventory

/// VSA X's words, and what they mean in the model.
enum VSAXWords {
    /// The platform of the asset. Only `windows` is shown by the vendor; the others were seen.
    static let osFamily = Vocabulary<OSFamily>(
        ["windows": .windows, "mac": .macos, "macos": .macos, "osx": .macos, "linux": .linux], otherwise: .other)

    /// From the least to the gravest: low, normal, elevated, critical. Letter case differs between reads and webhooks.
    static let severity = Vocabulary<AlertSeverity>([
        "critical": .critical, "elevated": .major, "normal": .moderate, "low": .minor,
    ])

    /// Whether the antivirus is on, and whether it is up to date: two words, of which one value each is known.
    static func antivirus(enabled: String?, upToDate: String?) -> AntivirusStatus? {
        guard let isOn = switches.value(enabled) else { return Cleaned.text(enabled) == nil ? nil : .unknown }
        guard isOn else { return .disabled }
        return switches.value(upToDate).map { $0 ? .protected : .outdated } ?? .unknown
    }

    /// The managed antivirus: `active` and `up_to_date` are known.
    static func managed(protection: String?, definitions: String?) -> AntivirusStatus {
        guard let isOn = switches.value(protection) else { return .unknown }
        guard isOn else { return .disabled }
        return currency.value(definitions) ?? .unknown
    }

    private static let switches = Vocabulary<Bool>([
        "enabled": true, "active": true, "on": true, "yes": true, "true": true, "disabled": false, "inactive": false,
        "off": false, "no": false, "false": false,
    ])

    private static let currency = Vocabulary<AntivirusStatus>([
        "up_to_date": .protected, "out_of_date": .outdated, "outdated": .outdated, "not_up_to_date": .outdated,
    ])

    /// No field says what a device is: a server is told by its system's caption, a laptop by its model. `Roles` names
    /// servers on workstations too and is not used. Of Linux nothing tells.
    static func deviceClass(caption: String?, model: String?, family: OSFamily?) -> DeviceClass? {
        if caption?.lowercased().contains("server") == true { return .server }
        guard family == .windows || family == .macos else { return nil }
        return holds(model, laptops) ? .laptop : .workstation
    }

    static func isVirtual(manufacturer: String?, model: String?) -> Bool? {
        if holds(manufacturer, hypervisors) || holds(model, hypervisors) { return true }
        return model == nil ? nil : false
    }

    private static func holds(_ text: String?, _ parts: [String]) -> Bool {
        guard let text = text?.lowercased() else { return false }
        return parts.contains { text.contains($0) }
    }

    private static let laptops = [
        "laptop", "notebook", "macbook", "latitude", "thinkpad", "elitebook", "probook", "zbook", "xps 13", "xps 15",
        "surface pro", "surface book", "ideapad", "lifebook", "travelmate", "toughbook", "zenbook", "vivobook",
        "expertbook", "tecra", "portege",
    ]

    private static let hypervisors = [
        "vmware", "virtual machine", "virtualbox", "kvm", "qemu", "xen", "parallels", "hvm domu", "openstack",
        "amazon ec2", "google compute engine", "nutanix", "bochs",
    ]
}
