import Inventory
import JSON

/// What moves at every check-in: who is online, and who was logged on. Each an answer for four companies.
extension AsioStreams {
    static let heartbeatPath = "/api/platform/v2/device/endpoints/heartbeat"
    static let heartbeatColumns: Set<String> = ["online", "last_seen_at"]
    static let userColumns: Set<String> = ["last_user"]

    static let heartbeat = Stream(
        description: StreamDescription(
            name: "heartbeat", calls: ["/api/platform/v2/device/endpoints/heartbeat"],
            entity: Device.entity.description, owns: heartbeatColumns, isPrimary: false,
            after: ["devices"], reading: .snapshot, deletion: .never, endOfList: endOfStates,
            period: everyFewMinutes, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.states(heartbeatPath, at: position) { row throws(UnusableRecord) in
            var device = Device()
            var members = RowReader(row.json, ignoresCase: true)
            device.online = members.bool("Availability")
            device.lastSeenAt = members.take("DcDateTimeUTC", AsioTimes.any)
            return SourceRecord(device, externalID: try row.id())
        }
    }

    static let users = Stream(
        description: StreamDescription(
            name: "users", calls: ["/api/platform/v2/device/endpoints/systemstate"],
            entity: Device.entity.description, owns: userColumns, isPrimary: false,
            after: ["devices"], reading: .snapshot, deletion: .never, endOfList: endOfStates,
            period: everyFewHours, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.states("/api/platform/v2/device/endpoints/systemstate", at: position) {
            row throws(UnusableRecord) in
            var device = Device()
            device.lastUser = row.json.member(ignoringCase: "lastLoggedOnUser").member(ignoringCase: "username").cleaned
            return SourceRecord(device, externalID: try row.id())
        }
    }
}

extension AsioReader {
    /// A page of states: one answer for a few companies. What it says could not be had is set aside, and told.
    fileprivate func states(
        _ path: String, at position: ReadPosition?, record: (AsioRow) throws(UnusableRecord) -> SourceRecord
    ) async throws(ConnectorError) -> Page {
        let (all, cost) = try await companies.ids(client, isStart: position == nil)
        let after = position?.fields["after"] ?? ""
        let batch = Array(all.lazy.filter { $0 > after }.prefix(AsioClient.mostCompanies))
        var page = Page()
        page.add(cost)
        guard let last = batch.last else { return page }
        page.next = last == all.last ? nil : ReadPosition(["after": last])
        guard let answer = try await states(path, batch) else {
            page.calls += 1
            return page
        }
        page.add(answer.cost)
        page.vendorDate = answer.cost.vendorDate
        let rows = await sites.learn(try Self.rows(of: answer.json), trusting: [])
        var mapper = RecordMapper(bytes: answer.cost.bytes)
        for row in rows {
            mapper.map([row.json], id: { _ in row.endpoint }) { _ throws(UnusableRecord) in try record(row) }
        }
        (page.records, page.rejected) = (mapper.records, mapper.rejected + Self.failed(answer.json))
        return page
    }

    /// nil for 404: these companies have nothing.
    private func states(_ path: String, _ batch: [String]) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            return try await client.states(path, of: batch)
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// 200 may be a part only.
    private static func failed(_ json: JSONValue) -> [RejectedRecord] {
        (json.member(ignoringCase: "failedRecords").array ?? []).map { row in
            let id = ["endpointID", "companyID", "id"].lazy.compactMap { row.member(ignoringCase: $0).cleaned }.first
            return RecordMapper.rejection(of: row, id: id ?? row.cleaned, reason: "the vendor could not tell its state")
        }
    }
}

/// Times in the forms that the platform mixes: ISO 8601, Unix seconds and Unix milliseconds.
enum AsioTimes {
    static func any(_ value: JSONValue) -> Timestamp? {
        guard let text = value.cleaned, Double(text) == nil else { return Times.epoch(value) }
        return Times.iso(value)
    }
}
