import Connectors
import HTTPTransport
import Inventory
import Logging
import VendorSimulator

/// What a connector reads from a simulated vendor over HTTP, in memory: every stream to its end, the children of what
/// was read before, each column by the stream that owns it.
struct SimulatedReading {
    /// Entity, external id, column, value: as the simulator's ``Truth`` has it.
    private(set) var rows: Truth = [:]
    /// What could not be mapped, and the parents that were not answered for, by stream.
    private(set) var rejected: [String: [RejectedRecord]] = [:]
    /// Streams whose last page did not prove that all was seen.
    private(set) var unproven: [String] = []
    private let connector: any Connector

    /// - Parameters:
    ///   - transport: what calls the simulator.
    ///   - begins: is told of each stream before it is read.
    init(
        _ type: any Connector.Type, of vendor: SimulatedConnection, clock: Timestamp,
        transport: any Transport = CurlTransport(egress: .allowingPrivate),
        begins: (StreamDescription) -> Void = { _ in }
    ) async throws {
        let credentials = vendor.credentials
        let context = ConnectorContext(
            baseURL: vendor.baseURL, settings: [:], credentials: { Credentials(credentials) },
            transport: transport, now: { clock }, logger: Logger(label: "test"))
        connector = try type.init(context)
        try await connector.test()
        for stream in type.streams {
            begins(stream)
            try await read(stream)
        }
    }

    private mutating func read(_ stream: StreamDescription) async throws {
        let parents = parents(of: stream)
        let request = ReadRequest(scope: .everything) { after, limit in
            Array(parents.drop { id in after.map { id <= $0 } ?? false }.prefix(limit))
        }
        var position: ReadPosition?
        repeat {
            let page = try await connector.page(of: stream.name, request, at: position)
            for record in page.records { take(record, stream) }
            rejected[stream.name, default: []] += page.rejected + page.skippedParents
            position = page.next
            if page.next == nil, !page.provesWhole { unproven.append(stream.name) }
        } while position != nil
    }

    private func parents(of stream: StreamDescription) -> [String] {
        guard case .perParent(let entity, _) = stream.reading else { return [] }
        return rows[entity, default: [:]].keys.sorted()
    }

    /// Only a primary stream makes rows; the others fill the columns that they own.
    private mutating func take(_ record: SourceRecord, _ stream: StreamDescription) {
        let entity = stream.entity.name
        guard !record.isDeleted, stream.isPrimary || rows[entity]?[record.externalID] != nil else { return }
        for (column, value) in zip(stream.entity.columns, record.values)
        where stream.owns?.contains(column.name) ?? true {
            rows[entity, default: [:]][record.externalID, default: [:]][column.name] = value
        }
    }

    /// Where the rows are not what the fleet says: missing rows, rows too many, cells.
    func differences(from truth: Truth) -> [String] {
        var found: [String] = []
        for (entity, expected) in truth.sorted(by: { $0.key < $1.key }) {
            let read = counted(entity, expected)
            found += Set(expected.keys).subtracting(read.keys).sorted().prefix(3).map { "\(entity) \($0): missing" }
            found += Set(read.keys).subtracting(expected.keys).sorted().prefix(3).map { "\(entity) \($0): too many" }
            found += Self.cells(entity, expected, read)
        }
        return found
    }

    /// An alert that is resolved is no part of the vendor's list; of lookups the fleet states the kinds that it knows.
    private func counted(_ entity: String, _ expected: [String: [String: Value]]) -> [String: [String: Value]] {
        let read = rows[entity, default: [:]]
        switch entity {
        case "alerts": return read.filter { $0.value["status"] == .text("open") }
        case "lookups":
            let kinds = Set(expected.keys.map { $0.prefix { $0 != ":" } })
            return read.filter { kinds.contains($0.key.prefix { $0 != ":" }) }
        default: return read
        }
    }

    /// Three wrong cells a column at most.
    private static func cells(
        _ entity: String, _ expected: [String: [String: Value]], _ read: [String: [String: Value]]
    ) -> [String] {
        var wrong: [String: [String]] = [:]
        for (id, row) in expected.sorted(by: { $0.key < $1.key }) {
            guard let found = read[id] else { continue }
            for (column, value) in row where plain(value) != plain(found[column] ?? .null) {
                wrong[column, default: []].append(
                    "\(entity) \(id) \(column): \(found[column] ?? .null), not \(value)")
            }
        }
        return wrong.sorted { $0.key < $1.key }.flatMap { $0.value.prefix(3) }
    }

    /// A value as PostgreSQL would compare it: trimmed text, numbers by what they count.
    private static func plain(_ value: Value) -> Value {
        switch value {
        case .text(let text):
            return .text(text.trimmingWhitespace)
        case .decimal(let digits):
            guard digits.contains(".") else { return .decimal(digits) }
            var digits = digits[...]
            while digits.last == "0" { digits.removeLast() }
            if digits.last == "." { digits.removeLast() }
            return .decimal(String(digits))
        case .integer(let number): return .decimal(String(number))
        default: return value
        }
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.filter { $0 != "\0" })
    }
}
