import Inventory
import JSON

/// Patches: those of the system a call a device, other makers' programs in bulk.
extension AsioStreams {
    static let systemPatches = Stream(
        description: StreamDescription(
            name: "system_patches", calls: ["/api/platform/v2/patching/{id}/patches"],
            entity: Patch.entity.description, after: ["devices", "heartbeat"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(20))),
            deletion: .absenceWithinParent, endOfList: "One answer a device is all that it has (Resources, Patches).",
            period: everyFewHours, sweepPeriod: .days(7), part: 1, callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        do throws(ConnectorError) {
            return try await ParentWalker.fleet.page(request, at: position) {
                (device, _) async throws(ConnectorError) in
                try await systemPatches(of: device, reader)
            }
        } catch {
            guard case .forbidden = error else { throw error }
            throw error.unavailable("OS patching")
        }
    }

    /// 404 means that there is nothing to be had, and that nothing may be deleted on it: the device may be gone, or new. One
    /// that the call is wrong for is passed over, and told.
    private static func systemPatches(of device: String, _ reader: AsioReader) async throws(ConnectorError) -> Page {
        let answer: VendorAnswer
        do throws(ConnectorError) {
            let path = "/api/platform/v2/patching/\(URLText.encoded(device))/patches"
            answer = try await reader.client.get(path, area: .systemPatches)
        } catch {
            switch error {
            case .notFound:
                var page = Page(calls: 1)
                page.isSilent = true
                return page
            case .rejectedCall(_, let words): throw .notFound(words)
            default: throw error
            }
        }
        guard let rows = answer.json.member(ignoringCase: "patches").array else {
            throw .malformedAnswer("no list of patches where one device's are promised")
        }
        return AsioRows(rows, answer.cost).page(id: { _ in device }) { row throws(UnusableRecord) in
            try systemPatch(row, of: device)
        }
    }

    /// The number in `status` has no published meaning: a patch with a day of installation is installed, any other missing.
    private static func systemPatch(_ row: JSONValue, of device: String) throws(UnusableRecord) -> SourceRecord {
        let kb = row.member(ignoringCase: "kbArticleID").cleaned
        guard let key = row.member(ignoringCase: "updateID").cleaned ?? kb else { throw UnusableRecord("no updateID") }
        var patch = Patch()
        patch.deviceExternalID = device
        patch.kb = kb.map { Int64($0) == nil ? $0 : "KB\($0)" }
        patch.title = row.member(ignoringCase: "title").cleaned
        patch.kind = .os
        let severity = row.member(ignoringCase: "msrcSeverity").cleaned
        (patch.severity, patch.severityLabel) = (AsioWords.severity.value(severity), severity)
        patch.installedAt = AsioTimes.any(row.member(ignoringCase: "installedDate"))
        patch.state = patch.installedAt == nil ? .missing : .installed
        patch.stateLabel = row.member(ignoringCase: "status").cleaned
        return SourceRecord(patch, externalID: "\(device):\(key)")
    }

    static let productPatches = Stream(
        description: StreamDescription(
            name: "third_party_patches", calls: ["/api/platform/v2/third-party-patching/patch/details"],
            entity: Patch.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfPages, period: twiceADay, part: 2, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        let list = AsioList(.productPatches, .byBody("/api/platform/v2/third-party-patching/patch/details"))
        return try await reader.page(list, product: "third-party patching", at: position) { rows, mapper in
            for row in rows {
                guard let device = row.endpoint else { continue }
                mapper.map(row.json.member(ignoringCase: "applications").array ?? [], id: { _ in device }) {
                    json throws(UnusableRecord) in try productPatch(json, of: device)
                }
            }
        }
    }

    private static func productPatch(_ row: JSONValue, of device: String) throws(UnusableRecord) -> SourceRecord {
        let name = row.member(ignoringCase: "applicationName").cleaned
        guard let key = row.member(ignoringCase: "applicationID").cleaned ?? name else {
            throw UnusableRecord("no applicationID")
        }
        let word = row.member(ignoringCase: "status").cleaned
        var patch = Patch()
        patch.deviceExternalID = device
        patch.kind = .thirdParty
        patch.title = [name, row.member(ignoringCase: "latestVersion").cleaned].compactMap(\.self)
            .joined(separator: " ")
        patch.state = productStates.value(word)
        patch.stateLabel = word
        return SourceRecord(patch, externalID: "\(device):\(key)")
    }

    private static let productStates = Vocabulary<PatchState>(
        ["OUT-OF-DATE": .missing, "OUTDATED": .missing, "UP-TO-DATE": .installed], otherwise: .pending)
}
