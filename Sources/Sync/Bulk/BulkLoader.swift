import Connectors
import Foundation
import Inventory
import Postgres

/// Compares and stores the pages of a stream whose rows are narrow, their texts in dictionaries.
///
/// An actor for its caches alone: a stream's pages come to it one after the other.
actor BulkLoader: PageLoader {
    private let client: PostgresClient
    private let tenant: UUID
    private let connection: UUID
    private let shape: BulkShape
    private let sql: BulkSQL
    private var devices: NumberCache
    private var books: [NumberCache]
    /// The page that was prepared: its rows, and the records that have none.
    private var rows: [BulkRow] = []
    private var rejected: [RejectedRecord] = []
    /// While the connection has no rows of this part, only devices met before in this read can have any.
    private var met: Set<Int32>?
    private var isFirstPage = true

    init(client: PostgresClient, tenant: UUID, connection: UUID, shape: BulkShape) {
        self.client = client
        self.tenant = tenant
        self.connection = connection
        self.shape = shape
        sql = BulkSQL(shape)
        devices = NumberCache(NumberedTable(devicesOf: connection.postgresText))
        books = shape.books.map { NumberCache(NumberedTable($0)) }
    }

    func prepare(_ records: [SourceRecord]) async throws {
        (rows, rejected) = ([], [])
        let texts = records.map { record in Result { () throws(CellText.Refusal) in try BulkTexts(record, shape) } }
        devices.forgetIfLarge()
        for index in books.indices { books[index].forgetIfLarge() }
        for (text, record) in zip(texts, records) {
            if case .success(let text) = text { want(text, record) }
        }
        try await number()
        rows.reserveCapacity(records.count)
        for (place, text) in texts.enumerated() {
            switch text {
            case .success(let text): add(text, records[place], place)
            case .failure(let refusal): rejected.append(RowLoader.rejected(records[place], refusal.reason))
            }
        }
    }

    private func want(_ text: BulkTexts, _ record: SourceRecord) {
        devices.want(text.device) { NumberedTable.Entry(key: text.device, cells: [text.device]) }
        for (index, book) in shape.books.enumerated() {
            books[index].want(text.books[index]) {
                let cells = text.cells(book, record, shape)
                let digest = RecordDigest.of(cells)
                return NumberedTable.Entry(key: digest, cells: ["\\x" + digest] + cells)
            }
        }
    }

    private func number() async throws {
        guard !(devices.isComplete && books.allSatisfy(\.isComplete)) else { return }
        // Only what is wanted goes out and comes back: the caches themselves may be large, and are not copied.
        let wanted = ([devices] + books).map { (table: $0.table, entries: $0.entries) }
        let found = try await client.retrying { @Sendable [tenant] client in
            try await client.transaction(tenant: tenant) { @Sendable session in
                var found: [NumberedTable.Found] = []
                for (table, entries) in wanted {
                    found.append(try await table.numbers(of: entries, tenant: tenant.postgresText, in: session))
                }
                return found
            }
        }
        devices.take(found[0])
        for index in books.indices { books[index].take(found[index + 1]) }
    }

    private func add(_ text: BulkTexts, _ record: SourceRecord, _ place: Int) {
        var keys: [Int32] = []
        var others: [String?] = []
        for (index, book) in shape.books.enumerated() {
            guard let number = books[index].number(text.books[index]) else {
                let reason = books[index].refused[text.books[index]] ?? "its texts could not be stored"
                return rejected.append(RowLoader.rejected(record, reason))
            }
            if book.isKey { keys.append(number) } else { others.append(String(number)) }
        }
        guard let device = devices.number(text.device) else {
            return rejected.append(RowLoader.rejected(record, devices.refused[text.device] ?? "its device is unknown"))
        }
        let key = BulkKey(device: device, first: keys.first ?? 0, second: keys.count > 1 ? keys[1] : 0)
        rows.append(BulkRow(key: key, rest: others + text.own, isDeleted: record.isDeleted, place: place))
    }

    func load(
        _ records: [SourceRecord], _ checkpoint: Checkpoint, carefully: Bool, in session: PostgresConnection
    ) async throws -> PageLoad {
        try await begin(in: session)
        let stored = try await stored(in: session)
        let comparison = BulkComparison(rows, stored: stored)
        var load = PageLoad()
        load.rejected = rejected
        load.seen = comparison.seen
        let refused = try await write(comparison, carefully: carefully, in: session)
        for (row, refusal) in refused {
            load.rejected.append(RowLoader.rejected(records[row.place], refusal.description))
        }
        let bad = Set(refused.map(\.item.place))
        load.tally.created = comparison.new.count { !bad.contains($0.place) }
        load.tally.updated = comparison.changed.count { !bad.contains($0.row.place) }
        load.tally.deleted = comparison.gone.count
        load.tally.unchanged =
            records.count - load.rejected.count - load.tally.created - load.tally.updated - comparison.gone.count
        if !checkpoint.isFirstRead {
            load.notes = BulkNote.bytes(comparison.notes(records, shape).filter { !bad.contains($0.place) }.map(\.note))
        }
        remember()
        return load
    }

    private func begin(in session: PostgresConnection) async throws {
        guard isFirstPage else { return }
        let found: Bool = try await session.query(
            SQL(text: sql.hasRows, parameters: parameters + [connection.postgresText])
        ).only().get("found")
        met = found ? nil : []
        isFirstPage = false
    }

    /// Devices that this page has rows of: if the page is rolled back and comes again they are only read needlessly.
    private func remember() {
        guard met != nil else { return }
        for row in rows { met?.insert(row.key.device) }
    }

    private var parameters: [String?] { [tenant.postgresText, String(shape.stream.part)] }

    private func stored(in session: PostgresConnection) async throws -> [BulkKey: [String?]] {
        let devices = Set(rows.map(\.key.device))
        let asked = met.map { devices.intersection($0) } ?? devices
        guard !asked.isEmpty else { return [:] }
        // A list by device is read a device at once; a list in another order only for the keys it brings.
        let answer: Rows
        if rows.count >= devices.count * 4 {
            let numbers = ArrayText(numbers: asked.sorted()).text
            answer = try await session.query(SQL(text: sql.storedOfDevices, parameters: parameters + [numbers]))
        } else {
            let keys = sql.keyArrays(rows.map(\.key).filter { asked.contains($0.device) })
            answer = try await session.query(SQL(text: sql.storedOfKeys, parameters: parameters + keys))
        }
        var stored: [BulkKey: [String?]] = [:]
        stored.reserveCapacity(answer.count)
        for row in answer {
            let key = row.bulkKey(sql.keyCount)
            stored[key] = (0..<sql.restCount).map { row[sql.keyCount + $0] }
        }
        return stored
    }

    private func write(
        _ comparison: BulkComparison, carefully: Bool, in session: PostgresConnection
    ) async throws -> [(item: BulkRow, refusal: PostgresError)] {
        let (sql, keys) = (sql, parameters)
        let changed = comparison.changed.map(\.row)
        try await Self.run(sql.delete, keys, sql.keyArrays(comparison.gone), comparison.gone.count, in: session)
        guard carefully else {
            try await Self.run(sql.insert, keys, sql.arrays(comparison.new), comparison.new.count, in: session)
            try await Self.run(sql.update, keys, sql.arrays(changed), changed.count, in: session)
            return []
        }
        let refused = try await Savepoint.bisect(comparison.new, in: session) { @Sendable rows in
            try await Self.run(sql.insert, keys, sql.arrays(rows), rows.count, in: session)
        }
        return refused
            + (try await Savepoint.bisect(changed, in: session) { @Sendable rows in
                try await Self.run(sql.update, keys, sql.arrays(rows), rows.count, in: session)
            })
    }

    private static func run(
        _ text: String, _ keys: [String?], _ arrays: [String], _ count: Int, in session: PostgresConnection
    ) async throws {
        guard count > 0 else { return }
        try await session.query(SQL(text: text, parameters: keys + arrays))
    }
}

extension Row {
    /// The key that a narrow row's first columns are.
    func bulkKey(_ count: Int) -> BulkKey {
        BulkKey(device: number(0), first: number(1), second: count > 2 ? number(2) : 0)
    }

    private func number(_ column: Int) -> Int32 {
        withBytes(column) { bytes in
            bytes.reduce(Int32(0)) { sum, byte in byte == UInt8(ascii: "-") ? sum : sum * 10 + Int32(byte) - 48 }
        } ?? 0
    }
}
