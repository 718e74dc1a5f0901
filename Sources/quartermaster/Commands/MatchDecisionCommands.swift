import Access
import ArgumentParser
import Foundation
import Matching

/// A pair of an organisation and a company, as a person names it.
struct NamedPair: ParsableArguments {
    @Argument(help: "The organisation: its name, connection/name ('ninjaone/Contoso'), or id.") var organization: String
    @Argument(help: "The company: its name, connection/name ('halopsa/Contoso Ltd'), or id.") var company: String
    @Option(help: "The tenant.") var tenant: String
}

/// `match confirm|reject|undo`: a person's word, and taking it back.
extension MatchCommand {
    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that an organisation is a company; a sync never changes it.",
            discussion: "Example: quartermaster match confirm 'Contoso' 'Contoso Ltd' --tenant acme")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var pair: NamedPair

        func run() async throws {
            try await MatchCommand.decide(.confirm, pair, options)
            if options.json { return try Console.json(["confirmed": pair.organization, "company": pair.company]) }
            print("'\(pair.organization)' is '\(pair.company)'.")
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that an organisation is not a company.",
            discussion: "Example: quartermaster match reject 'Contoso' 'Contoso Films' --tenant acme")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var pair: NamedPair

        func run() async throws {
            try await MatchCommand.decide(.reject, pair, options)
            if options.json { return try Console.json(["rejected": pair.organization, "company": pair.company]) }
            print("'\(pair.organization)' is not '\(pair.company)'.")
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a confirmation or rejection back: what the program finds holds again.",
            discussion: "Example: quartermaster match undo 'Contoso' 'Contoso Ltd' --tenant acme")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var pair: NamedPair

        func run() async throws {
            try await MatchCommand.decide(.undo, pair, options)
            if options.json { return try Console.json(["undone": pair.organization, "company": pair.company]) }
            print("Nobody has decided about '\(pair.organization)' and '\(pair.company)' any more.")
        }
    }

    /// Decides, writes down who did, and looks what follows for the others.
    fileprivate static func decide(_ word: MatchWord, _ pair: NamedPair, _ options: GlobalOptions) async throws {
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(pair.tenant)
            try await Matches(runtime.worker).decide(
                word, tenant: tenant.id, organization: pair.organization, company: pair.company, by: Runtime.actor)
            try await AuditTrail(runtime.worker).record(
                tenant: tenant.id, actor: Runtime.actor, action: "match.\(word.rawValue)", subject: pair.organization,
                details: ["company": pair.company])
            try await MatchingPass(runtime.worker).run(tenant: tenant.id)
        }
    }
}
