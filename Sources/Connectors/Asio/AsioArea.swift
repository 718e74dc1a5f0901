/// What of the platform is sold and scoped by itself. A key may lack any of the later ones.
enum AsioArea: String, Sendable, CaseIterable {
    case inventory, customFields, systemPatches, productPatches, backups

    /// What a token of this area alone is asked for. Asking for one scope that the key lacks fails the whole request.
    var scopes: String {
        switch self {
        case .inventory: "platform.companies.read platform.sites.read platform.devices.read"
        case .customFields: "platform.custom_fields_definitions.read platform.custom_fields_values.read"
        case .systemPatches: "platform.ospatching.management.read"
        case .productPatches: "platform.tppatching.management.read"
        case .backups: "backupdashboard.jobs.read"
        }
    }
}
