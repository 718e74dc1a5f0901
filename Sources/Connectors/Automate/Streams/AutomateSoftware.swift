import Inventory
import JSON

extension AutomateStreams {
    private static let programs = AutomateList(
        "/Computers/Software", key: "ApplicationId",
        fields: ["ApplicationId", "ComputerId", "Name", "Version", "DateInstalled", "DateLastInventoried"])

    private static let stamps = ["DateLastInventoried"]

    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/cwa/api/v1/Computers/Software"],
            entity: Software.entity.description, after: ["devices"],
            reading: .incremental(field: stamps[0], precision: .seconds(1), isInclusive: true), deletion: .absence,
            endOfList: endOfList, period: .hours(12), callsPerThousand: 110)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.list(programs, request, at: position, stamps: stamps, map: program)
    }

    /// Told by computer, name and version, so that what many computers have is one title; `ApplicationId` is the row's. No
    /// member names the publisher, and the unit of the size is not established.
    private static func program(_ row: JSONValue, _: AutomateTimes) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("ComputerId")
        guard let name = row["Name"].cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = row["Version"].cleaned
        software.installedOn = AutomateTimes.day(row["DateInstalled"])
        return SourceRecord(software, externalID: "\(device):\(name):\(software.version ?? "")")
    }
}
