/// A program installed on a device.
public struct Software: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var name: String?
    public var version: String?
    public var publisher: String?
    public var installedOn: CalendarDate?
    public var sizeBytes: Int64?
    public var architecture: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Software>(
        "software", singular: "software", side: .rmm, group: .software,
        meaning: "A program installed on a device: one row a program and device.",
        storage: .deviceSets(
            table: "software_rows",
            dictionaries: [
                Storage.Dictionary(
                    table: "software_titles", numberColumn: "title_number",
                    columns: ["name", "publisher", "architecture"], holdsSourceKey: true),
                Storage.Dictionary(table: "software_versions", numberColumn: "version_number", columns: ["version"]),
            ]),
        hasVendorFields: false,
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .text("name", "The program's name as installed.") { $0.name },
            .text("version", "The installed version, as the program prints it.") { $0.version },
            .text("publisher", "Who publishes it.") { $0.publisher },
            .date(
                "installed_on", "The day it was installed or last upgraded, where the device knows it."
            ) { $0.installedOn },
            .bigint("size_bytes", "Its size on disk in bytes.") { $0.sizeBytes },
            .text(
                "architecture", "Whether it is a 32- or a 64-bit program, as the vendor prints it."
            ) { $0.architecture },
        ])
}
