import Inventory

/// One device's rows of the software report. Everything that a title always says is written beforehand, once.
struct NinjaOneSoftwareRows {
    let items: [InstalledSoftware]
    private let tail: [UInt8]

    private static let fixed: [[UInt8]] = SoftwareCatalogue.shared.titles.map { title in
        var json = JSONWriter()
        json.object { write(title, to: &$0) }
        return Array(json.bytes.dropFirst().dropLast())
    }

    init(_ request: NinjaOneRequest, _ device: Device) {
        let after = request.call.parameter("installedAfter").flatMap(Self.day)
        let before = request.call.parameter("installedBefore").flatMap(Self.day)
        items = request.fleet.software(of: device).filter { item in
            if let after, item.installedOn.map({ $0 < after }) ?? true { return false }
            if let before, item.installedOn.map({ $0 > before }) ?? true { return false }
            return true
        }
        var json = JSONWriter()
        json.object {
            $0.member("deviceId", NinjaOneID.device(device.number))
            $0.member("timestamp", epoch: request.fleet.readings(of: device).lastUpdate)
        }
        tail = Array(json.bytes.dropFirst().dropLast())
    }

    func write(_ index: Int, to json: inout JSONWriter) {
        let item = items[index]
        Self.write(item, to: &json)
        json.members(raw: tail)
    }

    /// What both the report and a device's own list say.
    static func write(_ item: InstalledSoftware, to json: inout JSONWriter) {
        let title = SoftwareCatalogue.shared.titles[item.title]
        if json.change == nil { json.members(raw: fixed[item.title]) } else { write(title, to: &json) }
        json.member("version", SoftwareCatalogue.version(title, item.step))
        guard let day = item.installedOn else { return json.member("installDate", nil as String?) }
        json.member("installDate", TimeText.day(day) + (item.title % 10 == 0 ? "" : "T00:00:00Z"))
    }

    private static func write(_ title: SoftwareCatalogue.Title, to json: inout JSONWriter) {
        json.member("name", title.name)
        json.member("publisher", title.publisher)
        json.member("location", title.location ?? "")
        json.member("size", present: title.sizeBytes)
        json.member("productCode", title.productCode)
        json.member("isSystemComponent", title.isSystemComponent)
    }

    /// Epoch seconds or `yyyyMMdd`.
    private static func day(_ text: String) -> CalendarDate? {
        guard let number = Int(text) else { return nil }
        guard text.count == 8 else { return CalendarDate(days: Int32(clamping: number / 86_400)) }
        let wanted = (number / 10_000, number / 100 % 100, number % 100)
        let guess = Int32((wanted.0 - 1970) * 365 + (wanted.0 - 1969) / 4 + (wanted.1 - 1) * 30 + wanted.2 - 3)
        return (guess...guess + 12).map(CalendarDate.init(days:)).first { TimeText.civil($0) == wanted }
    }
}
