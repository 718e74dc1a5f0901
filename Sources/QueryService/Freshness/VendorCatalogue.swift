import Connectors
import Inventory

/// What each vendor can fill and what it cannot, as its connector declares.
struct VendorCatalogue: Sendable {
    /// One vendor's declaration, without its code.
    struct Entry: Sendable {
        let vendor: Vendor
        let streams: [StreamDescription]
    }

    private let entries: [String: Entry]

    init(_ entries: [Entry]) {
        self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.vendor.id, $0) })
    }

    /// The vendors that this program knows.
    static var known: VendorCatalogue {
        VendorCatalogue(Registry.connectors.map { Entry(vendor: $0.vendor, streams: $0.streams) })
    }

    func vendor(_ id: String) -> Vendor? { entries[id]?.vendor }

    /// The streams of the vendor that fill one of the tables.
    func streams(of vendor: String, filling tables: (String) -> Bool) -> [StreamDescription] {
        entries[vendor]?.streams.filter { tables($0.entity.name) } ?? []
    }

    /// What the streams are called that fill the table and can read one of its things by the vendor's id.
    func streams(of vendor: String, readingOneOf table: String) -> [String] {
        streams(of: vendor) { $0 == table }.filter(\.canReadOne).map(\.name)
    }

    /// What the vendor's streams are called.
    func streamNames(of vendor: String) -> [String] { entries[vendor]?.streams.map(\.name) ?? [] }

    /// Columns that the vendor leaves empty in tables that it fills, each with the reason.
    func missingColumns(of vendor: String) -> [MissingColumn] {
        let declared = entries[vendor]?.vendor.notAvailable ?? [:]
        return declared.sorted { $0.key < $1.key }.compactMap { name, reason in
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            return parts.count == 2 ? MissingColumn(table: parts[0], column: parts[1], reason: reason) : nil
        }
    }

    /// Tables of the vendor's side that it cannot fill, each with the reason.
    func notAvailable(of vendor: String, among entities: [EntityDescription]) -> [(table: String, reason: String)] {
        guard let entry = entries[vendor] else { return [] }
        let filled = Set(entry.streams.map(\.entity.name))
        return entities.filter { $0.side == entry.vendor.side && !filled.contains($0.name) }.map { entity in
            (entity.name, entry.vendor.notAvailable[entity.name] ?? "\(entry.vendor.name) has no stream for it")
        }
    }
}

/// A column that a vendor cannot fill.
struct MissingColumn: Sendable, Hashable {
    var table: String
    var column: String
    var reason: String
}
