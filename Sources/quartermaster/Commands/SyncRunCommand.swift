import Access
import ArgumentParser
import Sync

/// `sync` without a subcommand: runs what is asked for now, to its end.
struct SyncRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Syncs a tenant's connections now, in this process, to the end.",
        discussion: """
            'run' may be left out. Without --full incrementally where there is a checkpoint. Exit codes: 0 all done, 1 failed, 2 the call was \
            wrong, 3 partly done, deferred or held.
            Example: quartermaster sync --tenant acme --connection main --streams devices,software
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "One connection; without it all that are not paused.") var connection: String?
    @Option(help: "The streams, comma separated; without it all.") var streams: String?
    @Flag(help: "Read the whole lists, whatever was read before.") var full = false
    @Flag(name: .customLong("no-wait"), help: "Fail at once when another process syncs the connection.") var noWait =
        false
    @Flag(
        name: .customLong("accept-held"),
        help: "Carry out all that the brake would hold: you have looked at the vendor's side.")
    var acceptHeld = false

    func run() async throws {
        let wish = SyncWish(
            connection: connection, streams: streams.map { $0.split(separator: ",").map(String.init) }, isFull: full,
            waits: !noWait, acceptsHeld: acceptHeld)
        let code = try await cancelledBySignals {
            try await Runtime.with(options) { runtime in
                let sync = try TenantSync(runtime, try await runtime.tenants.find(tenant))
                let progress = SyncProgress()
                let reports = try await sync.run(wish) { progress.show($0, $1) }
                progress.end()
                return try show(reports)
            }
        }
        if code != 0 { throw ExitCode(code) }
    }

    private func show(_ reports: [RunReport]) throws -> Int32 {
        let table = SyncTable(reports: reports)
        if options.json { try Console.json(["runs": reports]) } else { print(table.text) }
        return table.exitCode
    }
}
