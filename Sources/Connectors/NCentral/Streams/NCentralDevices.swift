import Inventory
import JSON

extension NCentralStreams {
    static let devices = Stream(
        description: StreamDescription(
            name: "devices", calls: ["/api/devices", "/api/devices/{id}/assets"],
            entity: Device.entity.description, owns: listColumns, after: ["organizations", "sites"],
            reading: .snapshot, deletion: .absence, endOfList: endOfList,
            volatileVendorFields: [
                "lastApplianceCheckinTime", "lastApplianceCheckinTimeLocal", "lastLoggedInUser", "stillLoggedIn",
                "deviceStatus",
            ],
            period: .hours(1), fillsCustomFields: false),
        one: device
    ) { (reader, _, position) throws(ConnectorError) in
        let rows = try await reader.client.list("/api/devices", id: "deviceId", at: position)
        await reader.roll.take(
            rows.rows.compactMap { $0["deviceId"].cleaned }, isStart: position == nil, isWhole: rows.step.isProven)
        let (names, cost) = try await reader.inventoryNames(of: rows.news)
        let clock = rows.cost.vendorDate ?? reader.now()
        var page = rows.page(id: { $0["deviceId"].cleaned }) { (row) throws(UnusableRecord) in
            try NCentralDeviceRow.record(row, names, clock, reader.options)
        }
        page.add(cost)
        return page
    }

    /// All but what the asset record and the lifecycle tell.
    private static let listColumns = Set(Device.entity.columns.map(\.name))
        .subtracting(assetColumns).subtracting(lifecycleColumns)

    /// As the list has it, which knows who is logged in: `select` takes the one row. Where a server cannot do that (what
    /// may be filtered by is not published), and to be sure that it is gone, the device is asked for by itself.
    private static func device(
        _ reader: NCentralReader, _ id: String
    ) async throws(ConnectorError) -> SourceRecord? {
        guard let (row, cost) = try await deviceRow(reader, id) else { return nil }
        let (names, _) = try await reader.inventoryNames(of: [row])
        return try single(row) { (row) throws(UnusableRecord) in
            try NCentralDeviceRow.record(row, names, cost.vendorDate ?? reader.now(), reader.options)
        }
    }

    private static func deviceRow(
        _ reader: NCentralReader, _ id: String
    ) async throws(ConnectorError) -> (JSONValue, CallCost)? {
        guard Int64(id) != nil else { throw .notAvailable("'\(Shortened.text(id))' is no id of a device") }
        do throws(ConnectorError) {
            let query = [("select", "deviceId==\(id)"), ("pageNumber", "1"), ("pageSize", "2")]
            let answer = try await reader.client.get("/api/devices", query)
            let row = answer.json["data"].array?.first { $0["deviceId"].cleaned == id }
            if let row { return (row, answer.cost) }
        } catch {
            guard case .rejectedCall = error else { throw error }
        }
        return try await reader.client.one("/api/devices/\(id)", idMember: "deviceId")
    }
}

extension NCentralReader {
    /// What their inventory calls the computers that discovery has no name for: those few take a call each.
    func inventoryNames(of rows: [JSONValue]) async throws(ConnectorError) -> ([String: String], CallCost) {
        var names: [String: String] = [:]
        var cost = CallCost()
        for row in rows where NCentralDeviceRow.needsName(row) {
            guard let id = row["deviceId"].cleaned else { continue }
            let (record, more) = try await assets(of: id)
            names[id] =
                record?.rows("computersystem").lazy.compactMap { Placeholders.word($0["netbiosname"].text) }.first
            cost += more
        }
        return (names, cost)
    }
}
