import Connectors
import Inventory

/// A record as it would be stored: its cells as text, checked, with the digest of what is compared.
struct IncomingRow: Sendable, Hashable {
    var externalID: String
    var createdAt: Timestamp?
    var updatedAt: Timestamp?
    var isDeleted: Bool
    /// One for each of the shape's facts, and of its readings.
    var facts: [String?]
    var readings: [String?]
    var vendorFields: String?
    var volatileFields: String?
    var customFields: String?
    var digest: String
    /// The parents' external ids that the brake watches.
    var parents: [String?]
    var serial: String?

    init(_ record: SourceRecord, _ shape: RowShape) throws(CellText.Refusal) {
        guard !record.externalID.isEmpty else { throw CellText.Refusal(reason: "a record without an id") }
        externalID = try CellText.id(record.externalID)
        (createdAt, updatedAt, isDeleted) = (record.sourceCreatedAt, record.sourceUpdatedAt, record.isDeleted)
        var texts: [String?] = []
        texts.reserveCapacity(shape.facts.count)
        for (place, column) in shape.facts { texts.append(try CellText.text(record.values[place], in: column)) }
        facts = texts
        texts = []
        for (place, column) in shape.readings { texts.append(try CellText.text(record.values[place], in: column)) }
        readings = texts
        let members = VendorMembers(
            shape.storesVendorFields ? record.vendorFields : nil,
            volatileNames: shape.volatileMembers)
        vendorFields = members.compared.map(CellText.withoutNullEscapes)
        volatileFields = members.volatile.map(CellText.withoutNullEscapes)
        customFields = shape.storesCustomFields ? record.customFields.map(CellText.withoutNullEscapes) : nil
        parents = shape.watched.map { Self.plain(record.values[$0.place]) }
        serial = shape.serialPlace.flatMap { Self.plain(record.values[$0]) }
        let times = [try Self.time(createdAt), try Self.time(updatedAt)]
        digest = RecordDigest.of(facts + [vendorFields, customFields] + times)
    }

    private static func time(_ moment: Timestamp?) throws(CellText.Refusal) -> String? {
        guard let moment else { return nil }
        return try CellText.timestamp(moment)
    }

    private static func plain(_ value: Value) -> String? {
        if case .text(let text) = value { text } else { nil }
    }
}
