import Inventory
import JSON

/// What the streams of one connection read with, and what they keep between the pages of one read.
struct AsioReader: Sendable {
    let client: AsioClient
    let options: AsioOptions
    let companies: AsioCompanies
    let asking: AsioAsking
    let sites: AsioSites
    let customFields: AsioCustomFields

    init(_ context: ConnectorContext) {
        options = AsioOptions(context.settings)
        client = AsioClient(context, options)
        companies = AsioCompanies(now: context.now)
        asking = AsioAsking()
        sites = AsioSites()
        customFields = AsioCustomFields(options.customFields)
    }

    /// Makes records of a page's rows.
    typealias Mapping = (_ rows: [AsioRow], _ mapper: inout RecordMapper) -> Void

    /// A page of a list by company that has a row a device.
    /// - Parameter product: what it belongs to, where the account may lack it.
    func page(
        _ list: AsioList, product: String? = nil, at position: ReadPosition?, map: Mapping
    ) async throws(ConnectorError) -> Page {
        try await step(list, product: product, at: position) { (rows, _) throws(ConnectorError) in
            var mapper = RecordMapper(bytes: .max)
            map(rows, &mapper)
            return Page(records: mapper.records, rejected: mapper.rejected)
        }
    }

    /// A step of a walk through the companies: a call, its rows (nil: not told yet whose they are), and where to go on.
    func step(
        _ list: AsioList, product: String? = nil, needsCompanies: Bool = false, at position: ReadPosition?,
        read: (_ rows: [AsioRow], _ batch: [String]) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        let (all, cost) = try await companies.ids(client, isStart: position == nil)
        var walk = AsioWalk(width: list.width, position)
        guard let batch = walk.ask(of: all) else { return end(walk, adding: cost) }
        guard let answer = try await ask(list, batch, &walk, product) else {
            return try next(Page(calls: 1), walk, all, product, adding: cost)
        }
        guard case .found(let found, let link) = answer else {
            try walk.take(.nothing)
            return try next(Page(calls: 1), walk, all, product, adding: cost)
        }
        let rows = try Self.rows(of: found.json)
        var page = Page(calls: found.cost.calls, bytes: found.cost.bytes)
        page.vendorDate = found.cost.vendorDate
        if needsCompanies, batch.count > 1, rows.contains(where: { !batch.contains($0.company ?? "") }) {
            walk.narrow()
            return try next(page, walk, all, product, adding: cost)
        }
        let read = try await read(await sites.learn(rows, trusting: batch), batch)
        (page.records, page.rejected) = (read.records, read.rejected)
        page.calls += read.calls
        page.bytes += read.bytes
        let told = Set(rows.compactMap(\.company))
        try walk.take(.rows(rows.count, companies: told, next: link, fingerprint: Fingerprint.of(rows.map(\.json))))
        return try next(page, walk, all, product, adding: cost)
    }

    static func rows(of json: JSONValue) throws(ConnectorError) -> [AsioRow] {
        guard let rows = AsioRow.all(in: json) else { throw .malformedAnswer("the list of devices is no list") }
        return rows
    }

    /// nil: the page was only asked for in case there is one, and there is none.
    private func ask(
        _ list: AsioList, _ batch: [String], _ walk: inout AsioWalk, _ product: String?
    ) async throws(ConnectorError) -> AsioAnswer? {
        do throws(ConnectorError) {
            return try await client.page(list, of: batch, cursor: walk.cursor)
        } catch {
            if walk.isWithin {
                try walk.takeRefusal(error)
                return nil
            }
            throw product.map(error.unavailable) ?? error
        }
    }

    /// The page with where to go on after it.
    private func next(
        _ page: Page, _ walk: AsioWalk, _ companies: [String], _ product: String?, adding cost: CallCost
    ) throws(ConnectorError) -> Page {
        var (page, walk) = (page, walk)
        page.add(cost)
        if walk.ask(of: companies) == nil {
            if let product, !walk.hasAnswered { throw .notAvailable("\(product): nothing is found for any company") }
            page.provesWhole = !walk.isDoubtful
        } else {
            page.next = walk.position
        }
        return page
    }

    private func end(_ walk: AsioWalk, adding cost: CallCost) -> Page {
        var page = Page(provesWhole: !walk.isDoubtful)
        page.add(cost)
        return page
    }
}

/// Where devices stand, as far as any answer has told: some tenants' lists leave the site out.
actor AsioSites {
    private var siteByDevice: [String: String] = [:]

    /// Takes in what rows tell, and fills in what they leave out: the site as it was told elsewhere, and the company
    /// where only one was asked for, since a device's own may be of another numbering.
    func learn(_ rows: [AsioRow], trusting batch: [String]) -> [AsioRow] {
        rows.map { row in
            var row = row
            if batch.count == 1 { row.company = batch[0] }
            guard let id = row.endpoint else { return row }
            if let site = row.site { siteByDevice[id] = site } else { row.site = siteByDevice[id] }
            return row
        }
    }

    /// The rows with the sites that are known by now.
    func fill(_ rows: [AsioRow]) -> [AsioRow] { learn(rows, trusting: []) }
}
