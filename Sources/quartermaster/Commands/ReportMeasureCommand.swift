import Access
import ArgumentParser
import Foundation
import Postgres
import Reports

/// `report measure list|confirm|export|import`: what the PSA's products count.
struct ReportMeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "What the PSA's products count, for 'billed-against-seen'.",
        subcommands: [List.self, Confirm.self, Export.self, Import.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the products with lines in force, those that nobody has confirmed first.",
            discussion: "Example: quartermaster report measure list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let products = try await ProductMeasures(runtime.worker).list(tenant: tenant.id)
                guard !options.json else { return try products.forEach { try Console.json($0) } }
                var table = TextTable(["product", "confirmed", "suggested", "lines"])
                for product in products {
                    table.add([
                        product.product, product.confirmed ?? "", product.suggested ?? "", "\(product.lines)",
                    ])
                }
                print(table.text)
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a product counts.",
            discussion: """
                Examples:
                  quartermaster report measure confirm 'Managed server' servers --tenant acme
                  quartermaster report measure confirm 'EDR' software_category --category antivirus --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The product's name or id.") var product: String
        @Argument(help: "servers, workstations, devices, software_category, protected_servers, …, or nothing.")
        var measure: String
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "Of software_category: the class of software, as Config/software-categories.yaml has it.")
        var category: String?

        func run() async throws {
            let counted = try CountedThing(measure, category: category)
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                try await runtime.worker.transaction(tenant: tenant.id) { session in
                    try await ProductMeasures.confirm(
                        product, counted, by: Runtime.actor, tenant: tenant.id, in: session)
                    try await AuditTrail.record(
                        tenant: tenant.id, actor: Runtime.actor, action: "report.measure", subject: product,
                        details: ["measure": counted.words], in: session)
                }
                if options.json { return try Console.json(["product": product, "measure": measure]) }
                print("'\(product)' counts \(counted.words).")
            }
        }
    }
}
