import Inventory
import JSON

extension DattoStreams {
    /// Name and version are all that there is, of machines with an agent alone.
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/api/v2/audit/device/{id}/software"],
            entity: Software.entity.description, after: ["devices"], reading: audited,
            deletion: .absenceWithinParent, endOfList: endOfParent, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await DattoAudit.walk(reader, request, at: position) { (uid, within) throws(ConnectorError) in
            guard try await reader.classes.name(of: uid, reader.client) == "device" else { return Page() }
            do throws(ConnectorError) {
                let path = "/v2/audit/device/\(URLText.encoded(uid))/software"
                return try await reader.client.list(path, "software", at: within)
                    .page(id: { $0["name"].cleaned.map { "\(uid):\($0)" } }) { program($0, of: uid) }
            } catch {
                throw DattoAudit.refused(error)
            }
        }
    }

    /// A row without a name is no program that anybody could look for, and is left out.
    private static func program(_ row: JSONValue, of device: String) -> SourceRecord? {
        guard let name = row["name"].cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = row["version"].cleaned
        return SourceRecord(software, externalID: "\(device):\(name):\(software.version ?? "")")
    }
}
