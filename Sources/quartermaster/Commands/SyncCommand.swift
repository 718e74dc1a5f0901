import Access
import ArgumentParser
import Foundation
import Postgres
import Sync

/// `sync`, `sync runs|show|accept|reject`: syncs now, and decides on what a sync held.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Syncs a tenant's connections now; shows runs, and decides on what they held.",
        subcommands: [SyncRunCommand.self, Runs.self, Show.self, Accept.self, Reject.self],
        defaultSubcommand: SyncRunCommand.self)

    struct Runs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a tenant's runs, the newest first.",
            discussion: "Example: quartermaster sync runs --tenant acme --state held")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "queued, running, done, partly_done, deferred, held, failed or abandoned.") var state: String?
        @Option(help: "One connection.") var connection: String?
        @Option(help: "How many runs.") var limit = 25

        func run() async throws {
            let wanted = try state.map { text in
                guard let state = RunState(rawValue: text) else {
                    let known = RunState.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CallError("--state is one of \(known), not '\(text)'")
                }
                return state
            }
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let name = try await connection.asyncMap { try await runtime.connections.find($0, tenant: tenant).name }
                let runs = try await RunBook(runtime.worker).list(
                    tenant: tenant.id, state: wanted, connection: name, limit: limit)
                if options.json {
                    for run in runs { try Console.json(run) }
                } else {
                    print(runs.isEmpty ? "No runs." : RunTable.list(runs))
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a run with its streams, and what the brake held.",
            discussion: "Example: quartermaster sync show 5f0c… --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The run's id, as 'sync runs' prints it.") var run: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            let id = try RunTable.id(run)
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                guard let run = try await RunBook(runtime.worker).run(id, tenant: tenant.id) else {
                    throw SyncError.unknownRun(run)
                }
                if options.json { try Console.json(run) } else { print(RunTable.one(run, tenant: tenant.slug)) }
            }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets be done what a run held, for exactly the rows that it held.",
            discussion: """
                Look at the vendor's side first. The next sync of the streams carries it out; what goes beyond is held again.
                Example: quartermaster sync accept 5f0c… --tenant acme --stream devices
                """)
        @OptionGroup var decision: HoldDecisionOptions

        func run() async throws { try await decision.decide(.accept) }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps the rows that a run would have deleted or moved.",
            discussion: """
                They are kept, and not asked for again, until the vendor shows them again; a row whose move is refused stays \
                as it was, and its stream stays held until the vendor is mended.
                Example: quartermaster sync reject 5f0c… --tenant acme
                """)
        @OptionGroup var decision: HoldDecisionOptions

        func run() async throws { try await decision.decide(.reject) }
    }
}

/// What `sync accept` and `sync reject` take.
struct HoldDecisionOptions: ParsableArguments {
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The run's id, as 'sync runs --state held' prints it.") var run: String
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "A stream of the run; may be repeated. Without it all that it held.") var stream: [String] = []

    func decide(_ decision: HoldDecision) async throws {
        let id = try RunTable.id(run)
        let streams = stream.isEmpty ? nil : stream
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            let outcome = try await runtime.worker.transaction(tenant: tenant.id) { session in
                let outcome = try await HoldDesk.decide(
                    decision, run: id, streams: streams, tenant: tenant.id, by: Runtime.actor, trigger: .command,
                    in: session)
                guard !outcome.decided.isEmpty else { return outcome }
                try await AuditTrail.record(
                    tenant: tenant.id, actor: Runtime.actor, action: "sync.\(decision.rawValue)",
                    subject: outcome.run.connection,
                    details: ["run": id.uuidString.lowercased(), "streams": outcome.decided.joined(separator: ",")],
                    in: session)
                return outcome
            }
            try show(outcome, decision, tenant)
        }
    }

    private func show(_ outcome: HoldDesk.Outcome, _ decision: HoldDecision, _ tenant: Tenant) throws {
        if options.json { return try Console.json(outcome) }
        guard !outcome.decided.isEmpty else { return print("That was said already: nothing is changed.") }
        let streams = outcome.decided.joined(separator: ",")
        switch decision {
        case .accept:
            print(
                """
                Accepted: \(streams). A worker carries it out with the next run; without a worker:
                quartermaster sync --tenant \(tenant.slug) --connection '\(outcome.run.connection)' --streams \(streams)
                """)
        case .reject: print("Rejected: \(streams). The rows are kept.")
        }
    }
}

extension Optional where Wrapped: Sendable {
    /// `map` for what must be waited for.
    func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        switch self {
        case .some(let value): try await transform(value)
        case .none: nil
        }
    }
}
