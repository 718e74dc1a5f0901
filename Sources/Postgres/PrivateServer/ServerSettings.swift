/// What the private server is configured with, for a small machine that it shares with the program.
package struct ServerSettings: Sendable {
    /// Off for tests alone: a power failure would lose the cluster.
    package var isDurable = true
    package var maximumConnections = 100

    package init(isDurable: Bool = true, maximumConnections: Int = 100) {
        self.isDurable = isDurable
        self.maximumConnections = maximumConnections
    }

    /// postgresql.conf's lines.
    var lines: [String] {
        [
            "shared_buffers = 256MB", "max_wal_size = 2GB", "min_wal_size = 256MB", "work_mem = 16MB",
            "maintenance_work_mem = 128MB", "effective_cache_size = 1GB", "random_page_cost = 1.1",
            "wal_compression = on", "checkpoint_timeout = 15min", "max_connections = \(maximumConnections)",
            "fsync = \(isDurable ? "on" : "off")", "full_page_writes = \(isDurable ? "on" : "off")",
            "synchronous_commit = \(isDurable ? "on" : "off")",
            "timezone = 'UTC'", "log_timezone = 'UTC'", "datestyle = 'iso, ymd'", "lc_messages = 'C'",
            "log_line_prefix = '%m [%p] %a '", "password_encryption = 'scram-sha-256'",
        ]
    }
}
