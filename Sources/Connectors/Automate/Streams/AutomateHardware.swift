import Inventory
import JSON

extension AutomateStreams {
    /// Processors, system and firmware: three calls a computer, which no list has for many. They change with an inventory,
    /// and seldom: a week between two reads keeps 5,000 computers at two calls a minute.
    static let hardware = Stream(
        description: StreamDescription(
            name: "hardware",
            calls: [
                "/cwa/api/v1/Computers/{id}/OperatingSystem", "/cwa/api/v1/Computers/{id}/Processors",
                "/cwa/api/v1/Computers/{id}/bios",
            ],
            entity: Device.entity.description, owns: hardwareColumns, isPrimary: false,
            after: ["devices", "network_devices"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_audited_at", rest: .days(7))),
            deletion: .never, endOfList: endOfObjects, period: .hours(6), sweepPeriod: .days(60), callsPerThousand: 3000
        )
    ) { (reader, request, position) throws(ConnectorError) in
        try await children(request, at: position) { (device, path, _) throws(ConnectorError) in
            try await hardware(of: device, path, reader)
        }
    }

    private static func hardware(
        of id: String, _ path: String, _ reader: AutomateReader
    ) async throws(ConnectorError) -> Page {
        let processors = try await reader.client.children("\(path)/Processors", at: nil)
        let (system, systemCost) = try await object("\(path)/OperatingSystem", reader)
        let (bios, biosCost) = try await object("\(path)/bios", reader)
        var cost = processors.cost
        cost += systemCost
        cost += biosCost
        return Page(
            records: [record(id, processors.rows, system, bios)], vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
    }

    /// An object that a computer may not have.
    private static func object(
        _ path: String, _ reader: AutomateReader
    ) async throws(ConnectorError) -> (JSONValue, CallCost) {
        do throws(ConnectorError) {
            let answer = try await reader.client.get(path)
            return (answer.json, answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            return (.missing, CallCost(calls: 1))
        }
    }

    /// A socket that is not enabled is empty or switched off.
    private static func record(
        _ id: String, _ processors: [JSONValue], _ system: JSONValue, _ bios: JSONValue
    ) -> SourceRecord {
        let used = processors.filter { $0["IsEnabled"].bool != false }
        let cores = used.compactMap { $0["Cores"].positive }.reduce(0, +)
        var device = Device()
        device.cpuModel = used.lazy.compactMap { Placeholders.word($0["ProcessorName"].text) }.first
        device.cpuCores = cores > 0 ? cores : nil
        device.architecture = system["Is64Bit"].bool.map { $0 ? "64-bit" : "32-bit" }
        device.biosReleasedOn = AutomateTimes.day(bios["Date"])
        return SourceRecord(device, externalID: id, vendorFields: vendorFields(processors, system, bios))
    }

    private static func vendorFields(
        _ processors: [JSONValue], _ system: JSONValue, _ bios: JSONValue
    ) -> String? {
        let notStored: Set = ["ComputerId", "UpdateDate", "DateUpdated"]
        let sockets = processors.compactMap { JSONText.vendorFields($0, omitting: notStored) }
        let members = [
            sockets.isEmpty ? nil : ("Processors", "[" + sockets.joined(separator: ",") + "]"),
            JSONText.vendorFields(system, omitting: notStored).map { ("OperatingSystem", $0) },
            JSONText.vendorFields(bios, omitting: notStored).map { ("Bios", $0) },
        ]
        return JSONText.object(members.compactMap(\.self).map { (key: $0.0, json: $0.1) })
    }
}
