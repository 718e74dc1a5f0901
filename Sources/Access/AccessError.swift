/// What was refused, and why: the person's or program's to mend, with what to do.
public enum AccessError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownKey
    case keyExpired(name: String)
    case keyRevoked(name: String)
    /// A key of no tenant, where a tenant's is needed.
    case platformKey
    case unknownTenant(String)
    case unknownConnection(String, tenant: String)
    case nameTaken(kind: String, name: String)
    case invalid(field: String, reason: String)
    case unknownProfile(String, known: [String])
    case unknownGroup(String, known: [String])
    case unknownLevel(String)
    case badProfiles(file: String, reason: String)
    case masterKeyMissing
    case masterKeyInvalid(String)
    case cannotOpenSecret(String)

    public var description: String {
        switch self {
        case .unknownKey: "this API key is not known; check that it was copied whole, or create one with 'key create'"
        case .keyExpired(let name): "the API key '\(name)' has expired; create a new one with 'key create'"
        case .keyRevoked(let name): "the API key '\(name)' was revoked; create a new one with 'key create'"
        case .platformKey: "this is a platform key, which names the tenant with each call"
        case .unknownTenant(let slug):
            "there is no tenant '\(slug)'; 'tenant list' shows them, 'tenant create' makes one"
        case .unknownConnection(let name, let tenant):
            "tenant '\(tenant)' has no connection '\(name)'; 'connection list --tenant \(tenant)' shows them"
        case .nameTaken(let kind, let name): "there is a \(kind) '\(name)' already; choose another name"
        case .invalid(let field, let reason): "\(field): \(reason)"
        case .unknownProfile(let name, let known):
            "there is no profile '\(name)'; choose one of \(known.joined(separator: ", "))"
        case .unknownGroup(let name, let known):
            "there is no permission group '\(name)'; choose one of \(known.joined(separator: ", "))"
        case .unknownLevel(let level):
            "'\(level)' is not a level; choose disabled, read_only or read_write"
        case .badProfiles(let file, let reason): "the permission profiles in \(file) cannot be used: \(reason)"
        case .masterKeyMissing:
            """
            no master key: credentials cannot be sealed or opened. Set secrets.master_key_file (or secrets.master_key, or \
            QUARTERMASTER_SECRETS_MASTER_KEY) to 32 bytes in base64; 'openssl rand -base64 32' makes such a key. Keep it: \
            without it the stored credentials are lost
            """
        case .masterKeyInvalid(let reason):
            "the master key cannot be used: \(reason); it must be 32 bytes in base64, as 'openssl rand -base64 32' prints"
        case .cannotOpenSecret(let what):
            """
            \(what) cannot be opened: it was sealed with another master key, or was altered. Set the master key that was in \
            use when it was stored, or enter the credentials again with 'connection rotate'
            """
        }
    }
}
