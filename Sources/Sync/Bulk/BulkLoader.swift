import Connectors
import Foundation
import Inventory
import Postgres

/// Makes the pages of a stream of narrow rows ready to be stored: tells devices that are unchanged by their digests, and
/// replaces the texts of the others by numbers.
///
/// An actor for its caches and for what it has met in this read: a stream's pages come to it one after the other, each while
/// the one before is being stored.
actor BulkLoader: PageLoader {
    let client: PostgresClient
    let tenant: UUID
    let connection: UUID
    let shape: BulkShape
    let sql: BulkSQL
    let digests: BulkDigests
    private let seen: SeenStore
    private var devices: NumberCache
    private var books: [NumberCache]
    /// Of each book the places of its cells in a row.
    private let bookCells: [[Int]]
    /// While the connection has no rows of this part, only devices met before in this read can have any.
    private var hasRows: Bool?
    /// The devices that this read has come to.
    private var met: Set<Int32> = []
    /// Those of which all that is stored counts as seen.
    private var whole: Set<Int32> = []
    /// The device that the page before ended with, whose rows may go on.
    private var open: [UInt8]?
    private var isFirstPage = true

    init(_ context: RunContext, _ shape: BulkShape) {
        client = context.client
        tenant = context.tenant
        connection = context.connection.id
        self.shape = shape
        sql = BulkSQL(shape)
        digests = BulkDigests(tenant: context.tenant, shape: shape)
        seen = context.seen(shape.stream.name)
        devices = NumberCache(NumberedTable(devicesOf: context.connection.id.postgresText))
        books = shape.books.map { NumberCache(NumberedTable($0)) }
        bookCells = shape.books.map { ($0.holdsSourceKey ? [0] : []) + $0.columns.map { $0.place + 1 } }
    }

    func prepare(_ page: Page, _ checkpoint: Checkpoint) async throws -> any PreparedPage {
        var prepared = BulkPage(BulkCells(page, shape), shape)
        devices.forgetIfLarge()
        for index in books.indices { books[index].forgetIfLarge() }
        if isFirstPage { try await begin(checkpoint) }
        mark(&prepared, page, isResumed: isFirstPage && checkpoint.position != nil, checkpoint)
        isFirstPage = false
        try await identify(&prepared)
        try await number(&prepared)
        return BulkPageLoad(self, prepared)
    }

    /// What earlier reads, and this one before it was broken off, have left.
    private func begin(_ checkpoint: Checkpoint) async throws {
        let (parameters, isBegun) = (parameters + [connection.postgresText], checkpoint.isBegun)
        let (hasRows, hashes, whole) = try await client.retrying { [tenant, sql, seen] client in
            try await client.transaction(tenant: tenant, readOnly: true) { session in
                let found: Bool = try await session.query(SQL(text: sql.hasRows, parameters: parameters)).only().get(
                    "found")
                guard isBegun else { return (found, [UInt64](), [Int32]()) }
                let hashes = try await seen.pages(.ids, in: session).flatMap(SeenSet.hashes)
                return (found, hashes, try await seen.pages(.whole, in: session).flatMap(DeviceNumbers.numbers))
            }
        }
        self.hasRows = hasRows
        self.whole = Set(whole)
        met = self.whole.union(hashes.map { Int32(truncatingIfNeeded: $0 >> 32) })
    }

    /// Finds the groups that are all of their device, by where they stand.
    private func mark(_ prepared: inout BulkPage, _ page: Page, isResumed: Bool, _ checkpoint: Checkpoint) {
        guard let last = prepared.groups.indices.last else { return }
        let completed = Set(page.completedParents)
        let isComplete = checkpoint.isSweep || shape.stream.deletion == .absenceWithinParent
        for index in prepared.groups.indices {
            let device = text(prepared, index)
            let goesOn =
                index == last && page.next != nil && !completed.contains(String(decoding: device, as: UTF8.self))
            let hasBegun = index == 0 && (isResumed || open == device)
            prepared.groups[index].isWhole = isComplete && !goesOn && !hasBegun
            if index == last { open = goesOn ? device : nil }
        }
    }

    private func text(_ page: BulkPage, _ group: Int) -> [UInt8] {
        let cell = page.rows.cell(page.groups[group].rows.lowerBound, shape.devicePlace + 1)
        return Array(page.rows.bytes[cell.text])
    }

    /// Gives the groups their devices' numbers, and the whole ones the digests of what is stored.
    private func identify(_ page: inout BulkPage) async throws {
        let places = page.groups.indices.map { group in
            text(page, group).withUnsafeBufferPointer { device in
                devices.place(of: device) {
                    let text = String(decoding: device, as: UTF8.self)
                    return NumberedTable.Entry(key: text, cells: [text])
                }
            }
        }
        try await takeNumbers([devices]) { devices.take($0[0]) }
        for (group, place) in places.enumerated() {
            guard let number = devices.number(place) else {
                page.leave(page.groups[group].rows, devices.refusal(place))
                continue
            }
            take(number, &page.groups[group])
        }
        page.joinTorn()
        try await findDigests(&page)
    }

    private func take(_ device: Int32, _ group: inout BulkPage.Group) {
        group.device = device
        group.mayBeStored = hasRows == true || met.contains(device)
        group.isWhole = group.isWhole && !met.contains(device)
        met.insert(device)
    }

    private func findDigests(_ page: inout BulkPage) async throws {
        let asked = page.groups.filter { $0.isWhole && $0.mayBeStored }.map(\.device)
        let known =
            asked.isEmpty
            ? [:]
            : try await client.retrying { [tenant, digests] client in
                try await client.transaction(tenant: tenant, readOnly: true) { session in
                    try await digests.digests(of: asked, in: session)
                }
            }
        for index in page.groups.indices where page.groups[index].isWhole {
            page.groups[index].storedDigest = known[page.groups[index].device]
            page.groups[index].digest = BulkDigests.of(page.groups[index].rows, page.rows)
        }
    }

    /// Gives the rows of the groups that are not unchanged their keys.
    private func number(_ page: inout BulkPage) async throws {
        let groups = page.groups.filter { $0.device != 0 && !$0.isUnchanged }
        var places = shape.books.map { _ in [Int]() }
        var (cells, key) = ([SetRows.Cell](), [UInt8]())
        for group in groups {
            for row in group.rows {
                page.rows.read(row, into: &cells)
                for book in bookCells.indices { places[book].append(place(in: book, cells, page.rows, &key)) }
            }
        }
        try await takeNumbers(books) { found in
            for index in books.indices { books[index].take(found[index]) }
        }
        let areKeys = shape.books.map(\.isKey)
        var at = 0
        for group in groups {
            for row in group.rows {
                page.take(row, group.device, at, places, areKeys, books)
                at += 1
            }
        }
    }

    /// The place of what a dictionary holds of a row.
    private func place(in book: Int, _ cells: [SetRows.Cell], _ rows: SetRows, _ key: inout [UInt8]) -> Int {
        key.removeAll(keepingCapacity: true)
        rows.bytes.withUnsafeBufferPointer { bytes in
            for cell in bookCells[book] {
                key.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[cells[cell].whole]))
            }
        }
        return key.withUnsafeBufferPointer { key in
            books[book].place(of: key) { NumberedTable.Entry(shape.books[book], cells, rows) }
        }
    }

    /// Only what is wanted goes out and comes back: the caches themselves may be large, and are not copied.
    private func takeNumbers(_ caches: [NumberCache], _ take: ([NumberedTable.Found]) -> Void) async throws {
        guard !caches.allSatisfy(\.isComplete) else { return }
        let wanted = caches.map { (table: $0.table, entries: $0.entries) }
        let found = try await client.retrying { @Sendable [tenant] client in
            try await client.transaction(tenant: tenant) { @Sendable session in
                var found: [NumberedTable.Found] = []
                for (table, entries) in wanted {
                    found.append(try await table.numbers(of: entries, tenant: tenant.postgresText, in: session))
                }
                return found
            }
        }
        take(found)
    }

    nonisolated var parameters: [String?] { [tenant.postgresText, String(shape.stream.part)] }

    /// Which of the page's devices were told whole by an earlier page: what is stored of them has been seen.
    func toldWhole(_ page: BulkPage) -> Set<Int32> {
        whole.intersection(page.groups.filter { !$0.isWhole }.map(\.device))
    }

    /// Takes in which of the page's devices are whole; again if the page is stored again.
    func take(whole devices: [Int32], of page: BulkPage) {
        whole.subtract(page.groups.filter(\.isWhole).map(\.device))
        whole.formUnion(devices)
    }
}

extension NumberedTable.Entry {
    /// What a dictionary would hold of a row.
    fileprivate init(_ book: BulkShape.Book, _ cells: [SetRows.Cell], _ rows: SetRows) {
        let sourceKey = book.holdsSourceKey ? [rows.text(cells[0])] : []
        let texts = sourceKey + book.columns.map { rows.shownText(cells[$0.place + 1], $0.column) }
        let digest = RecordDigest.of(texts)
        self.init(key: digest, cells: ["\\x" + digest] + texts)
    }
}

extension BulkPage {
    /// A device whose rows stand in several places of the page: none of them is all of it, and each may repeat another's.
    fileprivate mutating func joinTorn() {
        let counts = Dictionary(groups.map { ($0.device, 1) }, uniquingKeysWith: +)
        for index in groups.indices where counts[groups[index].device, default: 1] > 1 {
            groups[index].isWhole = false
            groups[index].mayBeStored = true
        }
    }

    /// Sets rows aside.
    fileprivate mutating func leave(_ rows: Range<Int>, _ reason: String) {
        for row in rows {
            left.insert(row)
            rejected.append(cells.rejected(row, reason))
        }
    }

    /// Gives a row its key, from the places of its texts.
    fileprivate mutating func take(
        _ row: Int, _ device: Int32, _ at: Int, _ places: [[Int]], _ areKeys: [Bool], _ books: [NumberCache]
    ) {
        var (keys, other) = (0, 0)
        var key = BulkKey(device: device, first: 0, second: 0)
        for index in areKeys.indices {
            guard let number = books[index].number(places[index][at]) else {
                return leave(row..<row + 1, books[index].refusal(places[index][at]))
            }
            switch (areKeys[index], keys) {
            case (false, _):
                others[other][row] = number
                other += 1
            case (true, 0): (key.first, keys) = (number, 1)
            case (true, _): (key.second, keys) = (number, 2)
            }
        }
        self.keys[row] = key
    }
}
