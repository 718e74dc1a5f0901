import Inventory
import JSON

extension BMSStreams {
    /// Locations ride inside the accounts: the same list once more. Whether a location's change touches its account is
    /// not established; the daily sweep finds it for certain.
    static let companySites = Stream(
        description: StreamDescription(
            name: "company_sites", calls: [userInfo, accountsPath], entity: CompanySite.entity.description,
            after: ["companies"],
            reading: byModifiedOn, deletion: .absence, endOfList: endByTotal, period: .hours(1), callsPerThousand: 12)
    ) { (reader, request, position) async throws(ConnectorError) in
        let accounts = try await reader.rows(
            request, at: position, queries: { inAndOutOfUse(accountsPath, since: $0) })
        var page = Page(
            next: accounts.next, provesWhole: accounts.provesWhole, vendorDate: accounts.cost.vendorDate,
            calls: accounts.cost.calls, bytes: accounts.cost.bytes)
        for account in accounts.rows {
            let owner = account.member(ignoringCase: "id").cleaned
            let locations = account.member(ignoringCase: "locations").array ?? []
            let sites = BMSReader.page(locations, accounts.times, CallCost()) { (row) throws(UnusableRecord) in
                try site(&row, of: owner)
            }
            page.records += sites.records
            page.rejected += sites.rejected
            let moved = BMSRow(account, accounts.times).member("modifiedOn")
            page.highWater = [page.highWater, accounts.times.moment(moved)].compactMap(\.self).max()
        }
        return page
    }

    private static func site(_ row: inout BMSRow, of account: String?) throws(UnusableRecord) -> SourceRecord {
        var site = CompanySite()
        site.companyExternalID = account
        site.name = row.text("locationName")
        site.isPrimary = row.flag("isMain")
        let address = BMSAddress(row.json, row.times)
        site.phone = address.phone
        site.addressLine1 = address.line1
        site.addressLine2 = address.line2
        site.city = address.city
        site.region = address.region
        site.postalCode = address.postalCode
        site.country = address.country
        return try row.record(site)
    }
}
