import JSON

/// Credentials stand in the open in this server's rows: of scripts and routers in locations, of SNMP in network devices.
/// They are not asked for, and where the server sends them all the same they are dropped before anything is stored.
enum AutomateSecrets {
    static let locations: Set<String> = [
        "ScriptDrive", "ScriptUsername", "ScriptPassword", "ScriptRouterAddress", "ScriptExtra1", "ScriptExtra2",
        "Router", "RouterPort", "DeploymentTemplate", "DefaultDeploymentLogin", "DefaultDeploymentGroup", "ExtraFields",
    ]
    static let networkDevices: Set<String> = [
        "SNMPCommunityGet", "SNMPCommunitySet", "ExternalSystemCredentials", "AgentDeploymentReadinessCheck",
    ]

    /// A row that could not be used, as it may be shown: without the members that hold credentials, wherever they are.
    static func harmless(_ rejected: RejectedRecord) -> RejectedRecord {
        var rejected = rejected
        guard let json = try? JSONValue.parse(Array(rejected.payload.utf8)) else {
            rejected.payload = "{}"
            return rejected
        }
        rejected.payload = cleaned(json)
        return rejected
    }

    private static func cleaned(_ value: JSONValue) -> String {
        if let members = value.object {
            let kept = members.filter { !isSecret($0.key) }.map { (key: $0.key, json: cleaned($0.value)) }
            return JSONText.object(kept) ?? "{}"
        }
        if let elements = value.array { return "[" + elements.map(cleaned).joined(separator: ",") + "]" }
        return value.serialised()
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return locations.union(networkDevices).contains { $0.lowercased() == name }
            || ["password", "community", "credential", "productkey", "extrafield"].contains { name.contains($0) }
    }
}
