import Connectors
import Foundation
import Inventory
import Postgres

/// Deletes the narrow rows that a read has proven gone, and tells the change feed of each device once.
struct BulkDepartures: Sendable {
    let context: RunContext
    let shape: BulkShape

    private var sql: BulkSQL { BulkSQL(shape) }
    private var parameters: [String?] { [context.tenant.postgresText, String(shape.stream.part)] }
    private var connection: String { context.connection.id.postgresText }

    func depart(_ checkpoint: Checkpoint, in session: PostgresConnection) async throws -> Departures {
        let store = context.seen(shape.stream.name)
        let seen = SeenSet(pages: try await store.pages(.ids, in: session))
        let found = seen.countsByUpperHalf()
        let (suspects, waiting) = try await withoutHeld(
            try await suspects(found, checkpoint, in: session), in: session)
        var departures = Departures()
        departures.waiting = waiting
        let noted = checkpoint.isFirstRead ? [:] : Dictionary(grouping: try await noted(in: session), by: \.device)
        if !suspects.isEmpty { try await session.findByKeys() }
        // As many at a time as a page has, so that memory does not grow with what goes.
        for start in stride(from: 0, to: suspects.count, by: 100) {
            let devices = Array(suspects[start..<min(start + 100, suspects.count)])
            let gone = try await delete(devices, found, seen, in: session)
            departures.deleted += gone.count
            if checkpoint.isFirstRead { continue }
            let notes = try await notes(gone, in: session) + devices.flatMap { noted[$0] ?? [] }
            departures.changes += try await records(notes, in: session)
            departures.told.formUnion(devices)
        }
        return departures
    }

    /// What the read has noted for the change feed.
    func noted(in session: PostgresConnection) async throws -> [BulkNote] {
        try await context.seen(shape.stream.name).pages(.changes, in: session).flatMap(BulkNote.notes)
    }

    /// Deletes the rows of some devices that were not seen, and answers their keys.
    private func delete(
        _ devices: [Int32], _ found: [Int32: Int], _ seen: SeenSet, in session: PostgresConnection
    ) async throws -> [BulkKey] {
        let whole = devices.filter { found[$0] == nil }
        let gone = try await keys(sql.deleteDevices, whole, in: session)
        let kept = try await keys(sql.keysOfDevices, devices.filter { found[$0] != nil }, in: session)
            .filter { !seen.contains($0.hash) }
        try await delete(kept, in: session)
        return gone + kept
    }

    private func keys(_ text: String, _ devices: [Int32], in session: PostgresConnection) async throws -> [BulkKey] {
        guard !devices.isEmpty else { return [] }
        return try await session.query(
            SQL(text: text, parameters: parameters, binaries: [BinaryArray(devices).bytes])
        ).map { $0.bulkKey(sql.keyCount) }
    }

    /// The devices that have another number of rows than were seen: only they can have lost one.
    private func suspects(
        _ found: [Int32: Int], _ checkpoint: Checkpoint, in session: PostgresConnection
    ) async throws -> [Int32] {
        // Of a device that was told whole and then came to again the hashes are all that was seen.
        let whole = try await context.seen(shape.stream.name).pages(.whole, in: session).flatMap(DeviceNumbers.numbers)
            .filter { found[$0] == nil }
        let stored = try await session.query(
            SQL(text: sql.counts, parameters: parameters + [connection], binaries: [BinaryArray(whole).bytes]))
        let proven = checkpoint.provesWhole ? nil : try await devices(.parents, in: session)
        // What a record that was set aside would have said is not known: it may be one of these.
        let spared = try await devices(.spared, in: session)
        return stored.compactMap { row in
            guard let device = row[0].flatMap({ Int32($0) }), let count = row[1].flatMap({ Int($0) }) else {
                return nil
            }
            if let proven, !proven.contains(device) { return nil }
            return found[device] == count || spared.contains(device) ? nil : device
        }.sorted()
    }

    /// Without the devices that are held themselves, also where some of their rows were seen, as by a read that had begun
    /// before the vendor stopped showing the device: so many stay.
    private func withoutHeld(
        _ suspects: [Int32], in session: PostgresConnection
    ) async throws -> ([Int32], waiting: Int) {
        guard !suspects.isEmpty else { return (suspects, 0) }
        let held = try await HeldParents(context: context, stream: shape.stream).find(in: session)
        guard let devices = held["device_external_id"] else { return (suspects, 0) }
        let rows = try await session.query(
            """
            SELECT number, external_id FROM inventory.device_numbers
            WHERE tenant_id = \(context.tenant) AND number = ANY (\(ArrayText(numbers: suspects).text)::integer[])
            """)
        let waiting = Set(
            rows.filter { $0[1].map { devices.contains(SeenSet.hash($0)) } ?? false }.compactMap {
                $0[0].flatMap { Int32($0) }
            })
        return (suspects.filter { !waiting.contains($0) }, waiting.count)
    }

    /// The numbers of the devices that are kept under the name.
    private func devices(_ kind: SeenStore.Kind, in session: PostgresConnection) async throws -> Set<Int32> {
        let store = context.seen(shape.stream.name)
        let ids = Set(try await store.pages(kind, in: session).flatMap(ParentList.parents))
        guard !ids.isEmpty else { return [] }
        let rows = try await session.query(
            """
            SELECT number FROM inventory.device_numbers
            WHERE tenant_id = \(context.tenant) AND connection_id = \(context.connection.id)
                AND external_id = ANY (\(ArrayText(ids.map { Optional($0) }).text)::text[])
            """)
        return Set(rows.compactMap { $0[0].flatMap { Int32($0) } })
    }

    private func delete(_ gone: [BulkKey], in session: PostgresConnection) async throws {
        guard !gone.isEmpty else { return }
        // How many they are the planner does not know; in a loop a thousand devices' programs took a minute.
        try await session.query("SET LOCAL enable_nestloop = off")
        try await session.query(SQL(text: sql.delete, parameters: parameters, binaries: sql.deletedArrays(gone)))
        try await session.query("SET LOCAL enable_nestloop TO DEFAULT")
    }

    /// What is known of the rows that go, from their dictionaries.
    private func notes(_ gone: [BulkKey], in session: PostgresConnection) async throws -> [BulkNote] {
        guard !gone.isEmpty else { return [] }
        let books = shape.keyBooks
        let first = try await items(books[0], Set(gone.map(\.first)), in: session)
        let second = books.count > 1 ? try await items(books[1], Set(gone.map(\.second)), in: session) : [:]
        return gone.map { key in
            let item = (first[key.first] ?? [:]).merging(second[key.second] ?? [:]) { $1 }
            return BulkNote(kind: .removed, device: key.device, title: key.first, item: item)
        }
    }

    private func items(
        _ book: BulkShape.Book, _ numbers: Set<Int32>, in session: PostgresConnection
    ) async throws -> [Int32: [String: String]] {
        let names = book.columns.map(\.column.name)
        let columns = names.map(RowSQL.quoted).joined(separator: ", ")
        let rows = try await session.query(
            """
            SELECT number, \(raw: columns) FROM \(raw: book.table)
            WHERE tenant_id = \(context.tenant) AND number = ANY (\(ArrayText(numbers: numbers).text)::integer[])
            """)
        var items: [Int32: [String: String]] = [:]
        for row in rows {
            guard let number = row[0].flatMap({ Int32($0) }) else { continue }
            let cells = names.enumerated().compactMap { index, name in row[index + 1].map { (name, $0) } }
            items[number] = Dictionary(uniqueKeysWithValues: cells)
        }
        return items
    }

    /// The notes with the texts of what was changed, as the dictionaries have them.
    private func withTexts(_ notes: [BulkNote], in session: PostgresConnection) async throws -> [BulkNote] {
        var notes = notes
        for book in shape.otherBooks {
            let numbers = Set(notes.compactMap { $0.wasNumber?[book.table] })
            if numbers.isEmpty { continue }
            let items = try await items(book, numbers, in: session)
            let empty = Dictionary(uniqueKeysWithValues: book.columns.map { ($0.column.name, "") })
            for place in notes.indices {
                guard let number = notes[place].wasNumber?[book.table] else { continue }
                notes[place].was?.merge(empty.merging(items[number] ?? [:]) { $1 }) { $1 }
            }
        }
        return notes
    }

    /// One change record a device.
    func records(_ notes: [BulkNote], in session: PostgresConnection) async throws -> [ChangeRecord] {
        guard !notes.isEmpty else { return [] }
        let fields = BulkFeed.fields(try await withTexts(notes, in: session))
        let rows = try await session.query(
            """
            SELECT n.number, n.external_id, d.id FROM inventory.device_numbers n
            LEFT JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
                AND d.external_id = n.external_id AND d.deleted_at IS NULL
            WHERE n.tenant_id = \(context.tenant) AND n.number = ANY (
                \(ArrayText(numbers: fields.map(\.device)).text)::integer[])
            """)
        var devices: [String: (externalID: String?, id: String?)] = [:]
        for row in rows { devices[row[0] ?? ""] = (row[1], row[2]) }
        return fields.map { device, json in
            let known = devices[String(device)]
            return ChangeRecord(
                entity: shape.entity.name, id: known?.id, externalID: known?.externalID, operation: .updated,
                fields: json)
        }
    }
}
