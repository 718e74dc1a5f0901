import Connectors
import Inventory
import Postgres

/// Stores a page of narrow rows that was made ready.
struct BulkPageLoad: PreparedPage {
    let loader: BulkLoader
    let page: BulkPage
    /// The rows of devices of which nothing is stored, and what is sent of them: ready before the page's turn has come.
    private let fresh: [Int]
    private let freshArrays: [[UInt8]]

    init(_ loader: BulkLoader, _ page: BulkPage) {
        (self.loader, self.page) = (loader, page)
        fresh = page.groups.filter(\.isFresh).flatMap { page.distinct($0) }.filter { !page.rows.isDeleted($0) }
        freshArrays = loader.sql.arrays(fresh, of: page)
    }

    private var shape: BulkShape { loader.shape }
    private var sql: BulkSQL { loader.sql }

    var goesAhead: Bool { !fresh.isEmpty }

    func begin(in session: PostgresConnection) async throws {
        try await run(sql.insert, freshArrays, fresh.count, in: session)
    }

    func load(
        _ checkpoint: Checkpoint, carefully: Bool, isBegun: Bool, in session: PostgresConnection
    ) async throws -> PageLoad {
        try await session.findByKeys()
        let told = await loader.toldWhole(page)
        let stored = try await stored(told, in: session)
        let compared = page.groups.filter(\.isCompared)
        let comparison = BulkComparison(
            compared.flatMap(\.rows).filter { !page.left.contains($0) }.map { page.row($0, shape) }, stored: stored)
        if !isBegun, !carefully { try await begin(in: session) }
        let refused = try await write(comparison, carefully: carefully, in: session)
        var load = figures(comparison, refused)
        if !checkpoint.isFirstRead { load.notes = notes(comparison, refused) }
        let outcome = BulkOutcome(page, comparison, stored, refused: Set(refused.map(\.item)), told: told)
        (load.whole, load.seen) = (outcome.whole, outcome.seen)
        try await loader.digests.forget(outcome.untrue, in: session)
        try await loader.digests.keep(outcome.digests, in: session)
        await loader.take(whole: outcome.whole, of: page)
        return load
    }

    private func figures(
        _ comparison: BulkComparison, _ refused: [(item: Int, refusal: PostgresError)]
    ) -> PageLoad {
        var load = PageLoad()
        let bad = Set(refused.map(\.item))
        load.rejected = page.rejected + refused.map { page.cells.rejected($0.item, $0.refusal.description) }
        load.tally.created = (comparison.new.map(\.place) + fresh).count { !bad.contains($0) }
        load.tally.updated = comparison.changed.count { !bad.contains($0.row.place) }
        load.tally.deleted = comparison.gone.count
        load.tally.unchanged =
            page.count - load.rejected.count - load.tally.created - load.tally.updated - comparison.gone.count
        return load
    }

    private func notes(
        _ comparison: BulkComparison, _ refused: [(item: Int, refusal: PostgresError)]
    ) -> [UInt8] {
        let bad = Set(refused.map(\.item))
        let added = fresh.map { place in
            let key = page.keys[place]
            return (
                place: place,
                note: BulkNote(kind: .added, device: key.device, title: key.first, item: page.item(place, shape))
            )
        }
        return BulkNote.bytes((comparison.notes(page, shape) + added).filter { !bad.contains($0.place) }.map(\.note))
    }

    /// What is stored of the devices that are to be compared.
    private func stored(_ told: Set<Int32>, in session: PostgresConnection) async throws -> [BulkKey: [String?]] {
        let groups = page.groups.filter(\.isCompared)
        guard !groups.isEmpty else { return [:] }
        // A list by device is read a device at once; a list in another order only for the keys it brings.
        let rows = groups.reduce(0) { $0 + $1.rows.count }
        let isByDevice = rows >= groups.count * 4 || !told.isEmpty || groups.contains(where: \.isWhole)
        let binaries =
            isByDevice
            ? [BinaryArray(Set(groups.map(\.device)).sorted()).bytes]
            : sql.keyArrays(groups.flatMap(\.rows).filter { !page.left.contains($0) }.map { page.keys[$0] })
        let answer = try await session.query(
            SQL(
                text: isByDevice ? sql.storedOfDevices : sql.storedOfKeys, parameters: loader.parameters,
                binaries: binaries))
        var stored: [BulkKey: [String?]] = [:]
        stored.reserveCapacity(answer.count)
        for row in answer {
            stored[row.bulkKey(sql.keyCount)] = (0..<sql.restCount).map { row[sql.keyCount + $0] }
        }
        return stored
    }

    private func write(
        _ comparison: BulkComparison, carefully: Bool, in session: PostgresConnection
    ) async throws -> [(item: Int, refusal: PostgresError)] {
        let new = comparison.new.map(\.place)
        let changed = comparison.changed.map(\.row.place)
        try await run(sql.delete, sql.deletedArrays(comparison.gone), comparison.gone.count, in: session)
        guard carefully else {
            try await insert(new, in: session)
            try await update(changed, in: session)
            return []
        }
        return try await Savepoint.bisect(new + fresh, in: session) { try await insert($0, in: session) }
            + (try await Savepoint.bisect(changed, in: session) { try await update($0, in: session) })
    }

    private func insert(_ rows: [Int], in session: PostgresConnection) async throws {
        try await run(sql.insert, sql.arrays(rows, of: page), rows.count, in: session)
    }

    private func update(_ rows: [Int], in session: PostgresConnection) async throws {
        try await run(sql.update, sql.arrays(rows, of: page), rows.count, in: session)
    }

    private func run(_ text: String, _ arrays: [[UInt8]], _ count: Int, in session: PostgresConnection) async throws {
        guard count > 0 else { return }
        try await session.query(SQL(text: text, parameters: loader.parameters, binaries: arrays))
    }
}

extension PostgresConnection {
    /// For the rest of the transaction: some rows of many are looked up by their keys. A table that was small when the statement
    /// was planned would be read whole for as long as the session keeps the plan.
    func findByKeys() async throws(PostgresError) { try await execute("SET LOCAL enable_seqscan = off") }
}

extension BulkPage.Group {
    /// Its rows are held against what is stored.
    var isCompared: Bool { device != 0 && !isUnchanged && mayBeStored }
    /// Nothing is stored of the device yet.
    var isFresh: Bool { device != 0 && !isUnchanged && !mayBeStored }
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
