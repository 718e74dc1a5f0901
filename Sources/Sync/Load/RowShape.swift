import Connectors
import Inventory
import JSON

/// What one stream fills of one entity, worked out once: which of a record's values go where.
struct RowShape: Sendable {
    let stream: StreamDescription
    let entity: EntityDescription
    /// The owned columns that are compared, with their places in a record's values.
    let facts: [(place: Int, column: ColumnDescription)]
    /// The owned columns that are not compared.
    let readings: [(place: Int, column: ColumnDescription)]
    /// The owned references: each with the place of its external column.
    let references: [Reference]
    /// References whose change is a move that the brake watches.
    let watched: [(place: Int, reference: Reference)]
    /// The place of the serial number, where a different one tells that an id was used again.
    let serialPlace: Int?
    let hasReadings: Bool
    /// The vendor's own members that are kept with the readings.
    let volatileMembers: MemberNames

    init(_ stream: StreamDescription) {
        let entity = stream.entity
        self.stream = stream
        self.entity = entity
        let owned = entity.columns.enumerated().filter { stream.owns?.contains($0.element.name) ?? true }
        facts = owned.filter { !$0.element.isVolatile }.map { ($0.offset, $0.element) }
        readings = owned.filter { $0.element.isVolatile }.map { ($0.offset, $0.element) }
        let names = Set(owned.map(\.element.name))
        references = entity.references.filter { names.contains($0.externalColumn) }
        let places = Dictionary(uniqueKeysWithValues: owned.map { ($0.element.name, $0.offset) })
        let targets: Set<String> = ["organizations", "companies"]
        watched =
            !(entity.hasBrake && stream.isPrimary)
            ? []
            : references
                .filter { targets.contains($0.target) && $0.target != entity.name }
                .compactMap { reference in places[reference.externalColumn].map { ($0, reference) } }
        serialPlace = entity.name == "devices" && stream.isPrimary ? places["serial_number"] : nil
        hasReadings = entity.columns.contains(where: \.isVolatile)
        volatileMembers = MemberNames(hasReadings ? stream.volatileVendorFields.sorted() : [])
    }

    var factsTable: String { "inventory.\(entity.singular)_facts" }
    var readingsTable: String { "inventory.\(entity.singular)_readings" }
    var storesVendorFields: Bool { entity.hasVendorFields }
    var storesCustomFields: Bool { entity.hasCustomFields && stream.fillsCustomFields }
}
