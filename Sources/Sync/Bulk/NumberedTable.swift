import Inventory
import Postgres

/// A table that gives short numbers to things that are long or come from outside: a dictionary, or the devices' numbers.
/// Entries are made in a transaction of their own before the page's: one that no row points to harms nobody, and a
/// number that was handed out once stays true however the page ends.
struct NumberedTable: Sendable {
    /// A thing to number: what it is found by, and its cells.
    struct Entry: Sendable, Hashable {
        var key: String
        var cells: [String?]
    }

    /// The numbers of entries by their keys; and what the database would not take, with why.
    struct Found: Sendable {
        var numbers: [String: Int32] = [:]
        var refused: [String: String] = [:]
    }

    /// The counter's name in `inventory.counters`.
    let counter: String
    /// `$1` the tenant, `$2` the keys, then `more`. Answers number and key.
    let select: String
    /// `$1` the tenant, `$2` the numbers, then the arrays of the cells, then `more`.
    let insert: String
    /// Bound after the rest.
    let more: [String?]

    /// A bulk entity's dictionary: found by the digest of its texts.
    init(_ book: BulkShape.Book) {
        let table = book.table
        counter = String(table.dropFirst("inventory.".count))
        more = []
        select = """
            SELECT number, encode(hash, 'hex') FROM \(table) WHERE tenant_id = $1 AND hash = ANY ($2::bytea[])
            """
        let names =
            [("hash", "bytea")] + (book.holdsSourceKey ? [("source_key", "text")] : [])
            + book.columns.map { ($0.column.name, $0.column.type.rawValue) }
        let arrays = names.indices.map { "$\($0 + 3)::text[]" }.joined(separator: ", ")
        let columns = names.map(\.0).joined(separator: ", ")
        let cells = names.map { "u.\($0.0)::\($0.1)" }.joined(separator: ", ")
        insert = """
            INSERT INTO \(table) (tenant_id, number, \(columns))
            SELECT $1, u.number, \(cells) FROM unnest($2::integer[], \(arrays)) AS u(number, \(columns))
            """
    }

    /// The numbers of a connection's devices, whether they have arrived or not.
    init(devicesOf connection: String) {
        counter = "device_numbers"
        more = [connection]
        select = """
            SELECT number, external_id FROM inventory.device_numbers
            WHERE tenant_id = $1 AND connection_id = $3 AND external_id = ANY ($2::text[])
            """
        insert = """
            INSERT INTO inventory.device_numbers (tenant_id, number, connection_id, external_id)
            SELECT $1, u.number, $4, u.external_id FROM unnest($2::integer[], $3::text[]) AS u(number, external_id)
            """
    }

    /// The numbers of the entries, made where there are none; and what the database would not take.
    func numbers(
        of entries: [Entry], tenant: String, in session: PostgresConnection
    ) async throws -> Found {
        guard !entries.isEmpty else { return Found() }
        try await session.findByKeys()
        var numbers = try await find(entries, tenant: tenant, in: session)
        var missing = entries.filter { numbers[$0.key] == nil }
        guard !missing.isEmpty else { return Found(numbers: numbers) }
        let last = try await lockCounter(tenant: tenant, in: session)
        // Another may have made them before we held the counter.
        numbers.merge(try await find(missing, tenant: tenant, in: session)) { $1 }
        missing.removeAll { numbers[$0.key] != nil }
        guard !missing.isEmpty else { return Found(numbers: numbers) }
        let numbered = missing.enumerated().map { (number: last + Int32($0.offset) + 1, entry: $0.element) }
        let refused = try await Savepoint.bisect(numbered, in: session) {
            try await add($0, tenant: tenant, in: session)
        }
        try await session.query(
            """
            UPDATE inventory.counters SET value = \(Int(last) + missing.count)
            WHERE tenant_id = \(tenant)::uuid AND name = \(counter)
            """)
        let refusals = Dictionary(refused.map { ($0.item.entry.key, $0.refusal.description) }) { $1 }
        for (number, entry) in numbered where refusals[entry.key] == nil { numbers[entry.key] = number }
        return Found(numbers: numbers, refused: refusals)
    }

    private func find(
        _ entries: [Entry], tenant: String, in session: PostgresConnection
    ) async throws -> [String: Int32] {
        let keys = ArrayText(entries.map { more.isEmpty ? "\\x" + $0.key : $0.key }).text
        let rows = try await session.query(SQL(text: select, parameters: [tenant, keys] + more))
        var numbers: [String: Int32] = [:]
        for row in rows {
            guard let number = row[0].flatMap({ Int32($0) }), let key = row[1] else { continue }
            numbers[key] = number
        }
        return numbers
    }

    private func lockCounter(tenant: String, in session: PostgresConnection) async throws -> Int32 {
        try await session.query(
            """
            INSERT INTO inventory.counters AS c (tenant_id, name, value) VALUES (\(tenant)::uuid, \(counter), 0)
            ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value RETURNING value
            """
        ).only().get("value")
    }

    private func add(
        _ entries: [(number: Int32, entry: Entry)], tenant: String, in session: PostgresConnection
    ) async throws {
        let width = entries.first?.entry.cells.count ?? 0
        var arrays = Array(repeating: ArrayText(), count: width)
        for (_, entry) in entries {
            for (index, cell) in entry.cells.enumerated() { arrays[index].append(cell) }
        }
        let numbers = ArrayText(numbers: entries.map(\.number)).text
        try await session.query(SQL(text: insert, parameters: [tenant, numbers] + arrays.map(\.text) + more))
    }
}
