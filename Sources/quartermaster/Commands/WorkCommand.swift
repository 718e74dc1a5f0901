import ArgumentParser

/// `work`: a worker.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "A worker: syncs what is due and what is queued, until stopped.",
        discussion: """
            Start as many as you need, on as many machines; they share one database. Ctrl-C or SIGTERM lets each sync \
            finish its page and hands the rest to another worker, within 10 seconds.
            Example: quartermaster work --connections 16
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "Connections to sync at once (8).") var connections: String?

    func run() async throws {
        try await untilStopped {
            try await Runtime.with(options, [.workerConnections: connections]) { runtime in
                Console.error("Working; Ctrl-C stops.")
                try await runtime.work()
            }
        }
    }
}
