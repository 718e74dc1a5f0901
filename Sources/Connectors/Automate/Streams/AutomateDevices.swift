import Inventory
import JSON

extension AutomateStreams {
    /// The devices' columns that cost calls of their own a computer.
    static let hardwareColumns: Set = ["cpu_model", "cpu_cores", "architecture", "bios_released_on"]

    /// All but what ``hardware`` finds out.
    static let ownColumns = Set(Device.entity.columns.map(\.name)).subtracting(hardwareColumns)

    /// Of both lists that fill the devices: a row that is read again by its id is read by this one, whichever it is of.
    static let volatileDeviceFields = AutomateComputer.volatileFields.union(networkVolatileFields)

    /// Times that move when a computer is heard of. A rename without a check-in moves none of them: the daily whole read
    /// finds it. One that has gone offline is met within the day that each read looks back.
    private static let stamps = ["RemoteAgentLastContact", "LastInventoryReceived", "DateAdded"]

    static let devices = Stream(
        description: StreamDescription(
            name: "devices",
            calls: ["/cwa/api/v1/Computers", "/cwa/api/v1/Computers/Chassis", "/cwa/api/v1/Computers/Drives"],
            entity: Device.entity.description, owns: ownColumns, after: ["organizations", "sites"],
            reading: .incremental(field: stamps[0], precision: .seconds(1), isInclusive: true), deletion: .absence,
            endOfList: endOfList, volatileVendorFields: volatileDeviceFields, period: .minutes(30),
            callsPerThousand: 8),
        one: { (reader, id) throws(ConnectorError) in
            if id.hasPrefix(networkPrefix) {
                return try await networkDevice(String(id.dropFirst(networkPrefix.count)), reader)
            }
            guard let answer = try await reader.one(AutomateComputer.list, id) else { return nil }
            return try await page(answer, reader, .everything).single()
        }
    ) { (reader, request, position) throws(ConnectorError) in
        let size = reader.options.customFields.isEmpty ? AutomateClient.pageSize : AutomateExtraFields.pageSize
        let answer = try await reader.client.list(
            AutomateComputer.list.pages(of: size), where: AutomateReader.condition(request.scope, stamps), at: position)
        return try await page(answer, reader, request.scope)
    }

    /// Computers with what the lists of chassis and drives know of them.
    private static func page(
        _ answer: AutomateRows, _ reader: AutomateReader, _ scope: ReadScope
    ) async throws(ConnectorError) -> Page {
        let (parts, cost) = try await AutomateComputerParts.of(answer.rows, reader.client)
        let ids = answer.rows.compactMap { $0["Id"].cleaned }
        let (fields, more) = try await AutomateExtraFields(allowed: reader.options.customFields)
            .fields(of: ids, reader.client) { "/Computers/\(URLText.encoded($0))" }
        var page = try await reader.page(answer, AutomateComputer.list, scope, stamps: stamps) {
            (row, times) throws(UnusableRecord) in
            let id = try row.required("Id")
            return AutomateComputer(row, parts[id] ?? AutomateComputerParts(), times).record(
                id, customFields: fields[id])
        }
        page.add(cost)
        page.add(more)
        return page
    }
}
