/// The settings, each with its default; `Config/quartermaster.yaml` lists them with their meaning, which a test compares.
enum Setting: String, CaseIterable {
    case databaseURL = "database.url"
    case databaseListen = "database.listen"
    case databaseRolePrefix = "database.role_prefix"
    case databaseConnections = "database.connections"
    case dataDirectory = "data.directory"
    case masterKey = "secrets.master_key"
    case masterKeyFile = "secrets.master_key_file"
    case allowPrivateAddresses = "egress.allow_private_addresses"
    case serverHost = "server.host"
    case serverPort = "server.port"
    case serverAllowedHosts = "server.allowed_hosts"
    case serverKeyRequests = "server.key_requests_per_minute"
    case serverTenantRequests = "server.tenant_requests_per_minute"
    case workerConnections = "worker.connections"
    case workerStreams = "worker.streams"
    case workerPollSeconds = "worker.poll_seconds"
    case workerLeaseSeconds = "worker.lease_seconds"
    case logLevel = "log.level"
    case logFormat = "log.format"

    var standard: String {
        switch self {
        case .databaseURL, .databaseListen, .dataDirectory, .masterKey, .masterKeyFile, .serverAllowedHosts: ""
        case .databaseRolePrefix: "quartermaster"
        case .databaseConnections: "8"
        case .allowPrivateAddresses: "false"
        case .serverHost: "127.0.0.1"
        case .serverPort: "8080"
        case .serverKeyRequests: "1200"
        case .serverTenantRequests: "6000"
        case .workerConnections: "8"
        case .workerStreams: "3"
        case .workerPollSeconds: "5"
        case .workerLeaseSeconds: "60"
        case .logLevel: "notice"
        case .logFormat: "text"
        }
    }

    var isSecret: Bool { self == .databaseURL || self == .masterKey }

    /// `QUARTERMASTER_DATABASE_URL`
    var environmentName: String {
        "QUARTERMASTER_" + rawValue.uppercased().replacing(".", with: "_")
    }
}
