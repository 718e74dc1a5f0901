import Access
import ArgumentParser

extension TenantCommand {
    struct RetentionOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retention",
            abstract: "Shows how many days a tenant keeps history, changes, resolved alerts and runs; or sets them.",
            discussion: """
                What is older is removed once a day by a worker, and does not come back when the days are raised again.

                Example: quartermaster tenant retention acme --history-days 800 --runs-days default
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "Its short name.") var slug: String
        @Option(help: "How far back devices, patch status and agreements can be asked (as_of).")
        var historyDays: RetentionDays?
        @Option(help: "The change feed.") var changesDays: RetentionDays?
        @Option(help: "Alerts, from when they were resolved.") var resolvedAlertsDays: RetentionDays?
        @Option(help: "Syncs that have ended.") var runsDays: RetentionDays?
        @Option(help: "Records that were set aside and have loaded since.") var quarantineDays: RetentionDays?

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(slug)
                let retention =
                    settings.isEmpty
                    ? try await runtime.tenants.retention(of: tenant)
                    : try await runtime.tenants.setRetention(settings, of: tenant, actor: Runtime.actor)
                if options.json { return try Console.json(retention) }
                var table = TextTable(["kept", "days"])
                for kind in Retention.Kind.allCases { table.add([kind.words, String(retention.days(kind))]) }
                print(table.text)
            }
        }

        private var settings: [Retention.Kind: Retention.Setting] {
            let given: [(Retention.Kind, RetentionDays?)] = [
                (.history, historyDays), (.changes, changesDays), (.resolvedAlerts, resolvedAlertsDays),
                (.runs, runsDays), (.quarantine, quarantineDays),
            ]
            return Dictionary(uniqueKeysWithValues: given.compactMap { kind, days in days.map { (kind, $0.setting) } })
        }
    }
}

/// A number of days, or `default`.
struct RetentionDays: ExpressibleByArgument {
    let setting: Retention.Setting

    init?(argument: String) {
        if argument == "default" {
            setting = .standard
        } else if let days = Int(argument) {
            setting = .days(days)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { "default" }
}

extension Retention.Kind {
    fileprivate var words: String {
        switch self {
        case .history: "history"
        case .changes: "changes"
        case .resolvedAlerts: "resolved alerts"
        case .runs: "runs"
        case .quarantine: "quarantine, resolved"
        }
    }
}
