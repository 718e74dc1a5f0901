import Inventory
import JSON

/// The account's list of devices, and where that is not all of them the sites' own lists.
///
/// The account's list was reported to lack a third of the devices while the sites' lists were whole (trap 11). So at its
/// end the devices that came are compared with what the sites say that they have, and if there are fewer, the sites are
/// gone through.
struct DattoDeviceList {
    private let reader: DattoReader

    init(_ reader: DattoReader) { self.reader = reader }

    func page(at position: ReadPosition?) async throws(ConnectorError) -> Page {
        if position?.fields["sites"] != nil { return try await siteLists(at: position) }
        let version = try await version(position)
        let rows: DattoRows
        do throws(ConnectorError) {
            rows = try await reader.client.list("/\(version)/account/devices", "devices", at: position)
        } catch {
            guard case .notFound = error, version == "v3", position == nil else { throw error }
            await reader.build.noteMissingV3()
            return try await page(at: nil)
        }
        await reader.classes.note(rows.rows)
        let page = page(of: rows)
        let live =
            (position?.fields["live"].flatMap { Int64($0) } ?? 0)
            + Int64(page.records.count { !$0.isDeleted } + page.rejected.count)
        return rows.next == nil ? try await reconciled(page, live: live) : going(page, on: version, live: live)
    }

    private func going(_ page: Page, on version: String, live: Int64) -> Page {
        var page = page
        page.next?.fields["live"] = String(live)
        page.next?.fields["version"] = version
        return page
    }

    /// The end of the account's list: it is believed when no site has more, and else the sites' lists follow. One without
    /// any device is another matter, and left to whoever compares it with what there was.
    private func reconciled(_ page: Page, live: Int64) async throws(ConnectorError) -> Page {
        var page = page
        let (sites, cost) = try await reader.sites.all(reader.client, isStart: true)
        page.add(cost)
        if live > 0, live < sites.reduce(0, { $0 + $1.devices }) || !page.provesWhole {
            page.next = ReadPosition(["sites": "yes"])
            page.provesWhole = false
        }
        return page
    }

    private func siteLists(at position: ReadPosition?) async throws(ConnectorError) -> Page {
        let (request, cost) = try await reader.sites.request(reader.client, isStart: false)
        let version = try await version(nil)
        var page = try await ParentWalker.fleet.page(request, at: position) { (site, within) throws(ConnectorError) in
            let path = "/\(version)/site/\(URLText.encoded(site))/devices"
            let rows = try await reader.client.list(path, "devices", at: within)
            await reader.classes.note(rows.rows)
            return self.page(of: rows)
        }
        page.add(cost)
        page.completedParents = []
        page.next?.fields["sites"] = "yes"
        return page
    }

    func one(_ uid: String) async throws(ConnectorError) -> SourceRecord? {
        let path = "/\(try await version(nil))/device/\(URLText.encoded(uid))"
        guard let answer = try await reader.client.one(path) else { return nil }
        let fields = reader.options.customFields
        return try DattoRecord.of(answer.json) { row throws(UnusableRecord) in
            try DattoDevice.record(row, allowing: fields)
        }
    }

    private func page(of rows: DattoRows) -> Page {
        let fields = reader.options.customFields
        return rows.page(id: { $0["uid"].cleaned }) { row throws(UnusableRecord) in
            try DattoDevice.record(row, allowing: fields)
        }
    }

    /// The v3 twin where custom fields are wanted, which it names and types; v2 where there is none, or no need.
    private func version(_ position: ReadPosition?) async throws(ConnectorError) -> String {
        if let version = position?.fields["version"] { return version }
        if reader.options.customFields.isEmpty { return "v2" }
        return await reader.build.lacksV3 ? "v2" : "v3"
    }
}
