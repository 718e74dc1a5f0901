import Inventory

/// The tables that the warehouse itself finds out: they come from no vendor, and so from no entity's declaration.
enum OwnTables {
    static let all = [
        organizationCompanies, deviceConfigurations, machines, machineDevices, machineConfigurations, changes,
    ]

    private static let organizationCompanies = Resource(
        name: "organization_companies", group: .matches,
        meaning: "Which RMM organisation is which PSA company, how sure that is, and who says so.",
        fields: [.tenant, .id, reference("organization"), reference("company"), state] + [
            method(["native_id", "serial_overlap", "domain", "exact_name", "similar_name", "manual"])
        ] + decision, companies: .usedMatch("company_id"), sources: ["organizations", "companies"])

    private static let deviceConfigurations = Resource(
        name: "device_configurations", group: .matches,
        meaning: "Which PSA configuration item is which RMM device.",
        fields: [.tenant, .id, reference("device"), reference("configuration"), link, score, state] + decided,
        companies: .every([.device, configuration]), sources: ["devices", "configurations"])

    private static let machines = Resource(
        name: "machines", group: .devices, meaning: "One physical or virtual machine each, whoever sees it.",
        fields: [
            .tenant, .id, Field("hostname", .text, "Its name."), Field("serial_number", .text, "Its serial number."),
            Field("manufacturer", .text, "Who made it."), Field("model", .text, "Its model."),
            Field("company_id", .uuid, "The company that it belongs to."),
        ], companies: .company("company_id"), sources: ["devices", "configurations"])

    private static let machineDevices = Resource(
        name: "machine_devices", group: .devices, meaning: "Which RMM device is which machine.",
        fields: [.tenant, .id, reference("machine"), reference("device"), joining, score, evidence],
        companies: .device, sources: ["devices"])

    private static let machineConfigurations = Resource(
        name: "machine_configurations", group: .devices, meaning: "Which PSA configuration item is which machine.",
        fields: [.tenant, .id, reference("machine"), reference("configuration"), link, score, evidence],
        companies: configuration, sources: ["configurations"])

    /// The change feed. Its rows tell of any table, so a key limited to companies does not see it.
    private static let changes = Resource(
        name: "changes", group: .changes, meaning: "The feed of what syncs changed, in commit order, without gaps.",
        fields: [
            .tenant, sequence, Field("entity", .text, "The table that changed.", isNullable: false),
            Field("id", .uuid, "The row that changed; null for one record about many."),
            Field("external_id", .text, "The vendor's id of what changed."),
            Field("connection_id", .uuid, "The connection whose sync changed it."),
            Field(
                "operation", .text, "What happened.", allowed: ["created", "updated", "deleted", "restored"],
                isNullable: false),
            Field("changed_fields", .jsonb, "The changed columns, each with its old and its new value."),
            Field("changed_at", .timestamptz, "When the sync wrote it.", isNullable: false),
            Field("run_id", .uuid, "The run of the sync."),
        ], key: sequence, companies: .untied, sources: nil, hasSingleRead: false)

    private static let sequence = Field(
        "sequence", .bigint, "Its place in the tenant's feed: one more than the one before.", isNullable: false)
    private static let configuration = CompanyPath.through(
        "configuration_id", table: "configurations", .company("company_id"))
    private static let state = Field(
        "state", .text, "How sure it is, and whether it is used.",
        allowed: ["confirmed", "automatic", "suggested", "rejected"], isNullable: false)
    private static let link = method(["native_id", "serial", "mac", "hostname", "manual"])
    /// 'first': the device that the machine was first known by.
    private static let joining = method(["first", "native_id", "serial", "mac", "hostname", "manual"])
    private static let score = Field("score", .numeric, "How sure it is, 0 to 1.")
    private static let evidence = Field("evidence", .jsonb, "What speaks for it.")
    private static let decided = [
        evidence, Field("decided_by", .text, "Who decided, where a person did."),
        Field("decided_at", .timestamptz, "When it was decided."),
    ]
    private static let decision = [score] + decided

    private static func reference(_ one: String) -> Field {
        Field("\(one)_id", .uuid, "The \(one).", isNullable: false)
    }

    private static func method(_ allowed: [String]) -> Field {
        Field("method", .text, "How it was found.", allowed: allowed, isNullable: false)
    }
}
