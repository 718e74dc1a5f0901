/// A patch that is installed on a device, or that it lacks.
public struct Patch: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var kb: String?
    public var title: String?
    public var kind: PatchKind?
    public var severity: PatchSeverity?
    public var severityLabel: String?
    public var state: PatchState?
    public var stateLabel: String?
    public var releasedOn: CalendarDate?
    public var installedAt: Timestamp?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Patch>(
        "patches", singular: "patch", side: .rmm, group: .patches,
        meaning: """
            A patch of the operating system or of another program on a device: installed, waiting or missing. One \
            row a patch and device.
            """,
        storage: .deviceSets(
            table: "patch_rows",
            dictionaries: [
                Storage.Dictionary(
                    table: "patch_titles", numberColumn: "title_number",
                    columns: ["kb", "title", "kind", "severity", "severity_label", "released_on"],
                    holdsSourceKey: true),
                Storage.Dictionary(
                    table: "patch_states", numberColumn: "state_number", columns: ["state", "state_label"],
                    isKey: false),
            ]),
        hasVendorFields: false,
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .text("kb", "Microsoft's number of the patch (\"KB5046633\").") { $0.kb },
            .text("title", "The patch's title.") { $0.title },
            .choice("kind", "Whether it mends the operating system or another program.") { $0.kind },
            .choice("severity", "How grave what it mends is.") { $0.severity },
            .text("severity_label", "The vendor's own word for severity.") { $0.severityLabel },
            .choice("state", "How it stands on this device; missing: needed and not yet decided on.") { $0.state },
            .text("state_label", "The vendor's own word for state.") { $0.stateLabel },
            .date("released_on", "The day its publisher released it.") { $0.releasedOn },
            .timestamp("installed_at", "When it was installed.") { $0.installedAt },
        ])
}
