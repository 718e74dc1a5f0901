import Inventory

/// Hardware and software of one device, from its last asset scan.
enum NSightAssets {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let device = request.device else { return request.invalid("deviceid") }
        // What is answered for a device that was never scanned is not documented: one way or the other.
        if device.hasAgent, device.nSightIsNeverScanned, device.number % 2 == 0 { return request.invalid("deviceid") }
        let row = NSightDeviceRow(request.fleet, device)
        return .nSight(request.call) { xml in
            system(row, to: &xml)
            let hasScan = !device.nSightIsNeverScanned && device.hasAgent
            xml.element("hardware") { if hasScan { hardware(device, request.fleet, to: &$0) } }
            xml.element("software") { if hasScan { software(device, request, to: &$0) } }
        }
    }

    private static func system(_ row: NSightDeviceRow, to xml: inout XMLWriter) {
        let device = row.device
        xml.words("client", device.lastUser)
        xml.words("user", device.hostname)
        xml.text("chassistype", device.number % 2 == 0 ? "Laptop" : "3")
        xml.text("ip", row.address)
        xml.words("manufacturer", device.manufacturer)
        xml.words("model", device.model)
        xml.words("os", device.system?.name)
        xml.text("serialnumber", "SECRET-OS-\(device.number)")
        xml.text("productkey", "SECRET-KEY-\(device.number)")
        xml.number("role", row.role)
        xml.number("ram", device.memoryBytes ?? 0)
        xml.text("scantime", NSightTime.text(row.fleet.readings(of: device).lastUpdate))
        xml.element("custom1", [("customname", "Recovery key")]) { $0.element("x") { _ in } }
    }

    private static func hardware(_ device: Device, _ fleet: Fleet, to xml: inout XMLWriter) {
        for part in NSightPart.parts(of: device) {
            xml.element("item") { xml in
                xml.number("hardwareid", part.id)
                xml.words("name", part.name)
                xml.number("type", part.type)
                xml.words("manufacturer", part.type == 10 ? "" : "Example")
                xml.words("details", part.details)
                xml.text("status", "")
                xml.flag("deleted", part.isDeleted)
                xml.number("modified", 0)
            }
        }
    }

    private static func software(_ device: Device, _ request: NSightRequest, to xml: inout XMLWriter) {
        request.rows("item", request.fleet.software(of: device), number: \.title, to: &xml) { item, xml in
            let title = SoftwareCatalogue.shared.titles[item.title]
            let day = item.installedOn.map { TimeText.day($0) + " 00:00:00" }
            write(
                title.name, SoftwareCatalogue.version(title, item.step), day, item.title % 3 == 0 ? "Licensed" : "All",
                id: device.number * 1000 + item.title, isDeleted: false, to: &xml)
        }
        let day = "2026-06-09 00:00:00"
        for (place, type) in ["Hotfix", "Update"].enumerated() {
            xml.element("item") {
                write(
                    "Security Update (KB50\(40_001 + place))", nil, day, type, id: place + 1, isDeleted: false, to: &$0)
            }
        }
        xml.element("item") {
            write("Removed Viewer", "1.0", day, "All", id: device.number * 1000 + 999, isDeleted: true, to: &$0)
        }
    }

    private static func write(
        _ name: String, _ version: String?, _ day: String?, _ type: String, id: Int, isDeleted: Bool,
        to xml: inout XMLWriter
    ) {
        xml.words("name", name)
        xml.number("softwareid", id)
        xml.words("version", version)
        xml.text("install_date", day)
        xml.text("type", type)
        xml.flag("deleted", isDeleted)
        xml.number("modified", 0)
    }
}

/// A piece of hardware as a scan tells of it: all that is known stands in free text.
struct NSightPart {
    let id: Int
    let name: String
    let type: Int
    var details = ""
    var isDeleted = false

    static func parts(of device: Device) -> [NSightPart] {
        var parts: [NSightPart] = []
        let first = device.number * 100
        for interface in device.interfaces {
            let mac = interface.mac.map { " MACAddress=\($0)" } ?? ""
            parts.append(
                NSightPart(
                    id: first + interface.index, name: interface.adapter, type: 1,
                    details: "AdapterType=Ethernet 802.3\(mac)"))
        }
        for (place, volume) in device.volumes.enumerated() {
            let size = volume.capacityBytes / 1_073_741_824
            parts.append(
                NSightPart(id: first + 40 + place, name: volume.name, type: 10, details: "Local Fixed Disk, \(size) GB")
            )
        }
        if let cpu = device.cpu {
            parts.append(NSightPart(id: first + 60, name: "A processor that was replaced", type: 13, isDeleted: true))
            for socket in 0..<cpu.sockets {
                parts.append(NSightPart(id: first + 61 + socket, name: cpu.name, type: 13))
            }
        }
        return parts
    }
}
