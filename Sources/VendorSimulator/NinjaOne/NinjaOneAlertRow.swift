import Inventory

/// An alert as the vendor writes it.
enum NinjaOneAlertRow {
    static func write(_ alert: Alert, _ disturbance: Disturbance, to json: inout JSONWriter) {
        json.member("uid", alert.uid)
        json.member("deviceId", present: alert.device.map(NinjaOneID.device))
        json.member("message", alert.message)
        json.member("createTime", epoch: alert.raisedAt)
        json.member("updateTime", epoch: disturbance.stamp(alert.updatedAt))
        json.member("sourceType", source(alert.kind))
        json.member("sourceConfigUid", Identifiers.uuid(3, .alert, alert.kind.rawValue.count))
        json.member("sourceName", name(alert.kind))
        json.member("conditionName", name(alert.kind))
        json.member("subject", "Condition")
        json.member("severity", severity(alert.severity))
        json.member("priority", alert.severity == .critical ? "HIGH" : "NONE")
        json.member("data", object: { _ in })
    }

    static func severity(_ severity: Alert.Severity) -> String { severity.rawValue.uppercased() }

    static func source(_ kind: Alert.Kind) -> String {
        switch kind {
        case .offline: "AGENT_OFFLINE"
        case .cpu: "CONDITION_AGENT_CPU"
        case .memory: "CONDITION_AGENT_MEMORY"
        case .diskSpace: "CONDITION_AGENT_DISK_FREE_SPACE"
        case .service: "CONDITION_WINDOWS_SERVICE_STATE_CHANGED"
        case .script, .antivirus, .backup: "CONDITION_SCRIPT_RESULT"
        }
    }

    /// The policy's condition.
    static func name(_ kind: Alert.Kind) -> String {
        switch kind {
        case .offline: "Device offline"
        case .cpu: "CPU high"
        case .memory: "Memory high"
        case .diskSpace: "Disk low"
        case .service: "Service stopped"
        case .script: "Nightly check"
        case .antivirus: "Antivirus found something"
        case .backup: "Backup missed"
        }
    }
}
