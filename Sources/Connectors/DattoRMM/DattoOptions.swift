import Inventory

/// A connection's own settings.
struct DattoOptions: Sendable, Hashable {
    let customFields: AllowedFields

    static let meanings = [
        DattoAuthentication.setting: DattoAuthentication.meaning,
        "custom_fields": """
        User-defined fields of devices that may be stored, comma separated: by number (udf5), or by label where the \
        platform has the v3 endpoints.
        """,
    ]

    init(_ settings: [String: String]) { customFields = AllowedFields(settings) }
}
