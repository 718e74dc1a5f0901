import Access
import ArgumentParser
import Foundation
import Reports

/// `report measure list|confirm`: what the PSA's products count.
struct ReportMeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "What the PSA's products count, for 'billed-against-seen'.",
        subcommands: [List.self, Confirm.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the products with lines in force, those that nobody has confirmed first.",
            discussion: "Example: quartermaster report measure list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        private struct Line: Encodable {
            let id: String
            let product: String
            let confirmed: String?
            let suggested: String?
            let lines: Int
        }

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let products = try await ProductMeasures(runtime.worker).list(tenant: tenant.id)
                if options.json {
                    for product in products {
                        try Console.json(
                            Line(
                                id: product.id.uuidString.lowercased(), product: product.name,
                                confirmed: product.confirmed, suggested: product.suggested, lines: product.lines))
                    }
                    return
                }
                var table = TextTable(["product", "confirmed", "suggested", "lines"])
                for product in products {
                    table.add([
                        product.name, product.confirmed ?? "", product.suggested ?? "", "\(product.lines)",
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
            guard let counted = ProductMeasure(rawValue: measure) else {
                throw CallError(
                    "a measure is \(ProductMeasure.allCases.map(\.rawValue).joined(separator: ", ")), not '\(measure)'")
            }
            guard (counted == .softwareCategory) == (category != nil) else {
                throw CallError("--category goes with software_category, and with that alone")
            }
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let count = try await ProductMeasures(runtime.worker).confirm(
                    product, as: counted, category: category, by: Runtime.actor, tenant: tenant.id)
                guard count > 0 else { throw CallError("there is no product '\(product)'") }
                try await AuditTrail(runtime.worker).record(
                    tenant: tenant.id, actor: Runtime.actor, action: "report.measure", subject: product,
                    details: ["measure": measure, "category": category ?? ""])
                if options.json { return try Console.json(["product": product, "measure": measure]) }
                print("'\(product)' counts \(measure)\(category.map { " \($0)" } ?? "").")
            }
        }
    }
}
