import Inventory
import JSON

extension DattoStreams {
    /// A call a device and day; nothing tells when a device's patches have moved but that it was seen.
    static let patches = Stream(
        description: StreamDescription(
            name: "patches", calls: ["/api/v2/device/{id}/patches"],
            entity: Patch.entity.description, after: ["devices"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(22))),
            deletion: .absenceWithinParent, endOfList: endOfParent, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        let cost = try await DattoPatch.probe(reader, request)
        var page = try await DattoAudit.walk(reader, request, at: position) { (uid, within) throws(ConnectorError) in
            guard try await reader.classes.name(of: uid, reader.client) == "device" else { return Page() }
            let page = try await DattoPatch.list(uid, reader, at: within)
                .page(id: { $0["patchId"].cleaned.map { "\(uid):\($0)" } }) { row throws(UnusableRecord) in
                    try DattoPatch.record(row, of: uid)
                }
            await reader.build.notePatches()
            return page
        }
        page.add(cost)
        return page
    }
}

/// A patch on a device, by a build that lists them.
enum DattoPatch {
    static func list(
        _ uid: String, _ reader: DattoReader, at position: ReadPosition?
    ) async throws(ConnectorError) -> DattoRows {
        try await reader.client.list("/v2/device/\(URLText.encoded(uid))/patches", "patches", at: position)
    }

    /// Older builds have no such endpoint and answer 404 (trap 7), as for a device that is gone: so the first machine is
    /// asked for itself, unless patches were answered for before.
    static func probe(_ reader: DattoReader, _ request: ReadRequest) async throws(ConnectorError) -> CallCost {
        if await reader.build.hasPatches { return CallCost() }
        var cost = try await reader.classes.prepare(reader.client)
        guard let uid = try await first(request, reader) else { return cost }
        do throws(ConnectorError) {
            cost += try await list(uid, reader, at: nil).cost
            await reader.build.notePatches()
        } catch {
            // Whatever else fails there is met again by the walk, which knows what to do about it.
            guard case .notFound = error else { return cost }
            if try await reader.client.one("/v2/device/\(URLText.encoded(uid))") != nil {
                throw .notAvailable("this platform's build does not list patches")
            }
        }
        return cost
    }

    /// The first of those whose turn it is that has an agent.
    private static func first(
        _ request: ReadRequest, _ reader: DattoReader
    ) async throws(ConnectorError) -> String? {
        do {
            for uid in try await request.parents(nil, 50) where try await reader.classes.isMachine(uid, reader.client) {
                return uid
            }
            return nil
        } catch let error as ConnectorError {
            throw error
        } catch {
            throw .engine("the parents could not be read: \(Shortened.text("\(error)"))")
        }
    }

    static func record(_ row: JSONValue, of device: String) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required("patchId")
        var patch = Patch()
        patch.deviceExternalID = device
        patch.kb = kb(row["kbArticleId"].cleaned)
        patch.title = row["title"].cleaned
        // Whether others than the system's are listed is not said; one with a number is Microsoft's.
        patch.kind = patch.kb == nil ? nil : .os
        patch.severity = severities.value(row["severity"].text)
        patch.severityLabel = row["severity"].cleaned
        patch.state = states.value(row["installStatus"].text)
        patch.stateLabel = row["installStatus"].cleaned
        patch.releasedOn = DattoTimes.day(row["releaseDate"])
        return SourceRecord(patch, externalID: "\(device):\(id)")
    }

    /// With or without its letters.
    private static func kb(_ text: String?) -> String? {
        guard let text else { return nil }
        let digits = text.uppercased().hasPrefix("KB") ? text.dropFirst(2) : text[...]
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber } ? "KB\(digits)" : nil
    }

    private static let severities = Vocabulary<PatchSeverity>(
        ["CRITICAL": .critical, "IMPORTANT": .important, "MODERATE": .moderate, "LOW": .low, "UNSPECIFIED": .unknown],
        otherwise: .unknown)

    /// NOT_APPROVED does not tell a patch that was refused from one that nobody has decided on: the device lacks it, and
    /// that is all that is known.
    private static let states = Vocabulary<PatchState>([
        "INSTALLED": .installed, "APPROVED_PENDING": .approved, "NOT_APPROVED": .missing,
    ])
}
