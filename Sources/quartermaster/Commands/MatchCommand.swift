import Access
import ArgumentParser
import Foundation
import Matching

/// `match`, `match list|confirm|reject|undo|export|import`: which RMM organisation is which PSA company.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Which RMM organisation is which PSA company.",
        discussion: """
            Without a subcommand it looks for matches (as each sync does), and links only what is safe. Example:
            quartermaster match --tenant acme
            """,
        subcommands: [Refresh.self, List.self, Confirm.self, Reject.self, Undo.self, Export.self, Import.self],
        defaultSubcommand: Refresh.self)

    struct Refresh: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds which organisation is which company, by all that speaks for it; links only what is safe.",
            discussion: "Example: quartermaster match --tenant acme", shouldDisplay: false)
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Flag(help: "Looks at everything, not only at what has changed since the last time.") var full = false

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let report = try await MatchingPass(runtime.worker).run(tenant: tenant.id, isFull: full)
                if options.json { return try Console.json(report) }
                print(
                    """
                    \(report.organizations) organisations looked at: \(report.linked) newly tied to their company, \
                    \(report.suggested) new suggestions, \(report.withdrawn) withdrawn.
                    """)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the matches of a tenant, with what speaks for and against each.",
            discussion: "Example: quartermaster match list --tenant acme --state suggested")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "confirmed, automatic, suggested or rejected.") var state: String?

        func run() async throws {
            let wanted = try state.map { text in
                guard let state = MatchState(rawValue: text) else {
                    throw CallError("--state is confirmed, automatic, suggested or rejected, not '\(text)'")
                }
                return state
            }
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let matches = try await Matches(runtime.worker).list(tenant: tenant.id, state: wanted)
                try show(matches)
            }
        }

        private func show(_ matches: [Match]) throws {
            if options.json {
                for match in matches { try Console.json(match) }
                return
            }
            if matches.isEmpty { return print("No matches.") }
            print(MatchTable(matches: matches).text)
        }
    }
}
