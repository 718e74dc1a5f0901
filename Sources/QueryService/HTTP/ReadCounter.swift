import Access
import Foundation
import Logging
import Postgres
import Synchronization

/// The reads of this process, written to the audit trail minute by minute: a line a key and route, with how many there
/// were.
final class ReadCounter: Sendable {
    /// How often it is looked for minutes that are over.
    private static let pace: Duration = .seconds(20)

    private let client: PostgresClient
    private let tally = Mutex(ReadTally())

    init(client: PostgresClient) { self.client = client }

    func count(_ caller: Caller, _ route: String, at moment: Date = Date()) {
        let line = ReadTally.Line(
            tenant: caller.tenantID, actor: caller.actor, route: route, minute: Self.minute(moment))
        tally.withLock { $0.add(line) }
    }

    /// Writes the minutes that are over, until it is cancelled.
    func keep(_ logger: Logger) async {
        while !Task.isCancelled {
            // There is no event to await: a minute ends by the clock. Cancelling ends it.
            try? await Task.sleep(for: Self.pace)
            await write(logger, before: Self.minute(Date()))
        }
    }

    /// Writes what was counted before the minute; nil: all. What cannot be written is tried again the next time.
    func write(_ logger: Logger, before minute: Int? = nil) async {
        let taken = tally.withLock { $0.taken(before: minute) }
        for (tenant, lines) in Dictionary(grouping: taken, by: \.key.tenant) {
            do {
                try await write(lines, tenant)
            } catch {
                tally.withLock { tally in for (line, count) in lines { tally.add(line, count) } }
                logger.warning("reads could not be audited yet", metadata: ["error": "\(error)"])
            }
        }
    }

    private func write(_ lines: [(key: ReadTally.Line, value: Int)], _ tenant: UUID) async throws {
        try await client.transaction(tenant: tenant) { session in
            for (line, count) in lines {
                try await AuditTrail.recordReads(
                    tenant: tenant, actor: line.actor, route: line.route, minute: line.minute, count: count,
                    in: session)
            }
        }
    }

    private static func minute(_ moment: Date) -> Int { Int(moment.timeIntervalSince1970) / 60 }
}
