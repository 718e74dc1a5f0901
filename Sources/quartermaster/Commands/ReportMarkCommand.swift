import Access
import ArgumentParser
import Foundation
import Postgres
import Reports

/// `report mark`: what became of an upsell opportunity.
struct ReportMarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Says what became of an upsell opportunity, so that it is not shown as new again.",
        discussion: """
            The key stands in the rows of 'report run upsell-opportunities --format json'.
            Example: quartermaster report mark backup:6cb8b5e8-0ee8-4532-97f9-fb9317088556 --tenant acme --as snoozed \
            --until 2027-03-01 --reason 'new budget in spring'
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The opportunity's key.") var key: String
    @Option(help: "The tenant.") var tenant: String
    @Option(name: .customLong("as"), help: "dismissed, snoozed, quoted, won or open.") var state: String
    @Option(help: "Of a snoozed one: the day on which it is shown again (2027-03-01).") var until: String?
    @Option(help: "Why.") var reason: String?

    func run() async throws {
        let mark = try FindingMark(key: key, state: state, until: until, reason: reason)
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            try await runtime.worker.transaction(tenant: tenant.id) { session in
                try await Findings.mark(mark, by: Runtime.actor, tenant: tenant.id, in: session)
                try await AuditTrail.record(
                    tenant: tenant.id, actor: Runtime.actor, action: "report.mark", subject: key,
                    details: ["state": state, "until": until ?? "", "reason": reason ?? ""], in: session)
            }
            if options.json { return try Console.json(["key": key, "state": state]) }
            print("\(key) is \(state).")
        }
    }
}
