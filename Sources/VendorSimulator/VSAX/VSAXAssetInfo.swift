import Inventory

/// `AssetInfo`: categories of labels as they are shown to people, all values texts.
enum VSAXAssetInfo {
    static func write(_ device: Device, to json: inout JSONWriter) {
        json.member(
            "AssetInfo",
            array: { json in
                category("System", system(device), to: &json)
                category("BIOS", bios(device), to: &json)
                category("Operating System", operatingSystem(device), to: &json)
            })
    }

    private static func category(_ name: String, _ data: [(String, String?)], to json: inout JSONWriter) {
        json.object { json in
            json.member("CategoryName", name)
            json.object("CategoryData") { json in
                for case (let label, let value?) in data { json.member(named: label, value) }
            }
        }
    }

    private static func system(_ device: Device) -> [(String, String?)] {
        [
            ("Name", device.hostname), ("Manufacturer", device.manufacturer), ("Model", device.model),
            ("Type", "x64-based PC"), ("CPU", device.cpu?.name),
            ("Number of Processors", device.cpu.map { String($0.sockets) }),
            ("Number of Logical Processors", device.cpu.map { String($0.threads * $0.sockets) }),
            ("DNS Host Name", device.hostname), ("Domain", device.domain), ("Owner Name", "IT"),
            // On workstations too.
            ("Roles", "LM_Workstation, LM_Server, NT"), ("Status", "OK"),
        ]
    }

    /// Names carry spaces at their ends; what a virtual machine calls its serial number is a long text.
    private static func bios(_ device: Device) -> [(String, String?)] {
        [
            ("Serial Number", serial(device)), ("Name", "1.18.0   "), ("Manufacturer", device.manufacturer),
            ("SMBIOS Version", "3.4"), ("Release Date", device.biosReleasedOn.map { VSAXTime.prose($0) }),
        ]
    }

    static func serial(_ device: Device) -> String? {
        if device.manufacturer == "VMware, Inc." {
            let digits = device.uid.filter { $0 != "-" }
            return "VMware-\(digits.prefix(16)) \(digits.suffix(16))"
        }
        return device.serial.map { $0.isEmpty ? device.biosSerial ?? "" : $0 }
    }

    private static func operatingSystem(_ device: Device) -> [(String, String?)] {
        let isWindows = device.system?.family == .windows
        return [
            ("Name", device.system?.name), ("Version", version(device)), ("Build Type", "Multiprocessor Free"),
            ("Registered User", "user"), ("Serial Number", isWindows ? "00330-80000-00000-AA\(device.number)" : nil),
            ("Install Date", VSAXTime.prose(TimeText.date(device.createdAt), clock: "10:26 AM")),
            ("Last Boot Up Time", device.bootedAt.map { VSAXTime.prose(TimeText.date($0), clock: "7:05 AM") }),
            ("System Directory", isWindows ? "C:\\Windows\\system32" : nil), ("Last Logged On User", device.lastUser),
        ]
    }

    /// Of Windows with a fourth number.
    static func version(_ device: Device) -> String? {
        device.system?.version.map { device.system?.family == .windows ? $0 + ".0" : $0 }
    }
}
