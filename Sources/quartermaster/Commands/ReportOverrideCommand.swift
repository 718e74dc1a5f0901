import Access
import ArgumentParser
import Foundation
import Postgres
import Reports

/// `report override list|set|clear`: what a tenant says in place of the program's dates, software classes and prices.
struct ReportOverrideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "A tenant's own support ends, software classes and prices, for all its companies or for one.",
        subcommands: [List.self, SetWord.self, Clear.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was said, of all companies first.",
            discussion: "Example: quartermaster report override list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let words = try await OwnWords(runtime.worker).list(tenant: tenant.id)
                guard !options.json else { return try words.forEach { try Console.json($0) } }
                var table = TextTable(["company", "kind", "subject", "value", "by", "id"])
                for word in words {
                    let value = [word.value, word.currency ?? word.category ?? ""].joined(separator: " ")
                    table.add([
                        word.company ?? "all", word.kind, word.subject, value, word.decidedBy,
                        word.id,
                    ])
                }
                print(table.text)
            }
        }
    }

    struct SetWord: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Says something in place of the program's files.",
            discussion: """
                Examples:
                  quartermaster report override set operating_system 'Windows 10' 2028-10-10 --tenant acme \
                --company Contoso --reason 'pays for extended updates'
                  quartermaster report override set category 'teamviewer%' excluded --category remote_access --tenant acme
                  quartermaster report override set price replace_laptop 1700 --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "operating_system, software, category or price.") var kind: String
        @Argument(help: "The product, the pattern of titles (% stands for anything), or the price's name.")
        var subject: String
        @Argument(help: "A date; included or excluded (agreed to); or a sum.") var value: String
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "The company of the PSA, by its name or id; all unless given.") var company: String?
        @Option(help: "With category: remote_access, unwanted, antivirus, backup, or one of your own.")
        var category: String?
        @Option(help: "With price: its currency, where it is not the price book's.") var currency: String?
        @Option(help: "Why.") var reason: String?

        func run() async throws {
            let word = try OwnWord(kind: kind, subject: subject, value: value, category: category, currency: currency)
            let id = try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                return try await runtime.worker.transaction(tenant: tenant.id) { session in
                    var id: UUID?
                    if let company { id = try await CompanyName.find(company, tenant: tenant.id, in: session) }
                    let said = try await OwnWords.say(
                        word, company: id, reason: reason, by: Runtime.actor, tenant: tenant.id, in: session)
                    try await AuditTrail.record(
                        tenant: tenant.id, actor: Runtime.actor, action: "report.override", subject: subject,
                        details: ["kind": kind, "value": value, "company": company ?? "", "reason": reason ?? ""],
                        in: session)
                    return said
                }
            }
            if options.json { return try Console.json(["id": id.uuidString.lowercased()]) }
            print("\(subject): \(value), for \(company ?? "all companies").")
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes it back: the program's files hold again.",
            discussion: """
                Example: quartermaster report override clear 6cb8b5e8-0ee8-4532-97f9-fb9317088556 --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The id, as 'report override list' has it.") var id: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            guard let said = UUID(uuidString: id) else { throw CallError("'\(id)' is no id") }
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                try await runtime.worker.transaction(tenant: tenant.id) { session in
                    try await OwnWords.clear(said, tenant: tenant.id, in: session)
                    try await AuditTrail.record(
                        tenant: tenant.id, actor: Runtime.actor, action: "report.override.clear", subject: id,
                        in: session)
                }
                if options.json { return try Console.json(["cleared": id]) }
                print("\(id) is taken back.")
            }
        }
    }
}
