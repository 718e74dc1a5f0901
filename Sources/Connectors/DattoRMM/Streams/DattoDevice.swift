import Inventory
import JSON

/// A row of the device lists as a device. Nothing in it is guaranteed (trap 9): what is not there stays null.
enum DattoDevice {
    static func record(_ row: JSONValue, allowing fields: AllowedFields) throws(UnusableRecord) -> SourceRecord {
        let uid = try row.required("uid")
        var reader = RowReader(row)
        var device = Device()
        identity(&reader, &device)
        operatingSystem(&reader, &device)
        network(&reader, &device)
        standing(&reader, &device)
        return SourceRecord(
            device, externalID: uid, sourceCreatedAt: reader.take("creationDate", DattoTimes.moment),
            isDeleted: isDeleted(row), vendorFields: reader.rest(omitting: notStored),
            customFields: DattoCustomFields.text(row, allowing: fields))
    }

    /// User-defined fields often hold secrets, and are kept by allowed names alone; the counts of patches are a stream of
    /// their own.
    private static let notStored: Set<String> = ["uid", "udf", "udfs", "patchManagement"]

    /// The flag, or the system's own site (trap 3).
    static func isDeleted(_ row: JSONValue) -> Bool {
        row["deleted"].bool == true || DattoSites.isOfTheDeleted(uid: row["siteUid"], name: row["siteName"])
    }

    private static func identity(_ reader: inout RowReader, _ device: inout Device) {
        device.organizationExternalID = reader.text("siteUid")
        device.hostname = reader.word("hostname")
        device.displayName = reader.text("description")
        device.deviceClass = DattoWords.deviceClass(reader)
        device.deviceClassLabel = reader.first(["deviceType.category", "deviceClass"]) { $0.cleaned }
        device.agentVersion = reader.first(["displayVersion", "cagVersion"]) { $0.cleaned }
    }

    private static func operatingSystem(_ reader: inout RowReader, _ device: inout Device) {
        let system = reader.word("operatingSystem").map(DattoSystemName.init)
        device.osName = system?.name
        device.osVersion = system?.version
        device.osFamily = DattoWords.osFamily(system?.whole, device.deviceClass)
        device.architecture = reader.take("a64Bit") { $0.bool.map { $0 ? "64-bit" : "32-bit" } }
        device.needsReboot = reader.bool("rebootRequired")
    }

    private static func network(_ reader: inout RowReader, _ device: inout Device) {
        device.ipAddresses = reader.take("intIpAddress") { NetworkAddress.ips([$0.cleaned].compactMap(\.self)) }
        device.publicIP = reader.take("extIpAddress") { $0.cleaned.flatMap(NetworkAddress.ip) }
        device.domain = reader.word("domain")
        device.lastUser = reader.text("lastLoggedInUser")
    }

    private static func standing(_ reader: inout RowReader, _ device: inout Device) {
        device.online = reader.bool("online")
        device.lastSeenAt = reader.take("lastSeen", DattoTimes.moment)
        device.lastBootAt = reader.take("lastReboot", DattoTimes.moment)
        device.lastAuditedAt = reader.take("lastAuditDate", DattoTimes.moment)
        device.warrantyEndsOn = reader.take("warrantyDate", DattoTimes.day)
        device.antivirusProduct = reader.word("antivirus.antivirusProduct")
        device.antivirusStatus = reader.value("antivirus.antivirusStatus", DattoWords.antivirus)
        device.antivirusStatusLabel = reader.text("antivirus.antivirusStatus")
    }
}

/// `operatingSystem` is one text: the product's name, and usually a version at its end.
struct DattoSystemName {
    let whole: String
    let name: String
    let version: String?

    init(_ text: String) {
        whole = text
        let words = text.split(separator: " ")
        guard words.count > 1, let last = words.last, Self.isVersion(last) else {
            (name, version) = (text, nil)
            return
        }
        (name, version) = (words.dropLast().joined(separator: " "), String(last))
    }

    /// Numbers with points between, and whatever a kernel adds ("10.0.20348", "5.15.0-105-generic").
    private static func isVersion(_ word: Substring) -> Bool {
        guard let first = word.first, first.isASCII, first.isNumber else { return false }
        return word.prefix { $0.isNumber || $0 == "." }.contains(".")
    }
}
