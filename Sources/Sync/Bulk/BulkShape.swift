import Connectors
import Inventory

/// How the rows of a bulk entity are kept: which of a record's values go into which dictionary, and which stand in the
/// narrow row itself.
struct BulkShape: Sendable {
    struct Book: Sendable {
        let table: String
        let numberColumn: String
        let columns: [(place: Int, column: ColumnDescription)]
        let holdsSourceKey: Bool
        let isKey: Bool
    }

    let stream: StreamDescription
    let entity: EntityDescription
    let table: String
    let devicePlace: Int
    let books: [Book]
    /// The narrow row's own columns.
    let own: [(place: Int, column: ColumnDescription)]
    /// The places of the name and the version, which an id made by the connector is composed of.
    private let namePlaces: [Int]

    /// Nil for an entity that is kept a row a thing.
    init?(_ stream: StreamDescription) {
        guard case .deviceSets(let table, let dictionaries) = stream.entity.storage else { return nil }
        let entity = stream.entity
        self.stream = stream
        self.entity = entity
        self.table = "inventory.\(table)"
        let columns = entity.columns.enumerated().map { (place: $0.offset, column: $0.element) }
        devicePlace = columns.first { $0.column.name == "device_external_id" }?.place ?? 0
        books = dictionaries.map { dictionary in
            Book(
                table: "inventory.\(dictionary.table)", numberColumn: dictionary.numberColumn,
                columns: columns.filter { dictionary.columns.contains($0.column.name) },
                holdsSourceKey: dictionary.holdsSourceKey, isKey: dictionary.isKey)
        }
        let held = Set(dictionaries.flatMap(\.columns) + ["device_external_id"])
        own = columns.filter { !held.contains($0.column.name) }
        namePlaces = ["name", "version"].compactMap { name in columns.first { $0.column.name == name }?.place }
    }

    /// The vendor's own key of a row within its device; nil where the connector has made one of name and version, which
    /// the view can make again.
    func sourceKey(_ record: SourceRecord, device: String) -> String? {
        var rest = record.externalID.utf8[...]
        guard rest.take(device), rest.take(":") else { return record.externalID }
        let key = rest
        guard namePlaces.count == 2, case .text(let name) = record.values[namePlaces[0]] else {
            return String(Substring(key))
        }
        let version = if case .text(let version) = record.values[namePlaces[1]] { version } else { "" }
        let isMade = rest.take(name) && rest.take(":") && rest.take(version) && rest.isEmpty
        return isMade ? nil : String(Substring(key))
    }

    /// The ids of the devices that a row of this id may be of: it begins with its device's id and a colon.
    static func possibleDevices(_ externalID: String) -> [String] {
        let start = Array(externalID.utf8.prefix(1_001))
        return start.indices.filter { start[$0] == UInt8(ascii: ":") }.map {
            String(decoding: start[..<$0], as: UTF8.self)
        }
    }

    /// The books whose numbers are the row's key, and the others.
    var keyBooks: [Book] { books.filter(\.isKey) }
    var otherBooks: [Book] { books.filter { !$0.isKey } }
}

/// What a narrow row is found by.
package struct BulkKey: Sendable, Hashable {
    var device: Int32
    var first: Int32
    /// 0 where the key has one number only.
    var second: Int32

    package init(device: Int32, first: Int32, second: Int32) {
        self.device = device
        self.first = first
        self.second = second
    }

    /// What tells it from the device's others, in an order.
    var withinDevice: UInt64 { UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second)) }

    /// The device above, a hash of the rest below: sorted, a device's rows stand together and can be counted.
    var hash: UInt64 {
        UInt64(UInt32(bitPattern: device)) << 32 | SeenSet.mix(withinDevice) >> 32
    }
}

/// A record of a bulk entity, its texts replaced by numbers.
package struct BulkRow: Sendable, Hashable {
    var key: BulkKey
    /// The numbers that are not of the key, then the own cells, as they are compared and stored.
    var rest: [String?]
    var isDeleted: Bool
    /// Its place on the page.
    var place: Int

    package init(key: BulkKey, rest: [String?], isDeleted: Bool, place: Int) {
        self.key = key
        self.rest = rest
        self.isDeleted = isDeleted
        self.place = place
    }
}

extension Substring.UTF8View {
    /// Steps over a text that it begins with. By bytes: ids are what the vendor prints, and a bulk load asks this of
    /// millions.
    fileprivate mutating func take(_ text: String) -> Bool {
        guard starts(with: text.utf8) else { return false }
        self = dropFirst(text.utf8.count)
        return true
    }
}
