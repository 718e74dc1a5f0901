/// One vendor record after mapping, ready to be compared and stored, whatever its entity.
public struct SourceRecord: Sendable, Hashable {
    /// The vendor's id, as text, exactly as printed.
    public var externalID: String
    public var sourceCreatedAt: Timestamp?
    public var sourceUpdatedAt: Timestamp?
    /// The vendor lists it as deleted.
    public var isDeleted: Bool
    /// One value for each of the entity's declared columns, in order.
    public var values: [Value]
    /// A JSON object: what the vendor sent and the columns do not carry, secrets excepted.
    public var vendorFields: String?
    /// A JSON object: the custom fields whose names the tenant has allowed.
    public var customFields: String?

    public init<Record: InventoryRecord>(
        _ record: Record, externalID: String, sourceCreatedAt: Timestamp? = nil, sourceUpdatedAt: Timestamp? = nil,
        isDeleted: Bool = false, vendorFields: String? = nil, customFields: String? = nil
    ) {
        self.externalID = externalID
        self.sourceCreatedAt = sourceCreatedAt
        self.sourceUpdatedAt = sourceUpdatedAt
        self.isDeleted = isDeleted
        self.values = Record.entity.columns.map { $0.read(record) }
        self.vendorFields = vendorFields
        self.customFields = customFields
    }

    init(externalID: String, isDeleted: Bool, values: [Value]) {
        (self.externalID, self.isDeleted, self.values) = (externalID, isDeleted, values)
    }
}
