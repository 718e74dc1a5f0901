/// How to reach a database.
public struct PostgresConfiguration: Sendable {
    /// A libpq connection URI or key=value string.
    public var url: String
    /// The role that each session takes on at start (`SET ROLE`), nil: the login itself.
    public var role: String?
    /// The role that transactions take on within ``CompanyLimit``; nil: they are refused there.
    public var limitedRole: String?
    public var maximumConnections: Int = 8
    public var connectTimeout: Duration = .seconds(10)
    /// Plans each statement anew for its values and for the tables as large as they are by then. A loader needs that: a
    /// plan that was kept since its tables were empty scans them whole when they are not. Readers keep their plans.
    public var plansAnew = false
    /// How long a session may say nothing within a transaction before the server ends it; nil: for ever. Of a process that
    /// freezes there, others would have to wait for what it has locked.
    public var silenceInTransaction: Duration?
    /// Shown in pg_stat_activity.
    public var applicationName: String = "quartermaster"

    public init(url: String, role: String? = nil, maximumConnections: Int = 8) {
        self.url = url
        self.role = role
        self.maximumConnections = maximumConnections
    }

    /// What every session is set to, so that text from the server means the same everywhere.
    var sessionSettings: String {
        var script = """
            SET timezone TO 'UTC'; SET datestyle TO 'ISO, YMD'; SET intervalstyle TO 'postgres'; \
            SET bytea_output TO 'hex'; SET extra_float_digits TO 1; SET standard_conforming_strings TO on;
            """
        if plansAnew { script += " SET plan_cache_mode TO force_custom_plan;" }
        if let silence = silenceInTransaction {
            script += " SET idle_in_transaction_session_timeout TO \(Int(silence / .milliseconds(1)));"
        }
        if let role {
            let name: SQL = "\(identifier: role)"
            script += " SET ROLE \(name.text);"
        }
        return script
    }
}
