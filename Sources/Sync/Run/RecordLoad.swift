import Connectors
import Inventory
import Postgres

/// Stores records of a stream that were read by their ids, by the same loader as a page's.
struct RecordLoad: Sendable {
    let context: RunContext
    let stream: StreamDescription

    /// With what a person has said of the stream's rows: no more is moved and deleted than a page would.
    func loader(in session: PostgresConnection) async throws -> RowLoader {
        let holds = stream.entity.hasBrake ? try await context.holds.inForce(of: [stream.name], in: session) : []
        return RowLoader(
            tenant: context.tenant, connection: context.connection.id, stream: stream,
            brake: Brake(holds.map(\.hold), isReleased: context.request.releasesBrake))
    }

    /// Stores them, and answers what changed, with the links that follow.
    func store(_ records: [SourceRecord], _ loader: RowLoader, in session: PostgresConnection) async throws -> PageLoad
    {
        guard !records.isEmpty else { return PageLoad() }
        let now = try await context.streams.memory(of: stream.name, in: session).now
        var load = try await loader.load(
            MappedRows(records, loader.shape), Checkpoint(since: now, startedAt: now, isFirstRead: false),
            carefully: true, in: session)
        try await context.quarantine(stream.name).add(load.rejected, in: session)
        load.changes += try await link(session, isAnyReplaced: load.replaced > 0)
        return load
    }

    /// In a transaction after that: children that another stream was storing meanwhile were not to be seen yet.
    func linkAfterwards() async throws {
        try await context.commit { try await context.append(link($0, isAnyReplaced: false), in: $0) }
    }

    private func link(_ session: PostgresConnection, isAnyReplaced: Bool) async throws -> [ChangeRecord] {
        try await Links(context: context, stream: stream, isAnyReplaced: isAnyReplaced).link(in: session)
    }
}
