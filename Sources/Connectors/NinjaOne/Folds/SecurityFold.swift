import Inventory
import JSON

/// A device's antivirus and disk encryption as a whole, out of a row a product (report 0) and a row a volume (1): the
/// product that protects best, and how many of the volumes are encrypted.
struct SecurityFold: ReportFold {
    private var devices: [String: Standing] = [:]
    private var order: [String] = []

    fileprivate struct Standing: Hashable {
        var product: AntivirusRow?
        var encrypted = 0
        var open = 0
        var words: Set<String> = []
    }

    mutating func take(_ row: JSONValue, from report: Int) throws(UnusableRecord) {
        let device = try row.required("deviceId")
        if report == 0 {
            let product = AntivirusRow(row)
            guard devices[device]?.product.map({ product.rank < $0.rank }) ?? true else { return }
            devices[device, default: Standing()].product = product
        } else if let word = row["bitLockerStatus"]["conversionStatus"].cleaned {
            let isProtected = row["bitLockerStatus"]["protectionStatus"].string != "UNPROTECTED"
            devices[device, default: Standing()].take(word, isProtected: isProtected)
        }
    }

    mutating func finish() { order = devices.keys.sorted() }

    var count: Int { order.count }

    func record(_ place: Int) -> SourceRecord {
        var device = Device()
        let standing = devices[order[place]]
        device.antivirusProduct = standing?.product?.product
        device.antivirusStatus = standing?.product?.status
        device.antivirusStatusLabel = standing?.product?.label
        device.diskEncryption = standing?.encryption
        device.diskEncryptionLabel = standing.flatMap {
            $0.words.isEmpty ? nil : $0.words.sorted().joined(separator: ", ")
        }
        return SourceRecord(device, externalID: order[place])
    }
}

extension SecurityFold.Standing {
    /// A volume that is encrypted while its protection is suspended counts as open: anybody can read it.
    fileprivate mutating func take(_ word: String, isProtected: Bool) {
        words.insert(word)
        switch word {
        case "FULLY_ENCRYPTED" where isProtected: encrypted += 1
        case "UNKNOWN": break
        default: open += 1
        }
    }

    fileprivate var encryption: DiskEncryption? {
        switch (encrypted, open) {
        case (0, 0): words.isEmpty ? nil : .unknown
        case (_, 0): .on
        case (0, _): .off
        default: .partial
        }
    }
}

/// A row of the antivirus report. The values of its two states are not enumerated by the vendor: both are kept as
/// the label, and read tolerantly.
struct AntivirusRow: Hashable {
    let product: String?
    let status: AntivirusStatus
    let label: String?

    init(_ row: JSONValue) {
        product = row["productName"].cleaned
        let words = [row["productState"].cleaned, row["definitionStatus"].cleaned].compactMap { $0 }
        label = words.isEmpty ? nil : words.joined(separator: " / ")
        status = Self.status(row["productState"].cleaned, row["definitionStatus"].cleaned)
    }

    /// The better, the lower.
    var rank: Int { [.protected, .outdated, .disabled, .missing, .unknown].firstIndex(of: status) ?? 9 }

    private static func status(_ state: String?, _ definitions: String?) -> AntivirusStatus {
        guard states.value(state) == .protected else { return states.value(state) ?? .unknown }
        return self.definitions.value(definitions) ?? .protected
    }

    private static let states = Vocabulary<AntivirusStatus>(
        [
            "ON": .protected, "ENABLED": .protected, "ACTIVE": .protected, "RUNNING": .protected, "OK": .protected,
            "OFF": .disabled, "DISABLED": .disabled, "INACTIVE": .disabled, "SNOOZED": .disabled, "STOPPED": .disabled,
            "EXPIRED": .outdated, "OUT_OF_DATE": .outdated, "OUTDATED": .outdated, "NOT_INSTALLED": .missing,
        ], otherwise: .unknown)

    private static let definitions = Vocabulary<AntivirusStatus>([
        "OUT_OF_DATE": .outdated, "OUTDATED": .outdated, "OUT-OF-DATE": .outdated, "OUT OF DATE": .outdated,
        "NOT_UP_TO_DATE": .outdated, "EXPIRED": .outdated,
    ])
}
