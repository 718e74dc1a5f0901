import Inventory
import JSON

extension AsioStreams {
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/api/platform/v1/company/companies"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: everyFewHours),
        one: { (reader, id) throws(ConnectorError) in
            guard let answer = try await reader.client.one("\(AsioCompanies.path)/\(URLText.encoded(id))") else {
                return nil
            }
            let fields = try await reader.customFields.values(of: id, reader.client).json
            return try AsioRows([answer.json], answer.cost)
                .one { row throws(UnusableRecord) in try organization(row, reader.options, [id: fields]) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let all = try await reader.companies.rows(reader.client, isStart: position == nil)
        // One page, or a few companies a page where each costs a call more.
        let first = position?.fields["place"].flatMap { Int($0) } ?? 0
        let width = reader.customFields.isNeeded ? 20 : Int.max
        let rows = Array(all.rows.dropFirst(first).prefix(width))
        var fields: [String: String?] = [:]
        var cost = all.cost
        for id in rows.compactMap({ $0.member(ignoringCase: "id").cleaned }) where reader.customFields.isNeeded {
            let found = try await reader.customFields.values(of: id, reader.client)
            fields[id] = found.json
            cost += found.cost
        }
        var page = AsioRows(rows, cost).page(id: { $0.member(ignoringCase: "id").cleaned }) {
            row throws(UnusableRecord) in try organization(row, reader.options, fields)
        }
        guard first + rows.count < all.rows.count else { return page }
        (page.next, page.provesWhole) = (ReadPosition(["place": String(first + rows.count)], isResumable: false), false)
        return page
    }

    private static func organization(
        _ row: JSONValue, _ options: AsioOptions, _ customFields: [String: String?]
    ) throws(UnusableRecord) -> SourceRecord {
        var reader = RowReader(row, ignoresCase: true)
        guard let id = reader.text("id") else { throw UnusableRecord("no id") }
        var organization = Organization()
        organization.name = reader.first(["name", "friendlyName"]) { $0.cleaned }
        organization.description = reader.text("description")
        organization.parentExternalID = reader.text("parentCompanyId")
        organization.phone = phone(reader.member("primarySite")) ?? phone(reader.member("primaryContact"))
        organization.psaCompanyExternalID = psaCompany(reader.member("externalIds"), options)
        return SourceRecord(
            organization, externalID: id, sourceCreatedAt: nil, vendorFields: reader.rest(),
            customFields: customFields[id] ?? nil)
    }

    /// A company has ids of several numberings; the PSA's stands under a product of its own.
    private static func psaCompany(_ externalIDs: JSONValue, _ options: AsioOptions) -> String? {
        externalIDs.array?.lazy.first {
            $0.member(ignoringCase: "productId").cleaned?.lowercased() == options.psaProduct.lowercased()
        }?.member(ignoringCase: "externalId").cleaned
    }

    private static func phone(_ owner: JSONValue) -> String? {
        let phone = owner.member(ignoringCase: "primaryPhoneNumber")
        guard let number = phone.member(ignoringCase: "nationalNumber").cleaned else { return nil }
        return phone.member(ignoringCase: "countryCode").cleaned.map { "+\($0) \(number)" } ?? number
    }
}

extension AsioRows {
    /// The record of the one row.
    func one(record: (JSONValue) throws(UnusableRecord) -> SourceRecord?) throws(ConnectorError) -> SourceRecord? {
        do throws(UnusableRecord) {
            return try rows.first.map(record) ?? nil
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }
}
