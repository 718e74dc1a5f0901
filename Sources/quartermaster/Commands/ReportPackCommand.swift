import Access
import ArgumentParser
import Foundation
import Inventory
import Reports

/// `report pack`: several reports of one client as one page.
struct ReportPackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Puts the review for a client together, as one page to print.",
        discussion: "Example: quartermaster report pack qbr --tenant acme --company Contoso > contoso.html")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The pack: qbr, the business review.") var name: String
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "The company of the PSA, by its name or id.") var company: String
    @Option(help: "The day that ages and ends are counted to (2027-01-31); today unless given.") var on: String?

    func run() async throws {
        guard let pack = ReportPack.all.first(where: { $0.name == name }) else {
            throw CallError(
                "there is no pack '\(name)'; there is \(ReportPack.all.map(\.name).joined(separator: ", "))")
        }
        let day = on.flatMap { CalendarDate(iso8601: $0) }
        guard (on == nil) == (day == nil) else { throw CallError("--on is a date like 2027-01-31") }
        let catalogue = try Runtime.reports()
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            let runner = ReportRunner(reader: runtime.reader, catalogue: catalogue)
            let companies = try await runner.company(company, tenant: tenant.id)
            let freshness = try await ReportFreshness.read(nil, tenant: tenant.id, reader: runtime.reader)
            var results: [ReportResult] = []
            for part in pack.parts {
                let request = ReportRequest(
                    tenant: tenant.id, companies: companies, day: day, parameters: part.parameters)
                results.append(try await runner.run(try catalogue.report(part.report), request))
            }
            var name: String?
            if let id = companies.first {
                name = try await CompanyName.name(of: id, tenant: tenant.id, reader: runtime.reader)
            }
            let title = "\(pack.title): \(name ?? company)"
            print(ReportHTML.page(pack, title, tenant.name, results, freshness: freshness.words), terminator: "")
        }
    }
}
