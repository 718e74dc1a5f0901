import Access
import ArgumentParser
import Foundation
import Matching

/// `match`, `match list|confirm|reject`: which RMM organisation is which PSA company.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Which RMM organisation is which PSA company.",
        subcommands: [Refresh.self, List.self, Confirm.self, Reject.self], defaultSubcommand: Refresh.self)

    struct Refresh: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ties organisations to companies by the ids that RMMs store of PSAs.",
            discussion: "Example: quartermaster match --tenant acme", shouldDisplay: false)
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let made = try await NativeLinks(runtime.worker).refresh(tenant: tenant.id)
                if options.json { return try Console.json(["linked": made]) }
                print("\(made) organisations newly tied to their company.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the matches of a tenant.",
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
            var table = TextTable(["organization", "company", "state", "method", "score", "decided by"])
            for match in matches {
                table.add([
                    match.organization ?? match.organizationID.uuidString, match.company ?? match.companyID.uuidString,
                    match.state.rawValue, match.method, match.score.map { String($0) } ?? "", match.decidedBy ?? "",
                ])
            }
            print(table.text)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that an organisation is a company; a sync never changes it.",
            discussion: "Example: quartermaster match confirm 'Contoso' 'Contoso Ltd' --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The organisation's name or id.") var organization: String
        @Argument(help: "The company's name or id.") var company: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                try await Matches(runtime.worker).confirm(
                    tenant: tenant.id, organization: organization, company: company, by: Runtime.actor)
                try await AuditTrail(runtime.worker).record(
                    tenant: tenant.id, actor: Runtime.actor, action: "match.confirm", subject: organization,
                    details: ["company": company])
                if options.json { return try Console.json(["confirmed": organization, "company": company]) }
                print("'\(organization)' is '\(company)'.")
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that an organisation is not a company.",
            discussion: "Example: quartermaster match reject 'Contoso' 'Contoso Films' --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The organisation's name or id.") var organization: String
        @Argument(help: "The company's name or id.") var company: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                try await Matches(runtime.worker).reject(
                    tenant: tenant.id, organization: organization, company: company, by: Runtime.actor)
                try await AuditTrail(runtime.worker).record(
                    tenant: tenant.id, actor: Runtime.actor, action: "match.reject", subject: organization,
                    details: ["company": company])
                if options.json { return try Console.json(["rejected": organization, "company": company]) }
                print("'\(organization)' is not '\(company)'.")
            }
        }
    }
}
