import Inventory
import JSON

/// Patches: a call a computer and kind, since no list has the state of many. A day between two reads, of computers that
/// were heard of since: 5,000 of them take four calls each, some fourteen a minute.
extension AutomateStreams {
    static let microsoftUpdates = patches("microsoft_updates", "MicrosoftUpdates", part: 1, map: update)
    static let thirdPartyPatches = patches("third_party_patches", "ThirdPartyPatches", part: 2, map: other)

    private static func patches(
        _ name: String, _ route: String, part: Int,
        map: @escaping @Sendable (JSONValue, String, AutomateTimes) throws(UnusableRecord) -> SourceRecord?
    ) -> Stream {
        Stream(
            description: StreamDescription(
                name: name, calls: ["/cwa/api/v1/Computers/{id}/\(route)"],
                entity: Patch.entity.description, after: ["devices", "network_devices"], reading: daily,
                deletion: .absenceWithinParent, endOfList: endOfChildren, period: .hours(2), sweepPeriod: .days(30),
                part: part, callsPerThousand: 2000)
        ) { (reader, request, position) throws(ConnectorError) in
            try await children(request, at: position) { (device, path, within) throws(ConnectorError) in
                let answer = try await reader.client.children("\(path)/\(route)", at: within)
                let list = AutomateList(route, key: part == 1 ? "MicrosoftUpdateId" : "PatchId")
                return try await reader.page(answer, list, request.scope) { (row, times) throws(UnusableRecord) in
                    try map(row, device, times)
                }
            }
        }
    }

    /// Each computer that was heard of, once a day.
    static let daily = Reading.perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(24)))

    private static func update(
        _ row: JSONValue, _ device: String, _ times: AutomateTimes
    ) throws(UnusableRecord) -> SourceRecord? {
        let key = try row.required("MicrosoftUpdateId")
        var patch = Patch()
        patch.deviceExternalID = device
        patch.kb = row["KnowledgeBaseId"].reference.map { $0.uppercased().hasPrefix("KB") ? $0 : "KB\($0)" }
        patch.title = row["Title"].cleaned
        patch.kind = .os
        patch.severity = AutomateWords.patchSeverity.value(row["Severity"].text)
        patch.severityLabel = row["Severity"].cleaned
        patch.releasedOn = AutomateTimes.day(row["ReleaseDate"])
        standing(row, &patch, times)
        return SourceRecord(patch, externalID: "\(device):\(key)")
    }

    private static func other(
        _ row: JSONValue, _ device: String, _ times: AutomateTimes
    ) throws(UnusableRecord) -> SourceRecord? {
        let key = try row.required(["PatchId", "SoftwareId"].first { row[$0].cleaned != nil } ?? "Title")
        var patch = Patch()
        patch.deviceExternalID = device
        patch.title = row["DisplayTitle"].cleaned ?? row["Title"].cleaned
        patch.kind = .thirdParty
        standing(row, &patch, times)
        return SourceRecord(patch, externalID: "\(device):\(key)")
    }

    /// By the booleans; the words of `InstallState` are not documented. What the server's policy plainly says of one that
    /// is missing is more than that it is.
    private static func standing(_ row: JSONValue, _ patch: inout Patch, _ times: AutomateTimes) {
        let isInstalled = row["IsInstalled"].bool == true
        patch.stateLabel = row["InstallState"].cleaned
        patch.installedAt = isInstalled ? times.moment(row["InstallDate"]) : nil
        patch.state =
            isInstalled
            ? .installed
            : row["IsFailed"].bool == true
                ? .failed : AutomateWords.approval.value(row["PolicyApproval"]["Name"].text) ?? .missing
    }
}
