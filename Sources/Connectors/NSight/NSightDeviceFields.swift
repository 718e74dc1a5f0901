/// The elements of a row of servers or workstations, by the sheet's table: whatever else is in a row is a custom field.
enum NSightDeviceFields {
    /// Before a mobile device's id.
    static let mobilePrefix = "mobile:"

    static func id(_ kind: NSightKind) -> String { "\(kind.rawValue)id" }

    static let known: Set<String> = volatile.union([
        "serverid", "workstationid", "assetid", "name", "wins_name", "description", "domain", "manufacturer", "model",
        "device_serial", "os", "os_details", "os_type", "service_pack", "role", "chassis_type", "processor_count",
        "total_memory", "ip", "external_ip", "mac1", "mac2", "mac3", "install_date", "agent_version", "agent_mode",
        "active_247", "dsc_active", "check_interval_247", "dsc_hour", "tz_bias", "tz_dst_bias", "tz_std_bias",
        "tz_mode",
        "tz_dst_date", "tz_std_date", "atz_dst_date", "email_overdue_alert", "sms_overdue_alert",
        "remote_connection_type",
    ])

    /// What moves at every check-in.
    static let volatile: Set<String> = [
        "user", "last_boot_time", "last_scan_time", "online", "status_247", "dsc_status", "utc_time_247",
        "local_date_247", "local_time_247", "dsc_local_date", "dsc_local_time", "dsc_utc_time", "utc_apt", "utc_offset",
        "missed_247", "miss_factor_247",
    ]
}
