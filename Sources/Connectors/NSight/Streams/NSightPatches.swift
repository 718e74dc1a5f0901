import Inventory
import JSON

extension NSightStreams {
    static let patches = Stream(
        description: StreamDescription(
            name: "patches", calls: ["/api/?service=patch_list_all"],
            entity: Patch.entity.description, after: ["devices"], reading: onceADay,
            deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.perDevice(request, at: position) { (device) throws(ConnectorError) in
            guard let answer = try await patches(of: device, reader) else { return Page() }
            var status = NSightPatch.statusPage(answer, device)
            (status.calls, status.bytes) = (0, 0)
            await reader.leftovers.leave(status, for: "patch_status", of: device)
            return NSightPatch.page(answer, device)
        }
    }

    /// One row a device, counted out of its patches, mostly those that the stream before has just read.
    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/api/?service=patch_list_all"],
            entity: PatchStatus.entity.description, after: ["patches"], reading: onceADay,
            deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 10)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.perDevice(request, at: position) { (device) throws(ConnectorError) in
            if let left = await reader.leftovers.take(for: "patch_status", of: device) { return left }
            return try await patches(of: device, reader).map { NSightPatch.statusPage($0, device) } ?? Page()
        }
    }

    private static let onceADay = Reading.perParent(
        entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(22)))

    /// nil: patch management is off for the device, by the roster. A device that the roster does not have is asked for.
    private static func patches(
        of device: String, _ reader: NSightReader
    ) async throws(ConnectorError) -> NSightAnswer? {
        let (known, cost) = try await reader.roster.device(device)
        if known?.patches == false { return nil }
        var answer = try await reader.client.rows(.patches, [("deviceid", device)])
        answer.cost += cost
        return answer
    }
}

/// Patches by the sheet's numbers, whose list is known to be incomplete.
enum NSightPatch {
    static func page(_ answer: NSightAnswer, _ device: String) -> Page {
        answer.page(id: { $0["patchid"].cleaned }) { row throws(UnusableRecord) in
            let id = try row.required("patchid")
            var patch = Patch()
            patch.deviceExternalID = device
            patch.title = row["patchTitle"].cleaned
            patch.kb = patch.title.flatMap(NSightText.kb)
            patch.severityLabel = row["severity"].cleaned
            // The scale is not established: no number is read as a grade.
            patch.severity = patch.severityLabel == nil ? nil : .unknown
            patch.state = state(row)
            patch.stateLabel = row["statusLabel"].cleaned ?? row["status"].cleaned
            return SourceRecord(patch, externalID: "\(device):\(id)")
        }
    }

    /// A patch that is missing is as its policy has it. The 64 of a policy says that it was set by hand.
    static func state(_ row: JSONValue) -> PatchState? {
        switch row["status"].digits {
        case 8, 64: return .installed
        case 16: return .failed
        case 2, 4: return .pending
        case 23: return .rejected
        case 1: break
        default: return nil
        }
        switch row["policy"].digits.map({ $0 & ~64 }) {
        case 1: return .rejected
        case 2: return .approved
        default: return .missing
        }
    }

    /// Without any patch, installed ones too, nothing has been looked for yet, and nothing is said.
    static func statusPage(_ answer: NSightAnswer, _ device: String) -> Page {
        var page = Page(vendorDate: answer.cost.vendorDate, calls: answer.cost.calls, bytes: answer.cost.bytes)
        if !answer.rows.isEmpty { page.records = [status(answer.rows, device)] }
        return page
    }

    private static func status(_ rows: [JSONValue], _ device: String) -> SourceRecord {
        let states = rows.map(state)
        func count(_ wanted: PatchState...) -> Int64 {
            Int64(states.count { state in state.map(wanted.contains) ?? false })
        }
        var status = PatchStatus()
        status.deviceExternalID = device
        status.installedCount = count(.installed)
        status.pendingCount = count(.pending, .approved, .missing)
        status.failedCount = count(.failed)
        status.rejectedCount = count(.rejected)
        status.status = compliance(status, waitsForReboot: rows.contains { $0["status"].digits == 64 })
        return SourceRecord(status, externalID: device)
    }

    private static func compliance(_ status: PatchStatus, waitsForReboot: Bool) -> PatchCompliance {
        if (status.failedCount ?? 0) > 0 { return .failed }
        if waitsForReboot { return .rebootRequired }
        return (status.pendingCount ?? 0) > 0 ? .pending : .compliant
    }
}
