import Access
import ArgumentParser

/// `audit`: who did what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Shows who did what in a tenant, the newest first.",
        discussion: "Example: quartermaster audit --tenant acme --limit 20")

    @OptionGroup var options: GlobalOptions
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "How many entries.") var limit = 50
    @Flag(help: "How often each key has read what, minute by minute, in place of what was done and refused.")
    var reads = false

    func run() async throws {
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            let entries = try await AuditTrail(runtime.owner).list(tenant: tenant.id, reads: reads, limit: limit)
            if options.json {
                for entry in entries { try Console.json(entry) }
                return
            }
            var table = TextTable(["at", "actor", "action", "subject", "outcome", "details"])
            for entry in entries {
                let details = entry.details.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                table.add([
                    entry.at, entry.actor, entry.action, entry.subject ?? "", entry.outcome,
                    details.joined(separator: " "),
                ])
            }
            print(table.text)
        }
    }
}
